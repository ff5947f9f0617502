"""How much the open columns of a shape can still bring: their own gains, and going together.

Where every two pieces are judged together, an outfit's mean over its pairs is a sum of one number
for each two columns. Of two open columns each grants the other a share of their pair, and the two
shares are never less than the pair. Towards a piece that is decided, each candidate counts exactly.
The shares are found by dual coordinate descent (max-product linear programming, Globerson and
Jaakkola 2007): sweep by sweep the sum of the columns' best falls, and stays a bound. So does it
where the lines above other parts are leant (`lines`).
"""

from collections.abc import Sequence
from itertools import combinations, permutations
from typing import Final, Protocol

import numpy as np

from ml.outfits.lines import PARTS, Lean, Line
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import Shape
from ml.outfits.together import Together

SLOPES: Final = np.array([0.0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0])
"""Which shares of the steepest slope that is left are tried for a line."""


class Reach(Protocol):
    """What open columns bring at most, and what a candidate brings with what is decided."""

    def open(
        self, rows: Ints, decided: Sequence[int], columns: Sequence[int], beside: Sequence[int] = ()
    ) -> Floats:
        """(N,) the most that `columns` bring, with each other and with the decided pieces.

        And their shares with the columns `beside` them, which are open and not counted here.
        """

    def now(self, rows: Ints, decided: Sequence[int], column: int) -> Floats:
        """(N, K) or (1, K): what each candidate of a column brings with the decided pieces."""

    def tighten(self, sweeps: int, given: Sequence[Line], lean: Lean) -> None:
        """Lower the bound where there is something to lower, and lean by the given lines."""

    def across(self, column: int, columns: Sequence[int]) -> Floats:
        """(K,) each candidate's share with `columns`, still open."""


class Alone:
    """Garments that bring only what is their own; `gain` is (n + 1,)."""

    def __init__(self, shape: Shape, gain: Floats) -> None:
        self._shape = shape
        self._best = {column: float(gain[members].max()) for column, members in shape.items()}

    def open(
        self, rows: Ints, decided: Sequence[int], columns: Sequence[int], beside: Sequence[int] = ()
    ) -> Floats:
        """(N,) the sum of the best of each column."""
        return np.full(len(rows), sum(self._best[column] for column in columns))

    def now(self, rows: Ints, decided: Sequence[int], column: int) -> Floats:
        """(1, K) nothing."""
        return np.zeros((1, len(self._shape[column])))

    def tighten(self, sweeps: int, given: Sequence[Line], lean: Lean) -> None:
        """Change nothing."""

    def across(self, column: int, columns: Sequence[int]) -> Floats:
        """(K,) nothing."""
        return np.zeros(len(self._shape[column]))


