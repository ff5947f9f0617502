"""The engine: from a wardrobe and a request to a few different, explained outfits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np

from ml.outfits import clo
from ml.outfits import demands as demand
from ml.outfits.cards import card
from ml.outfits.choose import Apart, Picker, half_apart, not_shown, one_apart, two_apart
from ml.outfits.eligible import Refused, eligible, ready
from ml.outfits.facts import BOTTOM, COLUMNS, DRESS, HAT, MID, TOP, GarmentFacts
from ml.outfits.matching import in_words
from ml.outfits.reasons import counted
from ml.outfits.request import Request
from ml.outfits.score import Judge
from ml.outfits.search import Pool, search
from ml.outfits.shortlist import shortlist
from ml.outfits.situation import Situation, resolve, suits
from ml.outfits.table import Ints, build
from ml.outfits.templates import FILLED_BY, Template, missing_pieces, whole
from ml.outfits.unary import wish_bits
from ml.outfits.unjudged import unjudged
from ml.outfits.wishes import Wishes, apply_wishes
from stylist.garments import GarmentView
from stylist.outfits import OutfitSet

BODY = (TOP, MID, DRESS, BOTTOM)
NOWHERE = -1
NOTHING_READY = "garments that are ready to wear"
"""What an empty wardrobe lacks."""
TOO_COOL_CLO = 0.3
"""A lack of insulation that is worth a warning: about five degrees."""


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search: chosen rows, what was given up, and the judge that reads them."""

    judge: Judge
    rows: list[Ints]
    given_up: list[demand.Demand]


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
    missing += [demand.missing for demand in found.given_up if demand.missing]
    if 0 < len(found.rows) < request.count:
        count = counted(len(found.rows))
        missing.append(f"more than {count} outfit{'s' * (count != 'one')} for this")
    missing += _too_cool(found, now)
    return OutfitSet(
        outfits=sorted(cards, key=lambda card: -card.score),
        missing=list(dict.fromkeys(missing)),
        relaxed=list(dict.fromkeys([*wishes.relaxed, *(d.given_up for d in found.given_up)])),
        not_judged=unjudged(cards[0].score_breakdown) if cards else {},
    )


def find(wishes: Wishes, request: Request, now: Situation, reference: list[GarmentFacts]) -> Found:
    """Search what is left of the wardrobe and choose different outfits among the best."""
    loose = frozenset(i for wish in wishes.loose for i in wish.ids)
    fitting = fitting_ones(wishes, now)
    named = loose | {garment.view.id for garment in reference}
    short = shortlist(
        fitting, request, now, lambda g: g.view.id in named or wish_bits(g, request) > 0
    )
    judge = Judge(build(short, request, now), request, now)
    template = _template(judge, wishes, now, loose)
    asked = asked_of(judge, wishes, reference)
    pool = search(judge, template, asked)
    mask, given_up = demand.satisfied(asked, pool.rows)
    rows = _chosen(pool, mask, judge, [], two_apart if reference else half_apart)
    if rows and len(rows) < request.count and not pool.complete and whole(rows[0][None, :]).all():
        rows = _look_further(judge, template, asked, given_up, rows)
    if len(rows) < request.count:
        rows = _chosen(pool, mask, judge, rows, two_apart)
    if len(rows) < request.count:
        rows = _chosen(pool, mask, judge, rows, one_apart)
    return Found(judge, rows, given_up)


def fitting_ones(wishes: Wishes, now: Situation) -> list[GarmentFacts]:
    """The garments for this weather; where a place of clothes has none, what there is."""
    named = {id_ for wish in wishes.loose for id_ in wish.ids}
    fitting = {
        g.view.id
        for g in wishes.garments
        if suits(g, now) or g.column in wishes.mandatory or g.view.id in named
    }
    filled = {g.column for g in wishes.garments if g.view.id in fitting}
    bare = {g.column for g in wishes.garments} - filled - {HAT}
    return [g for g in wishes.garments if g.view.id in fitting or g.column in bare]


def asked_of(judge: Judge, wishes: Wishes, reference: list[GarmentFacts]) -> list[demand.Demand]:
    """Everything that a whole outfit must fulfil."""
    return [
        *demand.wish_demands(judge, wishes.loose),
        *demand.flat_demands(judge),
        *demand.recolor_demand(judge, reference),
        *demand.formality_demand(judge),
        *demand.outerwear_demand(judge),
        *demand.move_demands(judge, reference),
    ]


def _template(judge: Judge, wishes: Wishes, now: Situation, loose: frozenset[UUID]) -> Template:
    asked = {garment.column for garment in judge.table.garments if garment.view.id in loose}
    return Template(judge.table, frozenset(wishes.mandatory), now.optional | asked)


def _chosen(
    pool: Pool, mask: demand.Mask, judge: Judge, chosen: list[Ints], apart: Apart
) -> list[Ints]:
    request = judge.request
    shown = [*request.exclude, *request.history.disliked]
    shown += [frozenset(garment.id for garment in request.reference)] if request.reference else []
    allowed = mask & not_shown(judge.table, pool.rows, shown)
    return Picker(pool, judge).choose(allowed, request.count, chosen, apart)


def _look_further(
    judge: Judge,
    template: Template,
    asked: list[demand.Demand],
    given_up: list[demand.Demand],
    rows: list[Ints],
) -> list[Ints]:
    """Search again without the tops, dresses and bottoms already chosen."""
    free = [column for column in BODY if column not in template.must]
    used = {int(row[column]) for row in rows for column in free} - {-1}
    column = judge.table.column.copy()
    column[list(used)] = NOWHERE
    pool = search(judge, replace(template, table=replace(judge.table, column=column)), asked)
    mask = whole(pool.rows)
    for one in asked:
        if one not in given_up:
            mask &= one.holds(pool.rows)
    return _chosen(pool, mask, judge, rows, half_apart)


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


def _lacking(found: Found, refused: list[Refused], any_allowed: bool) -> list[str]:
    """What the wardrobe lacks for whole outfits, and whether it was ruled out."""
    if not found.rows and not any_allowed and not refused:
        return [NOTHING_READY]
    lacks = {words for row in found.rows for words in missing_pieces(row)}
    frame = found.judge.request.frame
    lacks -= {*frame.categories.avoid, *(in_words(piece) for piece in frame.pieces.avoid)}
    if not found.rows:
        lacks = set(missing_pieces(np.full(COLUMNS, -1)))
    there = {garment.column for garment in found.judge.table.garments}
    return [
        words + _ruled_out(refused, FILLED_BY[words])
        for words in sorted(lacks)
        if found.rows or there.isdisjoint(FILLED_BY[words])
    ]


def _ruled_out(refused: list[Refused], columns: frozenset[int]) -> str:
    """Why the garments that could fill these columns may not be worn, where there are any."""
    reasons = {why for r in refused if r.garment.column in columns for why in r.reasons}
    return f" (ruled out: {', '.join(sorted(reasons))})" if reasons else ""
