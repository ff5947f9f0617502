"""Between stored outfits and cards with signed thumbnails."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import outfits
from db.garments import list_effective
from db.models import Outfit
from db.outfit_marks import Marks, marks_of
from stylist.frame import ConstraintFrame
from stylist.garments import GarmentView
from stylist.mended_frame import mended
from stylist.outfits import OutfitCard, OutfitItem, OutfitSet, ScorePart
from stylist.vocabulary import SLOTS
from tools.deps import Deps
from tools.image_urls import ImageUrls

log = logging.getLogger(__name__)


async def store(
    deps: Deps,
    found: OutfitSet,
    garments: Sequence[GarmentView],
    *,
    frame: ConstraintFrame,
    source: str,
    run_id: UUID | None,
) -> OutfitSet:
    """Store the outfits of a set in one transaction; their cards get their ids and thumbnails."""
    async with deps.sessions.begin() as session:
        rows = await outfits.add_outfits(
            session,
            found.outfits,
            owner_id=deps.owner_id,
            source=source,
            context={"frame": frame.model_dump(mode="json")},
            occasion=frame.occasion,
            run_id=run_id,
        )
        ids = [row.id for row in rows]
    cards = [
        with_thumbnails(card.model_copy(update={"id": stored}), garments, deps.image_urls)
        for stored, card in zip(ids, found.outfits, strict=True)
    ]
    return found.model_copy(update={"outfits": cards})


def with_thumbnails(
    card: OutfitCard, garments: Sequence[GarmentView], image_urls: ImageUrls
) -> OutfitCard:
    """The card with a signed thumbnail for each garment that still has one."""
    keys = {garment.id: garment.thumbnail_key for garment in garments}
    items = [
        item.model_copy(update={"thumbnail_url": image_urls.sign(keys.get(item.garment_id))})
        for item in card.items
    ]
    return card.model_copy(update={"items": items})


async def read_cards(session: AsyncSession, deps: Deps, rows: Sequence[Outfit]) -> list[OutfitCard]:
    """The cards of stored outfits, as they were shown, with fresh thumbnails."""
    ids = {garment_id for row in rows for garment_id in row.garment_ids}
    garments = await list_effective(session, owner_id=deps.owner_id, status=None, ids=ids)
    marks = await marks_of(session, [row.id for row in rows], owner_id=deps.owner_id)
    cards = [marked(card_of(row), marks[row.id]) for row in rows]
    return [with_thumbnails(card, garments, deps.image_urls) for card in cards]


async def read_cards_now(
    session: AsyncSession, deps: Deps, rows: Sequence[Outfit]
) -> list[OutfitCard]:
    """The cards of stored outfits with their garments as they are known now.

    What is said of an outfit after a correction means the corrected garment. One that is gone, or
    of no known kind any more, stays as it was shown.
    """
    ids = {garment_id for row in rows for garment_id in row.garment_ids}
    garments = await list_effective(session, owner_id=deps.owner_id, status=None, ids=ids)
    by_id = {garment.id: garment for garment in garments}
    return [with_thumbnails(_card_now(row, by_id), garments, deps.image_urls) for row in rows]


def marked(card: OutfitCard, marks: Marks) -> OutfitCard:
    """The card with what its owner has made of the outfit."""
    return card.model_copy(update={"saved": marks.saved, "worn_on": marks.worn_on})


def _card_now(row: Outfit, garments: Mapping[UUID, GarmentView]) -> OutfitCard:
    card = card_of(row)
    items = [_item_now(item, garments.get(item.garment_id)) for item in card.items]
    return card.model_copy(update={"items": items, "slots": _slots(items)})


def _item_now(item: OutfitItem, garment: GarmentView | None) -> OutfitItem:
    if garment is None or garment.category is None or garment.slot is None:
        return item
    return OutfitItem(
        garment_id=garment.id,
        name=garment.name,
        slot=garment.slot,
        layer=garment.layer,
        category=garment.category,
        subcategory=garment.subcategory,
        colors=garment.attributes.colors,
        pattern=garment.attributes.pattern,
        material=garment.attributes.material,
    )


def _slots(items: Sequence[OutfitItem]) -> dict[str, list[UUID]]:
    slots = {slot: [i.garment_id for i in items if i.slot == slot] for slot in SLOTS}
    return {slot: ids for slot, ids in slots.items() if ids}


def card_of(row: Outfit) -> OutfitCard:
    """The card of one stored outfit."""
    items = [OutfitItem.model_validate(item) for item in row.items]
    breakdown: dict[str, Any] = row.score_breakdown or {}
    return OutfitCard(
        id=row.id,
        score=row.compatibility_score or 0.0,
        score_breakdown={name: ScorePart.model_validate(p) for name, p in breakdown.items()},
        slots=_slots(items),
        garment_ids=list(row.garment_ids),
        items=items,
        explanation=row.explanation or "",
        withdrawn=row.withdrawn_at is not None,
        base_score=row.base_score,
        exploratory=row.policy == "thompson",
        propensity=1.0 if row.propensity is None else row.propensity,
        name=row.name,
    )


def frame_of(row: Outfit) -> ConstraintFrame:
    """The frame that a stored outfit answered, without what nobody knows any more of it."""
    frame, dropped = mended((row.context or {}).get("frame", {}))
    if dropped:
        log.warning("Outfit %s was made for constraints that nobody knows: %s.", row.id, dropped)
    return frame
