"""Run rows: a message asks, a process claims under a lease, every later write is fenced by it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.conversations import TITLE_CHARS, get_conversation
from db.models import Conversation, Message, Run, RunCheckpoint
from db.models.base import Json
from stylist.errors import Conflict, NotFound

ACTIVE = ("pending", "running")


@dataclass(frozen=True, slots=True)
class ClaimedRun:
    """A run that one process holds for one attempt; `resumed` when another had it before."""

    id: UUID
    owner_id: UUID
    conversation_id: UUID
    message_id: UUID
    text: str
    model: str | None
    lease_owner: str
    attempt: int
    resumed: bool
    cancel_requested: bool
    waited_ms: float


async def post_message(
    session: AsyncSession,
    conversation_id: UUID,
    *,
    owner_id: UUID,
    content: str,
    model: str | None = None,
    prompt_version: str | None = None,
    idempotency_key: str | None = None,
) -> tuple[Run, bool]:
    """Write a message and the run that answers it; the flag tells that they were there already.

    `model` names the one that is meant to answer, `prompt_version` the wording it is given.

    Raises:
        NotFound: no such conversation, or it is somebody else's.
        Conflict: a run is active in this conversation, or the key was used for other words.

    """
    conversation = await get_conversation(session, conversation_id, owner_id=owner_id, lock=True)
    earlier = await _earlier(session, conversation_id, content, key=idempotency_key)
    if earlier is not None:
        return earlier, True
    run = Run(
        id=uuid4(),
        user_id=owner_id,
        conversation_id=conversation_id,
        message_id=uuid4(),
        status="pending",
        model=model,
        prompt_version=prompt_version,
        idempotency_key=idempotency_key,
    )
    session.add(
        Message(
            id=run.message_id,
            conversation_id=conversation_id,
            role="user",
            content=content,
            run_id=run.id,
        )
    )
    conversation.title = conversation.title or title_of(content)
    conversation.updated_at = func.clock_timestamp()
    session.add(run)
    await _flush_as_only_run(session)
    return run, False


async def _earlier(
    session: AsyncSession, conversation_id: UUID, content: str, *, key: str | None
) -> Run | None:
    if key is None:
        return None
    run: Run | None = await session.scalar(
        select(Run).where(Run.conversation_id == conversation_id, Run.idempotency_key == key)
    )
    if run is not None and (await session.get_one(Message, run.message_id)).content != content:
        raise Conflict("This Idempotency-Key was used for another message.")
    return run


async def _flush_as_only_run(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        if "uq_runs_active_conversation" not in str(error.orig):
            raise
        raise Conflict(
            "I am still answering the last message of this conversation.", retry_after_s=1
        ) from error


def title_of(content: str) -> str:
    """The first words of a message, as the title of its conversation."""
    words = " ".join(content.split())
    if len(words) <= TITLE_CHARS:
        return words
    return words[:TITLE_CHARS].rsplit(" ", 1)[0] + "…"


async def get_run(session: AsyncSession, run_id: UUID, *, owner_id: UUID) -> Run:
    """Read one run as it stands now.

    Raises:
        NotFound: no such run, or it is somebody else's.

    """
    run = await session.scalar(
        select(Run).where(Run.id == run_id, Run.user_id == owner_id),
        execution_options={"populate_existing": True},
    )
    if run is None:
        raise NotFound("There is no such run.")
    return run


def _claimable() -> ColumnElement[bool]:
    # A pending run with a lease is one that its process gave up; a null lease was never started.
    free = or_(Run.lease_expires_at.is_(None), Run.lease_expires_at < func.clock_timestamp())
    return and_(Run.status.in_(ACTIVE), free)


async def claim(
    session: AsyncSession, run_id: UUID, lease_owner: str, *, lease_s: float
) -> ClaimedRun | None:
    """Take a run for one more attempt; None when another process has it or it has ended."""
    lease = timedelta(seconds=lease_s)
    now = func.now()
    claiming = (
        update(Run)
        .where(Run.id == run_id, Message.id == Run.message_id, _claimable())
        .values(
            status="running",
            lease_owner=lease_owner,
            lease_expires_at=now + lease,
            attempt=Run.attempt + 1,
            started_at=func.coalesce(Run.started_at, now),
        )
        .returning(
            Run.id,
            Run.user_id.label("owner_id"),
            Run.conversation_id,
            Run.message_id,
            Message.content.label("text"),
            Run.model,
            Run.lease_owner,
            Run.attempt,
            (Run.started_at < now).label("resumed"),
            Run.cancel_requested,
            func.extract("epoch", Run.started_at - Run.created_at).label("waited_s"),
        )
    )
    found = await session.execute(claiming, execution_options={"synchronize_session": False})
    row = found.mappings().one_or_none()
    if row is None:
        return None
    told = dict(row)
    return ClaimedRun(waited_ms=round(float(told.pop("waited_s")) * 1000, 2), **told)


def _held(run: ClaimedRun) -> tuple[ColumnElement[bool], ...]:
    return (
        Run.id == run.id,
        Run.status == "running",
        Run.lease_owner == run.lease_owner,
        Run.attempt == run.attempt,
    )


async def write(session: AsyncSession, run: ClaimedRun, **values: Any) -> bool:
    """Store columns of a run that we hold; False when it is ours no more."""
    wanted = update(Run).where(*_held(run)).values(**values).returning(Run.id)
    found = await session.scalar(wanted, execution_options={"synchronize_session": False})
    return found is not None


async def write_constraints(
    session: AsyncSession, run: ClaimedRun, *, constraints: Json, excluded: list[UUID]
) -> bool:
    """Keep what the message established on the run, the message and its conversation, at once."""
    held = (
        update(Run)
        .where(*_held(run))
        .values(constraints=constraints)
        .returning(Run.message_id, Run.conversation_id)
        .cte("held")
    )
    noted = (
        update(Message)
        .where(Message.id == held.c.message_id)
        .values(extracted_constraints=constraints)
        .cte("noted")
    )
    holding = (
        update(Conversation)
        .where(Conversation.id == held.c.conversation_id)
        .values(
            active_constraints=constraints,
            excluded_item_ids=excluded,
            updated_at=func.clock_timestamp(),
        )
        .returning(Conversation.id)
        .add_cte(noted)
    )
    found = await session.scalar(holding, execution_options={"synchronize_session": False})
    return found is not None


async def complete(
    session: AsyncSession,
    run: ClaimedRun,
    reply_id: UUID,
    *,
    text: str,
    outfit_ids: list[UUID],
    **values: Any,
) -> bool:
    """Store the reply once and end the run as completed; False when it is ours no more."""
    ended = (
        update(Run)
        .where(*_held(run))
        .values(
            status="completed",
            finished_at=func.clock_timestamp(),
            reply_message_id=reply_id,
            **values,
        )
        .returning(Run.id)
        .cte("ended")
    )
    forgotten = (
        delete(RunCheckpoint).where(RunCheckpoint.run_id.in_(select(ended.c.id))).cte("forgotten")
    )
    reply = {
        Message.id: reply_id,
        Message.conversation_id: run.conversation_id,
        Message.role: "assistant",
        Message.content: text,
        Message.recommended_outfit_ids: outfit_ids or None,
    }
    told = [literal(value, column.type) for column, value in reply.items()]
    adding = (
        insert(Message)
        .from_select([*reply, Message.run_id], select(*told, ended.c.id))
        .returning(Message.id)
        .add_cte(forgotten)
    )
    return await session.scalar(adding) is not None


async def renew(session: AsyncSession, run: ClaimedRun, *, lease_s: float) -> bool | None:
    """Hold the run longer; returns whether a cancel was asked for, or None when it is lost."""
    until = func.clock_timestamp() + timedelta(seconds=lease_s)
    wanted = (
        update(Run)
        .where(*_held(run))
        .values(lease_expires_at=until)
        .returning(Run.cancel_requested)
    )
    return await session.scalar(wanted, execution_options={"synchronize_session": False})


async def end(session: AsyncSession, run: ClaimedRun, *, status: str, **values: Any) -> bool:
    """End the run as completed, failed or cancelled; its checkpoint goes with it."""
    now = func.clock_timestamp()
    if not await write(session, run, status=status, finished_at=now, **values):
        return False
    await _forget_checkpoint(session, run.id)
    return True


async def _forget_checkpoint(session: AsyncSession, run_id: UUID) -> None:
    await session.execute(delete(RunCheckpoint).where(RunCheckpoint.run_id == run_id))


async def release(session: AsyncSession, run: ClaimedRun) -> bool:
    """Give the run up, because this process is told to end; the attempt does not count."""
    return await write(
        session,
        run,
        status="pending",
        lease_owner=None,
        lease_expires_at=func.clock_timestamp(),
        attempt=Run.attempt - 1,
    )


async def list_abandoned(session: AsyncSession, *, grace_s: float) -> list[UUID]:
    """Runs that nobody holds: the lease ran out, was given up, or was never taken in `grace_s`."""
    overdue = Run.created_at < func.clock_timestamp() - timedelta(seconds=grace_s)
    waiting = or_(Run.lease_expires_at.is_not(None), overdue)
    wanted = select(Run.id).where(_claimable(), waiting).order_by(Run.created_at).limit(100)
    return list(await session.scalars(wanted))


async def request_cancel(session: AsyncSession, run_id: UUID, *, owner_id: UUID) -> Run:
    """Cancel a run that nobody holds at once, or ask its process; an ended run stays as it is."""
    run = await session.scalar(
        select(Run).where(Run.id == run_id, Run.user_id == owner_id).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if run is None:
        raise NotFound("There is no such run.")
    if run.status in ACTIVE:
        run.cancel_requested = True
    if run.status == "pending":
        run.status, run.finished_at = "cancelled", func.clock_timestamp()
        await _forget_checkpoint(session, run_id)
    await session.flush()
    await session.refresh(run)
    return run
