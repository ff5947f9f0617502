"""What a person does with outfits: put one together, save it, name it, log it as worn."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import outfit_marks, outfits
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame
from stylist.named_frame import named, with_ids
from stylist.outfits import OutfitCard, OutfitSet
from tools.deps import Deps
from tools.item_facts import OLDEST, TIME_ZONES
from tools.outfit_cards import read_cards, store
from tools.outfits import read_outfit
from tools.recommend_outfits import MOST
from tools.record_feedback import record_feedback, relearn
from tools.score_outfit import score_outfit

MOST_NAME = 100


async def keep_outfit(
    deps: Deps,
    *,
    garment_ids: Sequence[UUID],
    frame: ConstraintFrame,
    name: str | None = None,
) -> OutfitCard:
    """Store an outfit that the person has put together, judged for the frame, and save it.

    Raises:
        NotFound: one of them is not a ready garment of this person.
        BadRequest: two of them are worn in the same place, or there is none; or a name too long.
    """
    called = _plain(name)
    frame = with_ids(named(frame, most=MOST))
    card = await score_outfit(deps, garment_ids=garment_ids, frame=frame)
    found = OutfitSet(outfits=[card])
    stored = await store(deps, found, [], frame=frame, source="user_created", run_id=None)
    [kept] = stored.outfits
    if called:
        await name_outfit(deps, outfit_id=kept.id, name=called)
    return await save_outfit(deps, outfit_id=kept.id)


async def name_outfit(deps: Deps, *, outfit_id: UUID, name: str | None) -> OutfitCard:
    """Call an outfit by a name; an empty one takes the name away.

    Raises:
        NotFound: no such outfit.
        BadRequest: the name is too long.
    """
    called = _plain(name)
    async with deps.sessions.begin() as session:
        await outfit_marks.name_outfit(session, outfit_id, called, owner_id=deps.owner_id)
        return await _card(session, deps, outfit_id)


def _plain(name: str | None) -> str | None:
    """A name on one line: lists and replies put it between other words."""
    plain = " ".join((name or "").split())
    if len(plain) > MOST_NAME:
        raise BadRequest(f"A name has at most {MOST_NAME} characters.")
    return plain or None


async def save_outfit(deps: Deps, *, outfit_id: UUID) -> OutfitCard:
    """Save an outfit; saved twice is saved.

    Raises:
        NotFound: no such outfit.
    """
    await record_feedback(deps, outfit_id=outfit_id, action="save")
    return await read_outfit(deps, outfit_id)


async def forget_outfit(deps: Deps, *, outfit_id: UUID) -> OutfitCard:
    """Take a save back.

    Raises:
        NotFound: no such outfit.
    """
    return await _remove(deps, outfit_id, "save")


async def wear_outfit(deps: Deps, *, outfit_id: UUID, worn_on: date | None = None) -> OutfitCard:
    """Log that an outfit was worn, today or on another day; the same day twice is one wear.

    Raises:
        NotFound: no such outfit.
        BadRequest: the day lies in the future, or before anybody could wear it.
    """
    async with deps.sessions.begin() as session:
        now = deps.now()
        worn_at = _moment(now, worn_on)
        await outfit_marks.add_wear(
            session, outfit_id, worn_at, owner_id=deps.owner_id, told_at=now
        )
        await relearn(session, deps)
        return await _card(session, deps, outfit_id)


async def unwear_outfit(deps: Deps, *, outfit_id: UUID, worn_on: date | None = None) -> OutfitCard:
    """Take back that an outfit was worn on a day, or without a day that it ever was.

    Raises:
        NotFound: no such outfit.
    """
    return await _remove(deps, outfit_id, "wear", worn_on)


async def _remove(
    deps: Deps, outfit_id: UUID, action: str, worn_on: date | None = None
) -> OutfitCard:
    async with deps.sessions.begin() as session:
        await outfit_marks.remove_marks(
            session, outfit_id, action, owner_id=deps.owner_id, worn_on=worn_on
        )
        await relearn(session, deps)
        return await _card(session, deps, outfit_id)


async def _card(session: AsyncSession, deps: Deps, outfit_id: UUID) -> OutfitCard:
    row = await outfits.get_outfit(session, outfit_id, owner_id=deps.owner_id)
    return (await read_cards(session, deps, [row]))[0]


def _moment(now: datetime, day: date | None) -> datetime:
    """A moment of a day: now for today, noon in UTC for others."""
    today = now.astimezone(UTC).date()
    if day is None or day == today:
        return now
    if day > today + TIME_ZONES:
        raise BadRequest("That day lies in the future.")
    if day < OLDEST:
        raise BadRequest(f"Nothing can be logged before {OLDEST}.")
    return datetime.combine(day, time(12), UTC)
