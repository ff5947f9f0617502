"""Replace one piece of an outfit and keep the rest."""

from collections.abc import Sequence

import numpy as np

from ml.outfits import demands as demand
from ml.outfits.cards import card
from ml.outfits.choose import not_shown, value
from ml.outfits.compatibility.visual import LEFT_OUT
from ml.outfits.compatibility.wardrobe import left_out
from ml.outfits.eligible import eligible, ready, refusals
from ml.outfits.facts import ACCESSORIES, BLAZER, MID, OUTER, TOP, GarmentFacts, column_of
from ml.outfits.find import asked_of
from ml.outfits.matching import plural
from ml.outfits.reasons import name
from ml.outfits.request import Request
from ml.outfits.score import Judge
from ml.outfits.situation import resolve
from ml.outfits.table import Ints, build, row_of
from ml.outfits.templates import wearable
from ml.outfits.wishes import apply_wishes
from stylist.garments import GarmentView
from stylist.outfits import OutfitSet
from stylist.vocabulary import Slot

COLUMNS_OF = {
    "top": (TOP, MID),
    "outerwear": (OUTER, BLAZER),
    "accessory": tuple(ACCESSORIES.values()),
}
"""Columns of the slots that have several, the one to replace first."""


def swap(
    outfit: Sequence[GarmentView], slot: Slot, garments: Sequence[GarmentView], request: Request
) -> OutfitSet:
    """Give up to `request.count` outfits that differ from `outfit` in one piece of `slot` only.

    An empty slot is filled. What could not be granted is said in `missing` and `relaxed`.
    """
    worn = ready(outfit)
    columns = _columns(worn, slot)
    kept = [garment for garment in worn if garment.column not in columns]
    barred = [f"{name(g)}: {why}" for g in kept for why in refusals(g, request.frame)]
    allowed, refused = eligible(garments, request.frame)
    old = {garment.view.id for garment in worn}
    pool = [g for g in allowed if g.column in columns and g.view.id not in old]
    wishes = apply_wishes(pool, refused, _only_slot(request, slot))
    if barred or not wishes.garments:
        lacks = barred or wishes.missing or [f"no other {plural(slot)}"]
        return OutfitSet(outfits=[], missing=lacks, relaxed=wishes.relaxed)
    now = resolve(request, worn)
    judge = Judge(build([*kept, *wishes.garments], request, now), request, now)
    rows = _rows(judge, kept)
    asked = [] if slot == "accessory" else asked_of(judge, wishes, worn)
    mask, given_up = demand.satisfied(asked, rows)
    mask &= not_shown(judge.table, rows, request.exclude) | (slot == "accessory")
    best = np.argsort(-value(judge, rows), kind="stable")
    best = best[mask[best]][: request.count]
    lacks = [] if len(best) else [f"no other {plural(slot)} to go with the rest"]
    return OutfitSet(
        outfits=[card(judge, rows[i]) for i in best],
        missing=[*wishes.missing, *lacks],
        relaxed=[*wishes.relaxed, *(one.given_up for one in given_up)],
        degraded=[LEFT_OUT] if left_out(judge.table.garments, request.looks) else [],
    )


def _columns(worn: list[GarmentFacts], slot: Slot) -> tuple[int, ...]:
    """The column to replace: the first of the slot that is filled, else all of the slot."""
    columns = COLUMNS_OF.get(slot) or (column_of(slot, slot, None),)
    filled = {garment.column for garment in worn}
    known = tuple(column for column in columns if column is not None)
    return next(((column,) for column in known if column in filled), known)


def _only_slot(request: Request, slot: Slot) -> Request:
    """The request with only those wishes that speak of the swapped slot."""
    frame = request.frame.model_copy(deep=True)
    frame.items.require = []
    frame.categories.want = []
    frame.pieces.want = [piece for piece in frame.pieces.want if piece.slot == slot]
    return Request(frame=frame, preferences=request.preferences, history=request.history)


def _rows(judge: Judge, kept: list[GarmentFacts]) -> Ints:
    """Each candidate beside the kept pieces, as far as they can be worn together."""
    base = row_of(kept)
    count = len(judge.table.garments) - len(kept)
    rows = np.repeat(base, count, axis=0)
    new = np.arange(len(kept), len(kept) + count)
    rows[np.arange(count), judge.table.column[new]] = new
    return rows[wearable(judge.table, rows)]
