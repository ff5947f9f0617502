"""The engine: from a wardrobe and a request to a few different, explained outfits."""

from collections.abc import Sequence

import numpy as np

from ml.outfits import clo
from ml.outfits.cards import card
from ml.outfits.compatibility.visual import LEFT_OUT
from ml.outfits.compatibility.wardrobe import left_out
from ml.outfits.eligible import Refused, eligible, ready
from ml.outfits.facts import CLOTHES, COLUMNS
from ml.outfits.find import Found, find
from ml.outfits.matching import in_words, plural
from ml.outfits.reasons import at_occasion, counted
from ml.outfits.relaxing import to_relax
from ml.outfits.request import Request
from ml.outfits.situation import Situation, fits_occasion, resolve
from ml.outfits.templates import FILLED_BY, missing_pieces
from ml.outfits.unjudged import unjudged
from ml.outfits.wishes import Wishes, apply_wishes
from stylist.garments import GarmentView
from stylist.outfits import OutfitSet

NOTHING_READY = "garments that are ready to wear"
"""What an empty wardrobe lacks."""
SEARCH_ENDED = "outfit_search"
"""The degraded state of an answer that is good but not proven to be the best."""
TOO_COOL_CLO = 0.3
"""A lack of insulation that is worth a warning: about five degrees."""


def recommend(garments: Sequence[GarmentView], request: Request) -> OutfitSet:
    """Give up to `request.count` different outfits, best first.

    No outfit ever holds a garment that the frame refuses. What a wardrobe lacks is in `missing`,
    what could not be granted in `relaxed`, both in words.
    """
    reference = ready(request.reference)
    now = resolve(request, reference)
    allowed, refused = eligible(garments, request.frame)
    wishes = apply_wishes(allowed, refused, request)
    found = find(wishes, request, now, reference)
    cards = [card(found.judge, row) for row in found.rows]
    missing = [*wishes.missing, *_lacking(found, refused, bool(allowed))]
    # Where there is no outfit at all, what it lacks is said, and nothing was given up for it.
    given_up = found.given_up if found.rows else []
    missing += [demand.missing for demand in given_up if demand.missing]
    if 0 < len(found.rows) < request.count:
        count = counted(len(found.rows))
        missing.append(f"more than {count} outfit{'s' * (count != 'one')} for this")
    missing += [*_too_cool(found, now), *_unfit(found, wishes, now)]
    return OutfitSet(
        outfits=sorted(cards, key=lambda card: -card.score),
        missing=list(dict.fromkeys(missing)),
        relaxed=list(dict.fromkeys([*wishes.relaxed, *(d.given_up for d in given_up)])),
        to_relax=_to_relax(found, refused),
        degraded=_degraded(found, request),
        exact=found.exact,
        headroom=round(found.headroom, 4),
        not_judged=unjudged(cards[0].score_breakdown) if cards else {},
    )


def _degraded(found: Found, request: Request) -> list[str]:
    unseen = [LEFT_OUT] if left_out(found.judge.table.garments, request.looks) else []
    return unseen if found.exact else [SEARCH_ENDED, *unseen]


def _unfit(found: Found, wishes: Wishes, now: Situation) -> list[str]:
    """Name each place of clothes for which nothing that is right for the occasion is there."""
    worn = {int(column) for row in found.rows for column in np.flatnonzero(row >= 0)}
    lacking = []
    for column in sorted(worn & {*CLOTHES} - wishes.mandatory):
        there = [garment for garment in found.judge.table.garments if garment.column == column]
        if there and not any(fits_occasion(garment, now) for garment in there):
            noun = plural(there[0].slot)
            lacking.append(f"{noun} for {at_occasion(found.judge.request)}")
    return list(dict.fromkeys(lacking))


def _too_cool(found: Found, now: Situation) -> list[str]:
    """Say when even the warmest of the outfits leaves one cold, by the unclipped requirement."""
    if now.temperature_c is None or not found.rows:
        return []
    asked = clo.required(now.temperature_c)
    has = float(found.judge.insulation(np.array(found.rows)).max())
    if asked - has < TOO_COOL_CLO:
        return []
    degrees = f"{now.temperature_c:.0f} °C".replace("-", "−")
    return [f"clothes that are warm enough for {degrees}"]


def _lacks(found: Found) -> set[str]:
    """What the outfits, or the garments where there is no outfit, lack to be whole."""
    there = {garment.column for garment in found.judge.table.garments}
    if not found.rows:
        every = missing_pieces(np.full(COLUMNS, -1))
        return {words for words in every if there.isdisjoint(FILLED_BY[words])}
    lacks = {words for row in found.rows for words in missing_pieces(row)}
    frame = found.judge.request.frame
    return lacks - {*frame.categories.avoid, *(in_words(piece) for piece in frame.pieces.avoid)}


def _lacking(found: Found, refused: list[Refused], any_allowed: bool) -> list[str]:
    """What the wardrobe lacks for whole outfits, and whether it was ruled out."""
    if not found.rows and not any_allowed and not refused:
        return [NOTHING_READY]
    return [words + _ruled_out(refused, FILLED_BY[words]) for words in sorted(_lacks(found))]


def _to_relax(found: Found, refused: list[Refused]) -> list[str]:
    there = {garment.column for garment in found.judge.table.garments}
    return to_relax(_lacks(found), there, refused)


def _ruled_out(refused: list[Refused], columns: frozenset[int]) -> str:
    """Why the garments that could fill these columns may not be worn, where there are any."""
    reasons = {why for r in refused if r.garment.column in columns for why in r.reasons}
    return f" (ruled out: {', '.join(sorted(reasons))})" if reasons else ""
