"""Where outfits are few: all of them in a list, and the best of a task among those that are left.

One task follows another, with one more outfit chosen; what was ruled out stays so, and what an
outfit is worth by itself is worked out once, and only for outfits that some task admits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.outfits.choose import Rule, first, fresh, value, worth
from ml.outfits.demands import Demand, Mask
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints


@dataclass(slots=True)
class Left:
    """Which of the listed outfits, (M,), are apart from the first so many chosen by a rule."""

    places: Ints
    demands: Sequence[Demand]
    shown: Sequence[Mask]
    rule: Rule | None
    apart_from: int = 0

    def goes_on(
        self, demands: Sequence[Demand], shown: Sequence[Mask], rule: Rule | None, chosen: int
    ) -> bool:
        """Whether a task only adds to what is already ruled out."""
        same = self.rule is rule and self.shown is shown and self.apart_from <= chosen
        return same and list(map(id, self.demands)) == list(map(id, demands))


class Listed:
    """Outfits (N, COLUMNS) with their values; what holds for them is worked out once."""

    def __init__(self, judge: Judge, rows: Ints) -> None:
        self._judge, self._rows = judge, rows
        self._values: Floats = np.full(len(rows), np.nan)
        self._holds: dict[int, tuple[Demand, Mask]] = {}
        self._left: Left | None = None

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows)

    def any(self, demands: Sequence[Demand], shown: Sequence[Mask]) -> bool:
        """Whether some outfit fulfils the demands and was not shown."""
        return len(self._admitted(demands, shown)) > 0

    def best(
        self,
        extra: Floats,
        demands: Sequence[Demand],
        shown: Sequence[Mask],
        chosen: Sequence[Ints],
        rule: Rule | None,
    ) -> tuple[Ints, float] | None:
        """The best outfit that is admitted, with its worth; None where there is none."""
        left = self._left_by(demands, shown, chosen, rule)
        if not len(left):
            return None
        rows = self._rows[left]
        worths = worth(self._judge, rows, extra, self._value_of(left))
        at = first(self._judge.table, rows, worths)
        return rows[at], float(worths[at])

    def _left_by(
        self,
        demands: Sequence[Demand],
        shown: Sequence[Mask],
        chosen: Sequence[Ints],
        rule: Rule | None,
    ) -> Ints:
        left = self._left
        if left is None or not left.goes_on(demands, shown, rule, len(chosen)):
            left = Left(self._admitted(demands, shown), demands, shown, rule)
        if rule is not None:
            for row in chosen[left.apart_from :]:
                left.places = left.places[rule.apart(self._rows[left.places], row)]
        left.apart_from = len(chosen)
        self._left = left
        return left.places

    def _admitted(self, demands: Sequence[Demand], shown: Sequence[Mask]) -> Ints:
        """(M,) the places of the outfits that fulfil the demands and were not shown."""
        free = np.ones(len(self._rows), dtype=np.bool_)
        for demand in demands:
            if id(demand) not in self._holds:
                self._holds[id(demand)] = (demand, demand.holds(self._rows))
            free &= self._holds[id(demand)][1]
        if shown:
            free &= fresh(self._rows, shown)
        return np.flatnonzero(free)

    def _value_of(self, places: Ints) -> Floats:
        """(M,) the values of outfits."""
        new = places[np.isnan(self._values[places])]
        if len(new):
            self._values[new] = value(self._judge, self._rows[new])
        return self._values[places]
