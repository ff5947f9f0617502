"""How much the open columns of a shape can still bring: their own gains, and going together.

Where every two pieces are judged together, an outfit's mean over its pairs is a sum of one number
for each two columns. Of two open columns each grants the other a share of their pair, and the two
shares are never less than the pair. Towards a piece that is decided, each candidate counts exactly.
The shares are found by dual coordinate descent (max-product linear programming, Globerson and
Jaakkola 2007): sweep by sweep the sum of the columns' best falls, and stays a bound. So does it
where the lines above other parts are leant (`lines`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, permutations
from typing import Final, Protocol

import numpy as np

from ml.outfits.kinds import AllKinds, Kinds
from ml.outfits.lines import Lean, Line
from ml.outfits.rest import PARTS
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import Shape

SLOPES: Final = np.array([0.0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0])
"""Which shares of the steepest slope that is left are tried for a line."""


class Reach(Protocol):
    """What open columns bring at most, and what a candidate brings with what is decided."""

    def open(self, rows: Ints, decided: Sequence[int], columns: Sequence[int]) -> Floats:
        """(N,) the most that all open columns bring, with each other and the decided pieces."""

    def next(
        self, rows: Ints, decided: Sequence[int], column: int, after: Sequence[int]
    ) -> tuple[Floats, Floats, Floats]:
        """Of the column that is filled next, while those `after` it stay open.

        (N, K) or (1, K) what each candidate brings with the decided pieces, (N,) the most that
        the columns after it bring without it, and (K,) each candidate's share with those.
        """

    def beside_all(self) -> dict[int, Floats]:
        """Per column, (K,) the most that all others bring beside each of its candidates."""

    def tighten(self, sweeps: int, given: Sequence[Line], lean: Lean) -> None:
        """Lower the bound where there is something to lower, and lean by the given lines."""


class Alone:
    """Garments that bring only what is their own; `gain` is (n + 1,)."""

    def __init__(self, shape: Shape, gain: Floats) -> None:
        self._shape = shape
        self._best = {column: float(gain[members].max()) for column, members in shape.items()}

    def open(self, rows: Ints, decided: Sequence[int], columns: Sequence[int]) -> Floats:
        """(N,) the sum of the best of each column."""
        return np.full(len(rows), sum(self._best[column] for column in columns))

    def next(
        self, rows: Ints, decided: Sequence[int], column: int, after: Sequence[int]
    ) -> tuple[Floats, Floats, Floats]:
        """Nothing, the sum of the best of each column, nothing."""
        none = np.zeros(len(self._shape[column]))
        return none[None, :], self.open(rows, decided, after), none

    def beside_all(self) -> dict[int, Floats]:
        """Per column, (K,) the sum of the best of the others."""
        whole = sum(self._best.values())
        return {c: np.full(len(of), whole - self._best[c]) for c, of in self._shape.items()}

    def tighten(self, sweeps: int, given: Sequence[Line], lean: Lean) -> None:
        """Change nothing."""


@dataclass(frozen=True, slots=True)
class Open:
    """Some open columns, one after the other: the `rows` of their kinds, where each begins.

    `own` is what each kind brings by itself and in shares.
    """

    rows: Ints
    own: Floats
    starts: list[int]


class Paired:
    """Garments that also bring `share` times the mean over the pairs of an outfit.

    Pairs are shared as in `wider`, which has all of the candidates, or else evenly.
    """

    def __init__(
        self, shape: Shape, gain: Floats, kinds: AllKinds, share: float, wider: "Paired | None"
    ) -> None:
        pairs = len(shape) * (len(shape) - 1) / 2
        self._table, self._alike = kinds.together.table, kinds.together.alike
        self._scale = np.float64(share / max(pairs, 1.0))
        self._shape = shape
        self._kinds = {column: kinds.of(members) for column, members in shape.items()}
        self._gain = {column: gain[members] for column, members in shape.items()}
        self._best = {c: of.best(self._gain[c]) for c, of in self._kinds.items()}
        self._shares = wider._shares_of(self._kinds) if wider else self._even(kinds)
        self._left = np.ones(len(PARTS))
        self._open: dict[tuple[int, ...], Open] = {}

    def _even(self, kinds: AllKinds) -> dict[tuple[int, int], Floats]:
        """Half of what each kind brings with the best of another column."""
        half, of = 0.5 * self._scale, self._kinds
        return {(a, b): half * kinds.best(of[a], of[b]) for a, b in permutations(of, 2)}

    def _shares_of(self, kinds: dict[int, Kinds]) -> dict[tuple[int, int], Floats]:
        """The shares of some of the kinds of each column."""
        at = {c: np.searchsorted(self._kinds[c].rows, of.rows) for c, of in kinds.items()}
        return {(a, b): share[at[a]] for (a, b), share in self._shares.items()}

    def tighten(self, sweeps: int, given: Sequence[Line], lean: Lean) -> None:
        """Lower the bound by sharing every pair anew between its two columns, and by leaning."""
        self._open = {}
        pairs = {(a, b): self._pair(a, b) for a, b in combinations(self._shape, 2)}
        for _ in range(sweeps):
            self._lean_all(given, lean)
            own = {column: self._own(column, ()) for column in self._shape}
            for (a, b), pair in pairs.items():
                at_a, at_b = own[a] - self._shares[a, b], own[b] - self._shares[b, a]
                to_a = 0.5 * ((pair + at_b).max(axis=1) - at_a)
                to_b = 0.5 * ((pair + at_a[:, None]).max(axis=0) - at_b)
                self._shares[a, b], self._shares[b, a] = to_a, to_b
                own[a], own[b] = at_a + to_a, at_b + to_b

    def _lean_all(self, given: Sequence[Line], lean: Lean) -> None:
        """Lean each line as far as the bound falls; `_left` is what may be used of each part."""
        left = self._left
        now = {c: self._gain[c] + self._across(c, ()) for c in self._shape}
        peaks = self._peaks(now)
        for line in given:
            falls = line.unit * line.each[peaks].sum() + line.constant < 0.0
            used = self._lean(line, left[line.part], now) if falls and left[line.part] > 0 else 0.0
            if used > 0.0:
                left[line.part] -= used
                lean.add(line, used * line.steepest)
                peaks = self._peaks(now)
        for column, kinds in self._kinds.items():
            self._best[column] = kinds.best(self._gain[column])

    def _peaks(self, now: dict[int, Floats]) -> list[int]:
        """The best candidate of each column."""
        return [members[now[column].argmax()] for column, members in self._shape.items()]

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

    def _pair(self, a: int, b: int) -> Floats:
        """(kinds of a, kinds of b) what two columns bring together."""
        pair = self._table[self._kinds[a].rows[:, None], self._kinds[b].rows]
        scaled: Floats = np.asarray(pair * self._scale, dtype=np.float64)
        return scaled

    def open(self, rows: Ints, decided: Sequence[int], columns: Sequence[int]) -> Floats:
        """(N,) see `Reach`."""
        if not columns:
            return np.zeros(len(rows))
        open_ = self._opened(decided, columns)
        with_ = self._with(rows, decided, open_.rows) if decided else np.zeros((len(rows), 1))
        most: Floats = np.maximum.reduceat(with_ + open_.own, open_.starts, axis=1).sum(axis=1)
        return most

    def next(
        self, rows: Ints, decided: Sequence[int], column: int, after: Sequence[int]
    ) -> tuple[Floats, Floats, Floats]:
        """See `Reach`."""
        at, across = self._kinds[column].at, self._across(column, decided)
        if not decided:
            open_ = self._opened(decided, [column, *after])
            top = float(np.maximum.reduceat(open_.own, open_.starts)[1:].sum())
            return np.zeros((1, len(at))), np.full(len(rows), top), across
        open_ = self._opened(decided, [column, *after])
        with_ = self._with(rows, decided, open_.rows)
        now = with_[:, at]
        if not after:
            return now, np.zeros(len(rows)), across
        tops = np.maximum.reduceat(with_ + open_.own, open_.starts, axis=1)
        most: Floats = tops[:, 1:].sum(axis=1)
        return now, most, across

    def beside_all(self) -> dict[int, Floats]:
        """Per column, (K,) see `Reach`."""
        best = {column: float(self._own(column, ()).max()) for column in self._shape}
        whole = sum(best.values())
        return {column: whole - best[column] + self._across(column, ()) for column in self._shape}

    def _opened(self, decided: Sequence[int], columns: Sequence[int]) -> Open:
        """Open columns one after the other, kept until the bounds are tightened."""
        key = tuple(columns)
        if key not in self._open:
            own = [self._own(column, decided) for column in columns]
            rows = np.concatenate([self._kinds[column].rows for column in columns])
            starts = [0, *accumulate(map(len, own))][:-1]
            self._open[key] = Open(rows, np.concatenate(own), starts)
        return self._open[key]

    def _with(self, rows: Ints, decided: Sequence[int], kinds: Ints) -> Floats:
        """(N, kinds) what each kind brings with the decided pieces of N rows."""
        found = np.zeros((len(rows), len(kinds)))
        for column in decided:
            found += self._table[self._alike[rows[:, column]][:, None], kinds]
        found *= self._scale
        return found

    def _across(self, column: int, decided: Sequence[int]) -> Floats:
        """(K,) each candidate's share with the columns that are open beside its own."""
        kinds = self._kinds[column]
        shares = np.zeros(len(kinds.rows))
        for other in self._shape:
            if other != column and other not in decided:
                shares += self._shares[column, other]
        return shares[kinds.at]

    def _own(self, column: int, decided: Sequence[int]) -> Floats:
        """(kinds,) what each kind brings by itself, and its shares with the open columns."""
        own = self._best[column].copy()
        for other in self._shape:
            if other != column and other not in decided:
                own += self._shares[column, other]
        return own
