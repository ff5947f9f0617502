"""What a person has done with outfits: saved, named, worn on a day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, cast, delete, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Outfit, OutfitFeedback, Run
from db.outfits import TOLD_AT, get_outfit

worn_day = cast(func.timezone("UTC", OutfitFeedback.created_at), Date)
"""The day on which an outfit was worn: a wear is dated by when it was, not by when it was told."""


@dataclass(slots=True)
class Marks:
    """Whether an outfit is saved, and the days on which it was worn, oldest first."""

    saved: bool = False
    worn_on: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wear:
    """On how many days a garment was worn, and the last of them."""

    days: int
    last: date


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a person made of an outfit (an action of `outfit_feedback`), and what it was of."""

    outfit_id: UUID
    action: str
    names: tuple[str, ...]


async def reactions_in(
    session: AsyncSession, conversation_id: UUID, *, owner_id: UUID, last: int
) -> list[Reaction]:
    """The `last` reactions to outfits that a conversation showed, the newest first.

    Outfits of which a garment is gone are left out.
    """
    wanted = (
        select(OutfitFeedback.outfit_id, OutfitFeedback.action, Outfit.items)
        .join(Outfit, Outfit.id == OutfitFeedback.outfit_id)
        .join(Run, Run.id == Outfit.run_id)
        .where(Run.conversation_id == conversation_id, Run.user_id == owner_id)
        .where(OutfitFeedback.user_id == owner_id, Outfit.withdrawn_at.is_(None))
        .order_by(OutfitFeedback.created_at.desc(), OutfitFeedback.id)
        .limit(last)
    )
    return [
        Reaction(outfit_id, action, tuple(str(item["name"]) for item in items))
        for outfit_id, action, items in await session.execute(wanted)
    ]


async def marks_of(
    session: AsyncSession, outfit_ids: Collection[UUID], *, owner_id: UUID
) -> dict[UUID, Marks]:
    """The marks of some outfits; one without any has an empty entry."""
    wanted = (
        select(OutfitFeedback.outfit_id, OutfitFeedback.action, worn_day)
        .where(OutfitFeedback.user_id == owner_id, OutfitFeedback.outfit_id.in_(outfit_ids))
        .where(OutfitFeedback.action.in_(("save", "wear")))
        .order_by(OutfitFeedback.created_at)
    )
    found: dict[UUID, Marks] = defaultdict(Marks)
    for outfit_id, action, day in await session.execute(wanted):
        if action == "save":
            found[outfit_id].saved = True
        elif day not in found[outfit_id].worn_on:
            found[outfit_id].worn_on.append(day)
    return {id_: found[id_] for id_ in outfit_ids}


async def saved_outfits(session: AsyncSession, *, owner_id: UUID) -> list[UUID]:
    """The ids of all saved outfits."""
    wanted = select(OutfitFeedback.outfit_id).where(
        OutfitFeedback.user_id == owner_id, OutfitFeedback.action == "save"
    )
    return list(await session.scalars(wanted))


async def name_outfit(
    session: AsyncSession, outfit_id: UUID, name: str | None, *, owner_id: UUID
) -> None:
    """Give an outfit a name, or take it away.

    Raises:
        NotFound: no such outfit, or it is somebody else's.
    """
    row = await get_outfit(session, outfit_id, owner_id=owner_id, lock=True)
    row.name = name
    await session.flush()


async def add_wear(
    session: AsyncSession,
    outfit_id: UUID,
    worn_at: datetime,
    *,
    owner_id: UUID,
    told_at: datetime,
) -> None:
    """Note that an outfit was worn; the same outfit on the same day is one wear.

    `told_at` is when the person said so: a reset forgets by it, whatever the day of the wear.

    Raises:
        NotFound: no such outfit, or it is somebody else's.
    """
    # The lock makes two equal requests sent at once into one.
    await get_outfit(session, outfit_id, owner_id=owner_id, lock=True)
    mine = (OutfitFeedback.outfit_id == outfit_id, OutfitFeedback.user_id == owner_id)
    same_day = select(OutfitFeedback.id).where(
        *mine, OutfitFeedback.action == "wear", worn_day == worn_at.date()
    )
    if (await session.scalar(same_day.limit(1))) is None:
        session.add(
            OutfitFeedback(
                outfit_id=outfit_id,
                user_id=owner_id,
                action="wear",
                created_at=worn_at,
                details=None if told_at == worn_at else {TOLD_AT: told_at.isoformat()},
            )
        )
        await session.flush()


async def remove_marks(
    session: AsyncSession,
    outfit_id: UUID,
    action: str,
    *,
    owner_id: UUID,
    worn_on: date | None = None,
) -> None:
    """Take back a save, or the wears of one day or of all days; nothing to take back is fine.

    Raises:
        NotFound: no such outfit, or it is somebody else's.
    """
    await get_outfit(session, outfit_id, owner_id=owner_id, lock=True)
    mine = (OutfitFeedback.outfit_id == outfit_id, OutfitFeedback.user_id == owner_id)
    gone = delete(OutfitFeedback).where(*mine, OutfitFeedback.action == action)
    await session.execute(gone if worn_on is None else gone.where(worn_day == worn_on))


async def wears(
    session: AsyncSession, *, owner_id: UUID, since: datetime | None = None
) -> dict[UUID, Wear]:
    """How often each garment was worn, by garment id; two outfits of one day are one wear."""
    worn = (
        select(func.unnest(Outfit.garment_ids).label("garment_id"), worn_day.label("day"))
        .join(OutfitFeedback, OutfitFeedback.outfit_id == Outfit.id)
        .where(OutfitFeedback.user_id == owner_id, OutfitFeedback.action == "wear")
        .where(OutfitFeedback.created_at > since if since else true())
        .distinct()
        .subquery()
    )
    counted = select(worn.c.garment_id, func.count(), func.max(worn.c.day))
    rows = await session.execute(counted.group_by(worn.c.garment_id))
    return {garment_id: Wear(days, last) for garment_id, days, last in rows}
