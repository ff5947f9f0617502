"""Lines above the parts that pieces decide together, so that they can be bounded piece by piece.

Patterns cost more with each piece that has one, a hue with each main piece that shows it, and an
outfit that is too cold gains with each clo. Where a line θ·Σx + c lies above such a part, each
piece counts for θ·x in the bound, and the search sees at once that what is warm and what keeps the
rain off are not both to be had. Any θ up to the steepest is allowed (Lagrangian relaxation, Fisher 1981); the one
that makes the bound lowest is looked for (`reach`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ml.outfits import clo
from ml.outfits.facts import CLOTHES
from ml.outfits.score import Judge
from ml.outfits.table import HUE_BITS, HUES, Floats
from ml.outfits.templates import Shape
from ml.outfits.weights import number, numbers

COLOR, PATTERN, WARMTH = range(3)
PARTS: Final = ("color_harmony", "pattern_mixing", "warmth")
FREE_OF_ONE_HUE: Final = 2
"""So many main pieces of one hue cost nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A part is at most its top + θ·(`constant` + the sum of `each`, (n + 1,)), θ ≤ `steepest`."""

    part: int
    each: Floats
    constant: float
    steepest: float


@dataclass(slots=True)
class Lean:
    """Lines with their θ: what each piece (3, n + 1) and every outfit (3,) get, by part."""

    each: Floats
    base: Floats

    def add(self, line: Line, slope: float) -> None:
        """Lean by one more line, or by more of it."""
        self.each[line.part] += slope * line.each
        self.base[line.part] += slope * line.constant


def upright(judge: Judge, shape: Shape, shares: Mapping[str, float]) -> Lean:
    """No lean: each part is granted its top, share and all."""
    tops = [shares.get(part, 0.0) for part in PARTS]
    if "warmth" in shares:
        tops[WARMTH] *= _tops(judge, shape)[0]
    return Lean(np.zeros((len(PARTS), len(judge.table.weight))), np.array(tops))


def lines(judge: Judge, shape: Shape, shares: Mapping[str, float]) -> list[Line]:
    """All lines above the parts of outfits of a shape, those of one part exclusive."""
    main = sum(column in CLOTHES for column in shape)
    found = [*_hues(judge, shares["color_harmony"], main)]
    found += _patterns(judge, shares["pattern_mixing"], main)
    if "warmth" in shares:
        found += _warmths(judge, shape, shares["warmth"])
    return found


def _hues(judge: Judge, share: float, main: int) -> Iterator[Line]:
    """A loss for every main piece of one hue."""
    losses, share = numbers("color", "one_hue_loss"), share * number("color", "disagreement")
    steepest = min(
        (
            losses[min(many, len(losses) - 1)] / (many - FREE_OF_ONE_HUE)
            for many in range(FREE_OF_ONE_HUE + 1, main + 1)
        ),
        default=0.0,
    )
    for hue in range(HUES if steepest > 0.0 else 0):
        shows = (judge.table.hue_tally >> (HUE_BITS * hue)) & 1
        yield Line(COLOR, -share * shows, share * FREE_OF_ONE_HUE, steepest)


def _patterns(judge: Judge, share: float, main: int) -> Iterator[Line]:
    """A loss for every patterned piece; one of them is free."""
    values = numbers("pattern", "by_count")
    steepest = min(
        ((1.0 - values[min(many, len(values) - 1)]) / (many - 1) for many in range(2, main + 1)),
        default=0.0,
    )
    if steepest > 0.0:
        worn = np.isin(judge.table.column, CLOTHES)
        yield Line(PATTERN, -share * worn * judge.table.patterned, share, steepest)


def _tops(judge: Judge, shape: Shape) -> tuple[float, float, float, float, float]:
    """The most warmth there can be; ensemble clo, least and most, of all and of what stays on."""
    assert judge.now.clo_band is not None
    table, (low, high) = judge.table, judge.now.clo_band
    stays = table.clo - table.removable_clo
    ends = [
        sum(float(end(values[members])) for members in shape.values())
        for values in (table.clo, stays)
        for end in (np.min, np.max)
    ]
    coldest, warmest, least, most = (float(x) for x in clo.ensemble(np.array(ends)))
    gap = max(0.0, low - warmest) + max(0.0, least - high)
    top = float(np.exp(-gap / number("warmth", "fall_off_clo")))
    return top, coldest, warmest, least, most


def _warmths(judge: Judge, shape: Shape, share: float) -> Iterator[Line]:
    """The chord of being too cold, from the coldest outfit to the band, and that of too warm."""
    assert judge.now.clo_band is not None
    (low, high), fall = judge.now.clo_band, number("warmth", "fall_off_clo")
    top, coldest, warmest, least, most = _tops(judge, shape)
    table, nothing = judge.table, float(clo.ensemble(np.zeros(1))[0])
    enough = min(low, warmest)
    if coldest < enough:
        steepest = (top - top * np.exp((coldest - enough) / fall)) / (enough - coldest)
        each = share * clo.ENSEMBLE_SLOPE * table.clo
        yield Line(WARMTH, each, share * (nothing - enough), steepest)
    bearable = max(high, least)
    if bearable < most:
        steepest = (top - top * np.exp((bearable - most) / fall)) / (most - bearable)
        each = -share * clo.ENSEMBLE_SLOPE * (table.clo - table.removable_clo)
        yield Line(WARMTH, each, share * (bearable - nothing), steepest)
