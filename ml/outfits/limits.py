"""Whether an outfit in the making can still come within the ranges that demands set."""

from collections.abc import Sequence

import numpy as np

from ml.outfits import clo
from ml.outfits.color import FAMILIES
from ml.outfits.demands import Demand, Limit, Mask
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import Shape

SLACK = 1e-9
"""More than sums in another order can differ by."""


class Ahead:
    """The ranges of some demands over one shape, filled in a given order."""

    def __init__(
        self, judge: Judge, shape: Shape, order: Sequence[int], demands: Sequence[Demand]
    ) -> None:
        limits = [demand.limit for demand in demands if demand.limit]
        self._sums = [Sum(judge, shape, order, limit) for limit in limits]

    def may(self, rows: Ints, depth: int) -> Mask:
        """(N,) whether every measure can still come within its range."""
        may = np.ones(len(rows), dtype=np.bool_)
        for one in self._sums:
            may &= one.may(rows, depth)
        return may


class Sum:
    """A measure as one number per garment, summed; `more` is what it can be above that sum."""

    def __init__(self, judge: Judge, shape: Shape, order: Sequence[int], limit: Limit) -> None:
        self._limit = limit
        self._each, self._base, self._more = terms(judge, shape, limit.measure)
        columns = [shape[column] for column in order]
        self._open = [span(self._each, columns[i:]) for i in range(len(columns) + 1)]

    def may(self, rows: Ints, depth: int) -> Mask:
        """(N,) whether the measure can still come within its range."""
        found = self._base + self._each[rows].sum(axis=1)
        least, most = self._open[depth]
        may: Mask = (found + most + self._more >= self._limit.low - SLACK) & (
            found + least <= self._limit.high + SLACK
        )
        return may


def terms(judge: Judge, shape: Shape, measure: str) -> tuple[Floats, float, float]:
    """What each garment adds to a measure in a shape (n + 1,), its constant, what may be above."""
    table = judge.table
    weight = sum(float(table.weight[candidates[0]]) for candidates in shape.values())
    match measure:
        case "insulation":
            return clo.ENSEMBLE_SLOPE * table.clo, float(clo.ensemble(np.zeros(1))[0]), 0.0
        case "mean_formality":
            return table.weight * table.formality / weight, 0.0, 0.0
        case "colorfulness":
            return table.weight * table.colorfulness / weight, 0.0, 0.0
        case "boldness":
            colorful = table.weight * table.colorfulness / weight
            return colorful + 0.1 * table.patterned, 0.0, 0.0
        case "busyness":
            return table.present + table.patterned, 0.0, float(len(FAMILIES))
        case _:
            raise ValueError(measure)


def span(values: Floats, columns: Sequence[Ints]) -> tuple[float, float]:
    """The least and the most that one of each column adds to a sum."""
    low = sum(float(values[members].min()) for members in columns)
    return low, sum(float(values[members].max()) for members in columns)