class Paired:
    """Garments that also bring `share` times the mean over the pairs of an outfit."""

    def __init__(self, shape: Shape, gain: Floats, together: Together, share: float) -> None:
        pairs = len(shape) * (len(shape) - 1) / 2
        self._table, self._alike = together.table, together.alike
        self._scale = np.float64(share / max(pairs, 1.0))
        self._shape = shape
        self._kinds, self._at = dict[int, Ints](), dict[int, Ints]()
        self._gain = {column: gain[members] for column, members in shape.items()}
        self._best = dict[int, Floats]()
        for column, members in shape.items():
            kinds, at = np.unique(self._alike[members], return_inverse=True)
            self._kinds[column], self._at[column] = kinds, at
            self._best[column] = self._best_of(column)
        self._shares = {
            (a, b): 0.5 * self._scale * together.best(self._kinds[a], self._kinds[b])
            for a, b in permutations(shape, 2)
        }

    def tighten(self, sweeps: int, given: Sequence[Line], lean: Lean) -> None:
        """Lower the bound by sharing every pair anew between its two columns, and by leaning."""
        left = np.ones(len(PARTS))
        for _ in range(sweeps):
            self._lean_all(given, left, lean)
            for a, b in combinations(self._shape, 2):
                pair, at_a, at_b = self._pair(a, b), self._without(a, b), self._without(b, a)
                self._shares[a, b] = 0.5 * ((pair + at_b).max(axis=1) - at_a)
                self._shares[b, a] = 0.5 * ((pair + at_a[:, None]).max(axis=0) - at_b)

    def _lean_all(self, given: Sequence[Line], left: Floats, lean: Lean) -> None:
        """Lean each line as far as the bound falls; `left` (parts,) is what may be used of each."""
        now = {c: self._gain[c] + self.across(c, self._others(c)) for c in self._shape}
        for line in given:
            peaks = [members[now[column].argmax()] for column, members in self._shape.items()]
            falls = line.unit * line.each[peaks].sum() + line.constant < 0.0
            used = self._lean(line, left[line.part], now) if falls and left[line.part] > 0 else 0.0
            if used > 0.0:
                left[line.part] -= used
                lean.add(line, used * line.steepest)
        for column in self._shape:
            self._best[column] = self._best_of(column)

    def _lean(self, line: Line, left: float, now: dict[int, Floats]) -> float:
        """Lean a line as far as the bound falls; the share of its steepest slope that was used."""
        slopes = SLOPES * left * line.steepest
        tops = slopes * line.constant
        more = {column: line.unit * line.each[members] for column, members in self._shape.items()}
        for column in self._shape:
            tops = tops + (now[column] + slopes[:, None] * more[column]).max(axis=1)
        best = int(tops.argmin())
        if best > 0:
            for column in self._shape:
                now[column] = now[column] + slopes[best] * more[column]
                self._gain[column] = self._gain[column] + slopes[best] * more[column]
        return float(SLOPES[best]) * left

    def _best_of(self, column: int) -> Floats:
        """(kinds,) the most that a garment of each kind brings by itself."""
        best = np.full(len(self._kinds[column]), -np.inf)
        np.maximum.at(best, self._at[column], self._gain[column])
        return best

    def _pair(self, a: int, b: int) -> Floats:
        """(kinds of a, kinds of b) what two columns bring together."""
        pair: Floats = self._scale * self._table[np.ix_(self._kinds[a], self._kinds[b])]
        return pair

    def _without(self, column: int, other: int) -> Floats:
        """(kinds,) a column's own gain and its shares, but for those with one other column."""
        return self._own(column, [c for c in self._shape if c != other])

    def _others(self, column: int) -> list[int]:
        return [other for other in self._shape if other != column]

    def open(
        self, rows: Ints, decided: Sequence[int], columns: Sequence[int], beside: Sequence[int] = ()
    ) -> Floats:
        """(N,) see `Reach`."""
        found = np.zeros(len(rows))
        codes = [self._alike[rows[:, column]] for column in decided]
        for column in columns:
            own = self._own(column, [*columns, *beside])
            if codes:
                found += (self._with(codes, self._kinds[column]) + own).max(axis=1)
            else:
                found += own.max()
        return found

    def now(self, rows: Ints, decided: Sequence[int], column: int) -> Floats:
        """(N, K) see `Reach`."""
        codes = [self._alike[rows[:, other]] for other in decided]
        if not codes:
            return np.zeros((1, len(self._shape[column])))
        found: Floats = self._with(codes, self._kinds[column])[:, self._at[column]]
        return found

    def across(self, column: int, columns: Sequence[int]) -> Floats:
        """(K,) see `Reach`."""
        shares = sum((self._shares[column, other] for other in columns), np.zeros(1))
        found: Floats = np.broadcast_to(shares, self._kinds[column].shape)[self._at[column]]
        return found

    def _with(self, codes: Sequence[Ints], kinds: Ints) -> Floats:
        """(N, kinds) what each kind brings with N decided pieces of each column."""
        found = np.zeros((len(codes[0]), len(kinds)))
        for code in codes:
            found += self._table[np.ix_(code, kinds)]
        return self._scale * found

    def _own(self, column: int, columns: Sequence[int]) -> Floats:
        """(kinds,) what each kind of a column brings by itself and its shares with others."""
        own = self._best[column].copy()
        for other in columns:
            if other != column:
                own += self._shares[column, other]
        return own
