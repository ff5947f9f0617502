"""What every garment of a table brings to an outfit of given columns by itself, and what all get.

The filled columns decide the number of pieces, their weight and which parts apply, so that every
mean over pieces is a sum of one number per garment, exact.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ml.outfits.choose import value
from ml.outfits.facts import BLAZER, CLOTHES, COLUMNS, OUTER, SHOES
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints, Table
from ml.outfits.templates import Shape, wholeness
from ml.outfits.together import ALONE
from ml.outfits.weights import weights

COUPLED = frozenset({"color_harmony", "pattern_mixing", "warmth", "wishes", "rain"})
"""Parts that several pieces decide together; `rain` only by what lies under the coat."""
SUMMED = frozenset({"formality_fit", "near"})
"""Parts that are a sum over the pieces of a shape, beside those in `Table.unary`."""
TOGETHER = "compatibility"
"""The part that every two pieces decide, see `reach`."""


class Each:
    """The numbers of every garment that the parts of a score are sums of: (terms, n + 1)."""

    def __init__(self, table: Table) -> None:
        terms: dict[str | int, Floats] = {part: values for part, values in table.unary.items()}
        terms |= {"formality_fit": -table.weight * table.outside, "near": table.kept}
        for place in (OUTER, BLAZER, SHOES):
            terms[place] = np.where(table.column == place, table.rain, 0.0)
        self.at = {term: row for row, term in enumerate(terms)}
        self.values = np.array([*terms.values()])

    def weighed(self, by: dict[str | int, float]) -> Floats:
        """(n + 1,) the sum of the terms, each by its weight."""
        by_row = np.zeros(len(self.at))
        for term, weight in by.items():
            by_row[self.at[term]] += weight
        summed: Floats = by_row @ self.values
        return summed


class Gains:
    """The sums of all outfits that fill the columns of `sample`, (COLUMNS,), one such outfit.

    `parts` are the values of the sample, `whole` its wholeness and `total` its value.
    """

    def __init__(
        self, judge: Judge, sample: Ints, parts: dict[str, float], whole: float, total: float
    ) -> None:
        self._table, self._sample, self._parts, self._total = judge.table, sample, parts, total
        self.shares = {p: whole * share for p, share in judge.shares([*parts]).items()}

    def each(self, all_: Each) -> Floats:
        """(n + 1,) what each garment adds by itself."""
        table, shares, sample = self._table, self.shares, self._sample
        weight = float(table.weight[sample[sample >= 0]].sum())
        means = shares.keys() & {*table.unary, "formality_fit"}
        by: dict[str | int, float] = {part: shares[part] / weight for part in means}
        if "near" in shares:
            body = sample[list(CLOTHES)]
            own = float(table.weight[body[body >= 0]].sum())
            by["near"] = shares["near"] / max(own, table.reference)
        if "rain" in shares:
            by[OUTER if sample[OUTER] >= 0 else BLAZER] = 0.5 * shares["rain"]
            by[SHOES] = 0.4 * shares["rain"]
        return all_.weighed(by)

    @cached_property
    def base(self) -> float:
        """What every outfit gets: its value less all that is added or bounded.

        A part that nothing here knows is granted whole, so that the bound stays one.
        """
        parts, columns = self._parts, set(np.flatnonzero(self._sample >= 0).tolist())
        base = self._total - sum(self.shares[part] * value for part, value in parts.items())
        for part in parts:
            if part == TOGETHER:
                base += self.shares[part] * ALONE if len(columns) == 1 else 0.0
            elif part == "formality_fit" or part not in COUPLED | SUMMED | (
                self._table.unary.keys()
            ):
                base += self.shares[part]
        if "rain" in parts:
            none = weights()["rain"]
            bare = 0.0 if {OUTER, BLAZER} & columns else none["outerwear"]["none"]
            unshod = 0.0 if SHOES in columns else none["shoes"]["none"]
            base += self.shares["rain"] * (0.5 * bare + 0.4 * unshod)
        return base


class AllGains:
    """The gains of every set of columns, each worked out once for a judge."""

    def __init__(self, judge: Judge) -> None:
        self._judge, self._all = judge, Each(judge.table)
        self._known: dict[Sequence[int], Gains] = {}
        self._each: dict[Sequence[int], Floats] = {}

    def of(self, shape: Shape) -> Gains:
        """The gains of outfits of a shape."""
        columns = tuple(sorted(shape))
        if columns not in self._known:
            self.learn([shape])
        return self._known[columns]

    def each(self, shape: Shape) -> Floats:
        """(n + 1,) what each garment adds to outfits of a shape by itself."""
        columns = tuple(sorted(shape))
        if columns not in self._each:
            self._each[columns] = self.of(shape).each(self._all)
        return self._each[columns]

    def learn(self, shapes: Sequence[Shape]) -> None:
        """Judge one outfit of each new set of columns, all of them at once."""
        new = {columns: shape for shape in shapes if (columns := tuple(sorted(shape)))}
        new = {columns: shape for columns, shape in new.items() if columns not in self._known}
        if not new:
            return
        samples = np.full((len(new), COLUMNS), -1, dtype=np.int64)
        for row, shape in zip(samples, new.values(), strict=True):
            for column, candidates in shape.items():
                row[column] = candidates[0]
        parts, wholes = self._judge.parts(samples), wholeness(samples)
        totals = value(self._judge, samples)
        for at, columns in enumerate(new):
            own = {part: float(values[at]) for part, values in parts.items()}
            self._known[columns] = Gains(
                self._judge, samples[at], own, float(wholes[at]), float(totals[at])
            )
