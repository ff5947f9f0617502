"""The candidates of a column by kind: garments that have one row in the table of pairs."""

from dataclasses import dataclass

import numpy as np

from ml.outfits.table import Floats, Ints
from ml.outfits.together import Together


@dataclass(frozen=True, slots=True)
class Kinds:
    """The candidates of a column by kind: kind `rows` of the table of pairs, `at` (K,) of each.

    `order` has the candidates kind by kind, beginning at `starts`.
    """

    rows: Ints
    at: Ints
    order: Ints
    starts: Ints

    def best(self, gain: Floats) -> Floats:
        """(kinds,) the most that a garment of each kind brings by itself."""
        best: Floats = np.maximum.reduceat(gain[self.order], self.starts)
        return best


class AllKinds:
    """The kinds of columns, worked out once for each."""

    def __init__(self, together: Together) -> None:
        self.together = together
        self._known: dict[int, tuple[Ints, Kinds]] = {}
        self._best: dict[tuple[int, int], Floats] = {}

    def of(self, members: Ints) -> Kinds:
        """The kinds of the candidates of a column."""
        if id(members) not in self._known:
            self._known[id(members)] = members, _kinds(self.together.alike[members])
        return self._known[id(members)][1]

    def best(self, kinds: Kinds, others: Kinds) -> Floats:
        """(kinds,) how well each kind goes with that of the others that goes best with it."""
        key = id(kinds), id(others)
        if key not in self._best:
            self._best[key] = self.together.table[kinds.rows[:, None], others.rows].max(axis=1)
        return self._best[key]


def _kinds(alike: Ints) -> Kinds:
    """Candidates by the row of the table of pairs that they have, (K,)."""
    order = alike.argsort(kind="stable")
    ordered = alike[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = ordered[1:] != ordered[:-1]
    at = np.empty_like(order)
    at[order] = begins.cumsum() - 1
    starts = begins.nonzero()[0]
    return Kinds(ordered[starts], at, order, starts)
