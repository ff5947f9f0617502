"""Which garments go with one: every pair judged as the beginning of an outfit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ml.outfits.color import family
from ml.outfits.eligible import ready
from ml.outfits.facts import BOTTOM, CLOTHES, COLUMNS, DRESS, TOP, GarmentFacts, facts_of
from ml.outfits.request import Request
from ml.outfits.score import Judge
from ml.outfits.situation import resolve
from ml.outfits.table import Floats, Ints, build
from ml.outfits.unary import season
from ml.outfits.weights import number
from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.garments import GarmentView

SEASON_WEIGHT: Final = 0.25
"""What wearing both in one season counts, beside the parts; ours."""
GOOD: Final = 0.85
"""A part this high speaks for the pair."""
APART: Final = {DRESS: {TOP, BOTTOM}, TOP: {DRESS}, BOTTOM: {DRESS}}
"""Places that are not filled together."""


@dataclass(frozen=True, slots=True)
class Companion:
    """A garment that may be worn with another: score 0..1 and the reasons, for and against."""

    garment: GarmentView
    score: float
    reasons: list[str]


def goes_with(
    anchor: GarmentView, candidates: Sequence[GarmentView], *, limit: int
) -> list[Companion]:
    """The best companions of a garment in the places that it leaves free, best first.

    Raises:
        BadRequest: nobody knows what kind of garment the anchor is.
    """
    own = facts_of(anchor)
    if own is None:
        raise BadRequest("Nobody knows yet what kind of garment this is.")
    closed = {own.column, *APART.get(own.column, set())}
    free = [g for g in ready(candidates) if g.column not in closed and g.view.id != anchor.id]
    if not free:
        return []
    parts = _parts(own, free)
    both = np.array([_one_season(own, other) for other in free])
    scores = (1 - SEASON_WEIGHT) * weighed(parts) + SEASON_WEIGHT * both
    order = sorted(range(len(free)), key=lambda i: (-scores[i], str(free[i].view.id)))
    return [
        Companion(
            garment=free[i].view,
            score=round(float(scores[i]), 4),
            reasons=_reasons(own, free[i], {p: float(v[i]) for p, v in parts.items()}, both[i]),
        )
        for i in order[:limit]
    ]


def _parts(own: GarmentFacts, free: list[GarmentFacts]) -> dict[str, Floats]:
    """Per part (N,): the anchor with each of the others."""
    request = Request()
    now = resolve(request, [])
    judge = Judge(build([own, *free], request, now), request, now)
    rows = np.full((len(free), COLUMNS), -1, dtype=np.int64)
    rows[:, own.column] = 0
    for i, other in enumerate(free):
        rows[i, other.column] = i + 1
    return agreeing(judge, rows)


def agreeing(judge: Judge, rows: Ints) -> dict[str, Floats]:
    """What pieces decide by themselves, each (N,) in 0..1: colours, level of formality, patterns.

    Levels count by the largest distance of two main pieces.
    """
    body = rows[:, CLOTHES]
    levels = judge.table.formality[body]
    spread = np.where(body >= 0, levels, -np.inf).max(axis=1)
    spread -= np.where(body >= 0, levels, np.inf).min(axis=1)
    excess = np.maximum(0.0, spread - number("pairs", "free_spread"))
    level = np.clip(1.0 - excess / number("pairs", "spread_fall_off"), 0.0, 1.0)
    return {"color": judge.agreement(rows), "formality": level, "pattern": judge.pattern(rows)}


def weighed(parts: Mapping[str, Floats]) -> Floats:
    """(N,) the weighted mean of what `agreeing` found."""
    shares = [number("pairs", part) for part in parts]
    mean: Floats = np.average([*parts.values()], axis=0, weights=shares)
    return mean


def _one_season(own: GarmentFacts, other: GarmentFacts) -> float:
    kind = vocabulary.kinds()[own.kind_names[1]]
    return season(other, frozenset(own.view.attributes.seasons or kind.seasons))


def _reasons(
    own: GarmentFacts, other: GarmentFacts, parts: dict[str, float], one_season: float
) -> list[str]:
    said = [_colors(own, other, parts["color"])]
    close = parts["formality"] >= GOOD
    gap = f"{own.formality:.1f} and {other.formality:.1f} formal"
    said.append(gap if close else f"far apart in formality: {gap}")
    if parts["pattern"] < GOOD:
        said.append(f"{own.pattern} beside {other.pattern}")
    if one_season < 1.0:
        said.append("for another season")
    return said


def _colors(own: GarmentFacts, other: GarmentFacts, harmony: float) -> str:
    mine, theirs = (g.main_colors[0] if g.main_colors else None for g in (own, other))
    if mine is None or theirs is None:
        return "colour unknown"
    words = f"{theirs} with {mine}".replace("-", " ")
    if harmony < GOOD:
        return f"{words} is bold"
    return f"{words}, a neutral" if family(theirs) is None and mine != theirs else words
