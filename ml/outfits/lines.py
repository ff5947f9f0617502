"""Lines above the parts that pieces decide together, so that they can be bounded piece by piece.

Patterns cost more with each piece that has one, a hue with each main piece that shows it, and an
outfit that is too cold gains with each clo. Where a line θ·Σx + c lies above such a part, each
piece counts for θ·x in the bound, and the search sees at once that what is warm and what keeps the
rain off are not both to be had. Any θ up to the steepest is allowed (Lagrangian relaxation, Fisher
1981); the one that makes the bound lowest is looked for (`reach`).
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ml.outfits import clo
from ml.outfits.facts import CLOTHES
from ml.outfits.rest import COLOR, PARTS, PATTERN, WARMTH, Rest
from ml.outfits.score import Judge
from ml.outfits.table import HUE_BITS, HUES, Floats, Table
from ml.outfits.templates import Shape
from ml.outfits.weights import number, numbers

FREE_OF_ONE_HUE: Final = 2
"""So many main pieces of one hue cost nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A part is at most its top + θ·(`constant` + `unit`·Σ `each`), θ ≤ `steepest`.

    `each` is (n + 1,): what is counted of a garment.
    """

    part: int
    each: Floats
    unit: float
    constant: float
    steepest: float


@dataclass(slots=True)
class Lean:
    """Lines with their θ: what each piece (3, n + 1) and every outfit (3,) get, by part."""

    each: Floats
    base: Floats

    def add(self, line: Line, slope: float) -> None:
        """Lean by one more line, or by more of it."""
        self.each[line.part] += slope * line.unit * line.each
        self.base[line.part] += slope * line.constant


def upright(judge: Judge, whole: Rest, shares: Mapping[str, float], size: int) -> Lean:
    """No lean: each part is granted its top, share and all, by outfits of `whole` columns."""
    tops = [shares.get(part, 0.0) for part in PARTS]
    if "warmth" in shares:
        tops[WARMTH] *= _tops(judge, whole)[0]
    return Lean(np.zeros((len(PARTS), size)), np.array(tops))


class Counted:
    """What lines count of the garments of a table, (n + 1,) each."""

    def __init__(self, table: Table) -> None:
        main = np.isin(table.column, CLOTHES)
        tally = table.hue_tally
        self.hues = [((tally >> (HUE_BITS * hue)) & 1).astype(np.float64) for hue in range(HUES)]
        self.hues = [shows for shows in self.hues if shows.any()]
        self.patterned = main * table.patterned
        self.worn, self.kept_on = table.clo, table.clo - table.removable_clo


def lines(
    judge: Judge, shape: Shape, whole: Rest, shares: Mapping[str, float], counted: Counted
) -> list[Line]:
    """All lines above the parts of outfits of a shape, those of one part exclusive."""
    main = sum(column in CLOTHES for column in shape)
    found = [*_hues(counted, shares["color_harmony"], main)]
    found += _patterns(counted, shares["pattern_mixing"], main)
    if "warmth" in shares:
        found += _warmths(judge, whole, shares["warmth"], counted)
    return found


def _hues(counted: Counted, share: float, main: int) -> Iterator[Line]:
    """A loss for every main piece of one hue."""
    losses, share = numbers("color", "one_hue_loss"), share * number("color", "disagreement")
    many = range(FREE_OF_ONE_HUE + 1, main + 1)
    each = (losses[min(m, len(losses) - 1)] / (m - FREE_OF_ONE_HUE) for m in many)
    steepest = min(each, default=0.0)
    for shows in counted.hues if steepest > 0.0 else ():
        yield Line(COLOR, shows, -share, share * FREE_OF_ONE_HUE, steepest)


def _patterns(counted: Counted, share: float, main: int) -> Iterator[Line]:
    """A loss for every patterned piece; one of them is free."""
    values = numbers("pattern", "by_count")
    each = ((1.0 - values[min(m, len(values) - 1)]) / (m - 1) for m in range(2, main + 1))
    steepest = min(each, default=0.0)
    if steepest > 0.0:
        yield Line(PATTERN, counted.patterned, -share, share, steepest)


def _tops(judge: Judge, whole: Rest) -> tuple[float, float, float, float, float]:
    """The most warmth there can be; ensemble clo, least and most, of all and of what stays on."""
    assert judge.now.clo_band is not None
    low, high = judge.now.clo_band
    coldest, warmest, least, most = clo.ensemble(np.array([*whole.clo, *whole.inside])).tolist()
    gap = max(0.0, low - warmest) + max(0.0, least - high)
    top = math.exp(-gap / number("warmth", "fall_off_clo"))
    return top, coldest, warmest, least, most


def _warmths(judge: Judge, whole: Rest, share: float, counted: Counted) -> Iterator[Line]:
    """The chord of being too cold, from the coldest outfit to the band, and that of too warm."""
    assert judge.now.clo_band is not None
    (low, high), fall = judge.now.clo_band, number("warmth", "fall_off_clo")
    top, coldest, warmest, least, most = _tops(judge, whole)
    nothing, unit = float(clo.ensemble(np.zeros(1))[0]), share * clo.ENSEMBLE_SLOPE
    enough, bearable = min(low, warmest), max(high, least)
    if coldest < enough:
        steepest = top * (1.0 - math.exp((coldest - enough) / fall)) / (enough - coldest)
        yield Line(WARMTH, counted.worn, unit, share * (nothing - enough), steepest)
    if bearable < most:
        steepest = top * (1.0 - math.exp((bearable - most) / fall)) / (most - bearable)
        yield Line(WARMTH, counted.kept_on, -unit, share * (bearable - nothing), steepest)
