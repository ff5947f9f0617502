"""Questions before garments go, always of one owner; at most one is open in a conversation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.conversations import get_conversation
from db.models import Confirmation, Message, Run
from stylist.errors import NotFound


async def ask(
    session: AsyncSession,
    run_id: UUID,
    *,
    owner_id: UUID,
    action: str,
    garments: Sequence[tuple[UUID, str]],
    expires_at: datetime,
) -> Confirmation:
    """Keep a question about garments (id, name); it takes the place of an open one.

    A run that asks for the same again, or for more, has one question.

    Raises:
        NotFound: no such run, or it is somebody else's.
    """
    run = await session.scalar(select(Run).where(Run.id == run_id, Run.user_id == owner_id))
    if run is None:
        raise NotFound("There is no such run.")
    here = run.conversation_id
    await get_conversation(session, here, owner_id=owner_id, lock=True)
    open_one = await _open(session, here, owner_id=owner_id)
    every = dict(garments)
    if open_one is not None and open_one.run_id == run_id and open_one.action == action:
        every = dict(zip(open_one.garment_ids, open_one.names, strict=True)) | every
    await withdraw(session, here, owner_id=owner_id)
    asked = Confirmation(
        user_id=owner_id,
        conversation_id=here,
        run_id=run_id,
        action=action,
        garment_ids=list(every),
        names=list(every.values()),
        expires_at=expires_at,
    )
    session.add(asked)
    await session.flush()
    await session.refresh(asked)
    return asked


async def withdraw(session: AsyncSession, conversation_id: UUID, *, owner_id: UUID) -> int:
    """Let the open question of a conversation be; returns how many there were, 0 or 1."""
    gone = await session.scalars(
        update(Confirmation)
        .where(Confirmation.conversation_id == conversation_id, Confirmation.user_id == owner_id)
        .where(Confirmation.state == "asked")
        .values(state="withdrawn", settled_at=func.now())
        .returning(Confirmation.id)
    )
    return len(gone.all())


async def read_asked(
    session: AsyncSession, conversation_id: UUID, message_id: UUID, *, owner_id: UUID
) -> tuple[Confirmation | None, bool]:
    """The open question of a conversation, and whether a message comes right after it.

    One that a dead process has begun to carry out is still open.
    """
    found = await _open(session, conversation_id, owner_id=owner_id)
    if found is None:
        return None, False
    here = select(Message.seq).where(Message.id == message_id).scalar_subquery()
    before = await session.scalar(
        select(Message.run_id)
        .where(Message.conversation_id == conversation_id, Message.seq < here)
        .where(Message.role == "user")
        .order_by(Message.seq.desc())
        .limit(1)
    )
    return found, before == found.run_id


async def get(
    session: AsyncSession, confirmation_id: UUID, *, owner_id: UUID, lock: bool = False
) -> Confirmation:
    """Read one question, locked for this transaction when asked.

    Raises:
        NotFound: no such question, or it is somebody else's.
    """
    wanted = select(Confirmation).where(
        Confirmation.id == confirmation_id, Confirmation.user_id == owner_id
    )
    found = await session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound("There is no such question.")
    return found


async def get_open(
    session: AsyncSession, conversation_id: UUID, *, owner_id: UUID
) -> Confirmation | None:
    """The open question of a conversation.

    Raises:
        NotFound: no such conversation, or it is somebody else's.
    """
    await get_conversation(session, conversation_id, owner_id=owner_id)
    return await _open(session, conversation_id, owner_id=owner_id)


async def asked_in(session: AsyncSession, run_id: UUID, *, owner_id: UUID) -> Confirmation | None:
    """The question that a run has put, with what became of it."""
    wanted = (
        select(Confirmation)
        .where(Confirmation.run_id == run_id, Confirmation.user_id == owner_id)
        .order_by(Confirmation.created_at.desc())
        .limit(1)
    )
    found: Confirmation | None = await session.scalar(wanted)
    return found


async def _open(
    session: AsyncSession, conversation_id: UUID, *, owner_id: UUID
) -> Confirmation | None:
    wanted = (
        select(Confirmation)
        .where(Confirmation.conversation_id == conversation_id, Confirmation.user_id == owner_id)
        .where(Confirmation.state.in_(("asked", "confirmed")))
        .order_by(Confirmation.created_at.desc())
        .limit(1)
    )
    found: Confirmation | None = await session.scalar(wanted)
    return found
