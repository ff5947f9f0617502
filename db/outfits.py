"""Outfits as they were shown, and what people thought of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import DateTime, cast, delete, func, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Outfit, OutfitFeedback
from db.models.base import Json
from stylist.errors import NotFound
from stylist.outfits import OutfitCard

OPPOSITE: Final = {"like": "dislike", "dislike": "like"}
"""An opinion takes the place of its opposite."""
OCCASIONS: Final = frozenset({"wear", "wore_instead", "too_cold", "too_warm"})
"""What may happen with an outfit more than once."""
TOLD_AT: Final = "told_at"
"""The detail of a wear that was told of on another day, ISO 8601: a wear is dated by its day."""


async def add_outfits(
    session: AsyncSession,
    cards: Sequence[OutfitCard],
    *,
    owner_id: UUID,
    source: str,
    context: Json,
    occasion: str | None = None,
    run_id: UUID | None = None,
) -> list[Outfit]:
    """Store outfits as they are shown, in this order; `context` keeps the frame they answered.

    What a run has stored already is not stored again: it may be resumed after its process died.
    """
    shown_id = uuid4()
    ids = [uuid4() if run_id is None else _id_in(run_id, source, card) for card in cards]
    found = await session.scalars(
        select(Outfit).where(Outfit.user_id == owner_id, Outfit.id.in_(ids))
    )
    there = {row.id: row for row in found} if run_id else {}
    rows = [
        there.get(id_)
        or Outfit(
            id=id_,
            user_id=owner_id,
            garment_ids=card.garment_ids,
            items=[item.model_dump(mode="json", exclude={"thumbnail_url"}) for item in card.items],
            occasion=occasion,
            context=context,
            compatibility_score=card.score,
            score_breakdown={n: p.model_dump() for n, p in card.score_breakdown.items()},
            explanation=card.explanation,
            source=source,
            run_id=run_id,
            shown_id=shown_id,
            position=position,
            policy="thompson" if card.exploratory else "greedy",
            propensity=card.propensity,
            base_score=card.base_score,
        )
        for position, (id_, card) in enumerate(zip(ids, cards, strict=True), start=1)
    ]
    session.add_all(rows)
    await session.flush()
    return rows


def _id_in(run_id: UUID, source: str, card: OutfitCard) -> UUID:
    """The id of an outfit by its garments and the run that stores it."""
    return uuid5(run_id, " ".join((source, *sorted(map(str, card.garment_ids)))))


async def get_outfit(
    session: AsyncSession, outfit_id: UUID, *, owner_id: UUID, lock: bool = False
) -> Outfit:
    """One outfit, withdrawn or not.

    Raises:
        NotFound: no such outfit, or it is somebody else's.

    """
    wanted = select(Outfit).where(Outfit.id == outfit_id, Outfit.user_id == owner_id)
    found = await session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound(
            "There is no such outfit.", hint="Use only outfit ids that a tool has returned."
        )
    return found


async def list_outfits(
    session: AsyncSession,
    *,
    owner_id: UUID,
    ids: Collection[UUID] | None = None,
    before: tuple[datetime, UUID] | None = None,
    withdrawn: bool = False,
    limit: int = 50,
) -> list[Outfit]:
    """The owner's outfits, newest first; those of deleted garments only with `withdrawn`.

    `before` is the last row seen: its `created_at` and its id.
    """
    place = tuple_(Outfit.created_at, Outfit.id)
    wanted = select(Outfit).where(Outfit.user_id == owner_id)
    if ids is not None:
        wanted = wanted.where(Outfit.id.in_(ids))
    if before is not None:
        wanted = wanted.where(place < tuple_(*before))
    if not withdrawn:
        wanted = wanted.where(Outfit.withdrawn_at.is_(None))
    order = (Outfit.created_at.desc(), Outfit.id.desc())
    return list(await session.scalars(wanted.order_by(*order).limit(limit)))


async def add_feedback(
    session: AsyncSession,
    outfit_id: UUID,
    *,
    owner_id: UUID,
    action: str,
    reason: str | None = None,
    details: Json | None = None,
    feedback_id: UUID | None = None,
) -> OutfitFeedback:
    """Note a reaction. An opinion is one row and replaces its opposite; each occasion is its own.

    What has been noted under a `feedback_id` is not noted again.

    Raises:
        NotFound: no such outfit, or it is somebody else's.

    """
    # The lock makes two equal reactions sent at once into one.
    await get_outfit(session, outfit_id, owner_id=owner_id, lock=True)
    mine = (OutfitFeedback.outfit_id == outfit_id, OutfitFeedback.user_id == owner_id)
    if opposite := OPPOSITE.get(action):
        await session.execute(
            delete(OutfitFeedback).where(*mine, OutfitFeedback.action == opposite)
        )
    same = OutfitFeedback.id == feedback_id if action in OCCASIONS else true()
    row = await session.scalar(
        select(OutfitFeedback).where(*mine, OutfitFeedback.action == action, same)
    )
    if row is None:
        row = OutfitFeedback(
            id=feedback_id or uuid4(),
            outfit_id=outfit_id,
            user_id=owner_id,
            action=action,
            details=details,
        )
        session.add(row)
    row.reason = reason or row.reason
    await session.flush()
    return row


async def list_feedback(
    session: AsyncSession,
    *,
    owner_id: UUID,
    since: datetime | None = None,
    limit: int | None = None,
) -> list[tuple[OutfitFeedback, Outfit]]:
    """The owner's reactions with their outfits, oldest first; with a limit the newest so many.

    `since` leaves out what was told before, also where it is of a later day.
    """
    wanted = (
        select(OutfitFeedback, Outfit)
        .join(Outfit, Outfit.id == OutfitFeedback.outfit_id)
        .where(OutfitFeedback.user_id == owner_id)
    )
    if since is not None:
        told = cast(OutfitFeedback.details[TOLD_AT].astext, DateTime(timezone=True))
        wanted = wanted.where(func.coalesce(told, OutfitFeedback.created_at) > since)
    newest = (OutfitFeedback.created_at.desc(), OutfitFeedback.id.desc())
    rows = (await session.execute(wanted.order_by(*newest).limit(limit))).all()
    return [(feedback, outfit) for feedback, outfit in reversed(rows)]


async def recently_worn(
    session: AsyncSession, *, owner_id: UUID, since: datetime
) -> dict[UUID, datetime]:
    """When each garment was last worn, by garment id, for those worn after `since`."""
    garment = func.unnest(Outfit.garment_ids).label("garment_id")
    worn = (
        select(garment, OutfitFeedback.created_at.label("worn_at"))
        .join(OutfitFeedback, OutfitFeedback.outfit_id == Outfit.id)
        .where(OutfitFeedback.user_id == owner_id, OutfitFeedback.action == "wear")
        .where(OutfitFeedback.created_at > since)
        .subquery()
    )
    last = select(worn.c.garment_id, func.max(worn.c.worn_at)).group_by(worn.c.garment_id)
    return {garment_id: worn_at for garment_id, worn_at in await session.execute(last)}


async def disliked(session: AsyncSession, *, owner_id: UUID) -> list[frozenset[UUID]]:
    """The garments of every outfit that the owner does not like; the latest opinion counts.

    Shown on two days, the same garments are two rows and one outfit.
    """
    wanted = (
        select(Outfit.garment_ids, OutfitFeedback.action)
        .join(OutfitFeedback, OutfitFeedback.outfit_id == Outfit.id)
        .where(OutfitFeedback.user_id == owner_id, OutfitFeedback.action.in_(OPPOSITE))
        .order_by(OutfitFeedback.created_at, OutfitFeedback.id)
    )
    latest = {frozenset(ids): action for ids, action in await session.execute(wanted)}
    return [ids for ids, action in latest.items() if action == "dislike"]
