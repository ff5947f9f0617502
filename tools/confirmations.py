"""Deleting and archiving garments on the person's word: ask first, then do what was agreed to."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from db import confirmations as rows
from db.effective_garments import list_effective
from db.models import Confirmation as Row
from stylist.confirmations import Answer, Confirmation, NamedGarment, Parting
from stylist.errors import Conflict, NotFound
from stylist.plain_text import plain_name
from tools.availability import set_availability
from tools.deps import Deps
from tools.garments import delete_garment

__all__ = ["ask_to_part", "names_now", "read_open", "settle", "withdraw"]


async def ask_to_part(
    deps: Deps, *, run_id: UUID, action: Parting, garment_ids: Sequence[UUID]
) -> Confirmation:
    """Ask whether garments shall go; nothing goes yet. An earlier open question is withdrawn.

    Raises:
        NotFound: no such run, or one of them is no garment of this person.
    """
    ids = list(dict.fromkeys(garment_ids))
    owner = deps.owner_id
    expires_at = deps.now() + timedelta(seconds=deps.settings.agent.confirmation_ttl_s)
    async with deps.sessions.begin() as session:
        found = await list_effective(session, owner_id=owner, status=None, ids=ids)
        names = {garment.id: plain_name(garment.name) for garment in found}
        if not ids or len(names) < len(ids):
            raise NotFound(
                "One of these garments is not in your wardrobe; nothing was changed.",
                hint="Use only garment ids that a tool has returned.",
            )
        asked = await rows.ask(
            session,
            run_id,
            owner_id=owner,
            action=action,
            garments=[(id_, names[id_]) for id_ in ids],
            expires_at=expires_at,
        )
        return view(asked)


async def read_open(deps: Deps, conversation_id: UUID) -> Confirmation:
    """The question that waits for an answer in a conversation.

    Raises:
        NotFound: no such conversation, or nothing was asked in it.
    """
    async with deps.sessions.begin() as session:
        found = await rows.get_open(session, conversation_id, owner_id=deps.owner_id)
        if found is None:
            raise NotFound("Nothing waits for an answer in this conversation.")
        return view(found)


async def withdraw(deps: Deps, conversation_id: UUID) -> bool:
    """Let the open question of a conversation be; whether there was one."""
    async with deps.sessions.begin() as session:
        return bool(await rows.withdraw(session, conversation_id, owner_id=deps.owner_id))


async def settle(deps: Deps, confirmation_id: UUID, answer: Answer) -> Confirmation:
    """Take the answer to a question; on a yes, exactly the garments that it named go.

    The answer is kept before anything goes, so that a process that dies in between is gone on for
    by the next that asks. The same answer again changes nothing. What is called otherwise by now is
    not what was agreed to, and stays.

    Raises:
        NotFound: no such question, or it is somebody else's.
        Conflict: a yes to a question that no longer holds.
    """
    async with deps.sessions.begin() as session:
        row = await rows.get(session, confirmation_id, owner_id=deps.owner_id, lock=True)
        if row.state == "asked":
            row.state, row.settled_at = _answered(row, answer, deps), func.now()
            row.left_out = await _changed(session, row) if row.state == "confirmed" else []
            await session.flush()
        known = view(row)
    if known.state == "confirmed":
        return await _carry_out(deps, known)
    if answer == "yes" and known.state in ("withdrawn", "declined"):
        raise Conflict("That question was let go, so nothing was changed. Ask for it anew.")
    return known


def _answered(row: Row, answer: Answer, deps: Deps) -> str:
    if row.expires_at <= deps.now():
        return "expired"
    return "confirmed" if answer == "yes" else "declined"


async def _changed(session: AsyncSession, row: Row) -> list[UUID]:
    """The garments of a question that are gone, or not what it called them any more."""
    found = await list_effective(session, owner_id=row.user_id, status=None, ids=row.garment_ids)
    now = {garment.id: plain_name(garment.name) for garment in found}
    asked = zip(row.garment_ids, row.names, strict=True)
    return [id_ for id_, name in asked if now.get(id_) != name]


async def names_now(deps: Deps, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What those of some garments are called that are still there."""
    async with deps.sessions() as session:
        found = await list_effective(session, owner_id=deps.owner_id, status=None, ids=ids)
    return {garment.id: plain_name(garment.name) for garment in found}


async def _carry_out(deps: Deps, agreed: Confirmation) -> Confirmation:
    """Let the garments go that are still there, and keep that it is done."""
    part = _delete if agreed.action == "delete" else _archive
    going = [garment.id for garment in agreed.garments if garment.id not in agreed.left_out]
    degraded = await part(deps, going)
    async with deps.sessions.begin() as session:
        row = await rows.get(session, agreed.id, owner_id=deps.owner_id, lock=True)
        row.state, row.degraded = "done", list(dict.fromkeys([*row.degraded, *degraded]))
        await session.flush()
        return view(row)


async def _delete(deps: Deps, ids: Sequence[UUID]) -> list[str]:
    degraded: list[str] = []
    for id_ in await names_now(deps, ids):
        try:
            degraded += await delete_garment(deps, id_)
        except NotFound:
            # Somebody else may have been quicker; anything else is a fault.
            if await names_now(deps, [id_]):
                raise
    return degraded


async def _archive(deps: Deps, ids: Sequence[UUID]) -> list[str]:
    if there := list(await names_now(deps, ids)):
        await set_availability(deps, there, "archived")
    return []


def view(row: Row) -> Confirmation:
    """The question as clients read it."""
    garments = zip(row.garment_ids, row.names, strict=True)
    return Confirmation.model_validate(
        {
            "id": row.id,
            "conversation_id": row.conversation_id,
            "action": row.action,
            "garments": [NamedGarment(id=id_, name=name) for id_, name in garments],
            "left_out": row.left_out,
            "state": row.state,
            "expires_at": row.expires_at,
            "degraded": row.degraded,
        }
    )
