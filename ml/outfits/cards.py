"""From rows of indices to the cards that people see."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid5

from ml.outfits.eligible import ready
from ml.outfits.explain import explain
from ml.outfits.facts import INNER_TO_OUTER, GarmentFacts
from ml.outfits.plain import PLAIN
from ml.outfits.reasons import REASONS
from ml.outfits.request import Request
from ml.outfits.score import Judge, learned_middle
from ml.outfits.situation import resolve
from ml.outfits.table import Ints, build, row_of
from ml.outfits.templates import missing_pieces, wholeness
from ml.outfits.unary import LEARNED
from stylist.errors import BadRequest
from stylist.garments import ColorShare, GarmentView
from stylist.outfits import OutfitCard, OutfitItem, ScorePart
from stylist.vocabulary import SLOTS, colors

NAMESPACE: Final = UUID("6f1c1a52-9f4e-5d0a-8f3b-0d6f4f5a7c11")
"""Gives an outfit that is not stored an id that follows from its garments."""


def card(judge: Judge, row: Ints) -> OutfitCard:
    """The card of one (COLUMNS,) row, with its parts, reasons and explanation."""
    worn = [judge.table.garments[row[column]] for column in INNER_TO_OUTER if row[column] >= 0]
    values = {part: float(value[0]) for part, value in judge.parts(row[None, :]).items()}
    whole = float(wholeness(row[None, :])[0])
    shares = {part: whole * share for part, share in judge.shares(list(values)).items()}
    parts = {
        part: ScorePart(
            score=round(value, 4),
            weight=round(shares[part], 4),
            reason=REASONS[part](worn, judge.request, judge.now, value),
            words=PLAIN[part](worn, judge.request, judge.now, value),
        )
        for part, value in values.items()
    }
    base = sum(shares[part] * value for part, value in values.items() if part != LEARNED)
    taught = shares.get(LEARNED, 0.0) * values.get(LEARNED, 0.0) + learned_middle(shares)
    return OutfitCard(
        id=outfit_id([garment.view.id for garment in worn]),
        score=round(min(1.0, max(0.0, base + taught)), 4),
        score_breakdown=parts,
        slots=_slots(worn),
        garment_ids=[garment.view.id for garment in worn],
        items=[item(garment) for garment in worn],
        explanation=explain(worn, parts, missing_pieces(row)),
        base_score=round(base, 6),
    )


def score(outfit: Sequence[GarmentView], request: Request) -> OutfitCard:
    """Judge the given garments as an outfit for a request, as they stand.

    Raises:
        BadRequest: two of them are worn in the same place, or none is of a known kind.

    """
    worn = ready(outfit)
    if not worn:
        raise BadRequest("There is no garment here that can be judged.")
    if len({garment.column for garment in worn}) < len(worn):
        raise BadRequest("Two of these pieces are worn in the same place.")
    now = resolve(request, ready(request.reference))
    return card(Judge(build(worn, request, now), request, now), row_of(worn)[0])


def outfit_id(garment_ids: Sequence[UUID]) -> UUID:
    """A stable id of a set of garments, in any order."""
    return uuid5(NAMESPACE, ",".join(sorted(str(i) for i in garment_ids)))


def item(garment: GarmentFacts) -> OutfitItem:
    """What a client needs to draw a garment; the thumbnail is added where URLs are signed."""
    known = {color.name: color for color in garment.view.attributes.colors}
    shares = [
        known.get(name) or ColorShare(name=name, hex=colors()[name].hex, share=share)
        for name, share in garment.colors.items()
        if name in known or name in colors()
    ]
    return OutfitItem(
        garment_id=garment.view.id,
        name=garment.view.name,
        slot=garment.slot,
        layer=garment.view.layer,
        category=garment.category,
        subcategory=garment.subcategory,
        colors=shares,
        pattern=garment.pattern,
        material=garment.material,
    )


def _slots(worn: Sequence[GarmentFacts]) -> dict[str, list[UUID]]:
    """Garment ids per filled slot, from inner to outer."""
    filled = {slot: [g.view.id for g in worn if g.slot == slot] for slot in SLOTS}
    return {slot: ids for slot, ids in filled.items() if ids}
