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
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import Shape, wholeness
from ml.outfits.together import ALONE
from ml.outfits.weights import weights

COUPLED = frozenset({"color_harmony", "pattern_mixing", "warmth", "wishes", "rain"})
"""Parts that several pieces decide together; `rain` only by what lies under the coat."""
SUMMED = frozenset({"formality_fit", "near"})
"""Parts that are a sum over the pieces of a shape, beside those in `Table.unary`."""
TOGETHER = "compatibility"
"""The part that every two pieces decide, see `reach`."""


class Gains:
    """The sums of all outfits that fill the columns of `sample`, (COLUMNS,), one such outfit."""

    def __init__(self, judge: Judge, sample: Ints) -> None:
        self._judge, self._sample = judge, sample
        self._parts = judge.parts(sample[None, :])
        whole = float(wholeness(sample[None, :])[0])
        self.shares = {p: whole * share for p, share in judge.shares(list(self._parts)).items()}

    @cached_property
    def each(self) -> Floats:
        """(n + 1,) what each garment adds by itself."""
        table, shares, sample = self._judge.table, self.shares, self._sample
        gain = np.zeros(len(table.weight))
        weight = float(table.weight[sample[sample >= 0]].sum())
        for part in shares.keys() & table.unary.keys():
            gain += shares[part] / weight * table.unary[part]
        if "formality_fit" in shares:
            gain -= shares["formality_fit"] / weight * table.weight * table.outside
        if "near" in shares:
            body = sample[list(CLOTHES)]
            own = float(table.weight[body[body >= 0]].sum())
            gain += shares["near"] * table.kept / max(own, table.reference)
        if "rain" in shares:
            over = OUTER if sample[OUTER] >= 0 else BLAZER
            for column, share in ((over, 0.5), (SHOES, 0.4)):
                shed = np.where(table.column == column, table.rain, 0.0)
                gain += shares["rain"] * share * shed
        return gain

    @cached_property
    def base(self) -> float:
        """What every outfit gets: its value less all that is added or bounded.

        A part that nothing here knows is granted whole, so that the bound stays one.
        """
        parts, columns = self._parts, set(np.flatnonzero(self._sample >= 0).tolist())
        total = float(value(self._judge, self._sample[None, :])[0])
        base = total - sum(self.shares[part] * float(value[0]) for part, value in parts.items())
        for part in parts:
            if part == TOGETHER:
                base += self.shares[part] * ALONE if len(columns) == 1 else 0.0
            elif part == "formality_fit" or part not in COUPLED | SUMMED | (
                self._judge.table.unary.keys()
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
        self._judge = judge
        self._known: dict[Sequence[int], Gains] = {}

    def of(self, shape: Shape) -> Gains:
        """The gains of outfits of a shape."""
        columns = tuple(sorted(shape))
        if columns not in self._known:
            sample = np.full(COLUMNS, -1, dtype=np.int64)
            for column, candidates in shape.items():
                sample[column] = candidates[0]
            self._known[columns] = Gains(self._judge, sample)
        return self._known[columns]
