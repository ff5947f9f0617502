"""How good an outfit in the making can still become: never less than the best it will be.

Within one shape the filled columns are known, and with them the number of pieces and the weight of
the whole. So every mean over pieces is a sum of one number per garment, exact. The other parts only
fall as pieces are added (hues, clashes, patterns, what lies under a coat) or follow from the least
and the most that the open columns can add (insulation, wishes, colours that come back).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from ml.outfits import clo
from ml.outfits.facts import CLOTHES, COLUMNS, DRESS, MID, TOP
from ml.outfits.gains import TOGETHER, AllGains
from ml.outfits.lines import COLOR, PARTS, PATTERN, WARMTH, Counted, lines, upright
from ml.outfits.reach import Alone, Paired, Reach
from ml.outfits.score import Judge, one_hue_loss
from ml.outfits.table import Floats, Ints, Table
from ml.outfits.templates import Shape
from ml.outfits.unary import wish_count
from ml.outfits.weights import number, numbers

UNDER_SHARE = 0.1
"""How much of `rain` the pieces under the coat decide; the rest is a sum."""


@dataclass(frozen=True, slots=True)
class Partial:
    """N outfits in the making: (N, COLUMNS) rows with −1 where open or empty, the rest (N,).

    `sure` is the sum that the pieces bring by themselves, `lean` (N, 3) what the lines above parts
    make of them, the others what they bring together.
    """

    rows: Ints
    sure: Floats
    hues: Ints
    hue_tally: Ints
    shades: Ints
    echoes: Ints
    clash: Floats
    patterned: Floats
    patterns: Ints
    clo: Floats
    inside: Floats
    under: Floats
    wishes: Ints
    lean: Floats

    def take(self, at: Ints | slice) -> "Partial":
        """The partial outfits at these places."""
        return Partial(*(getattr(self, field.name)[at] for field in fields(self)))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Rest:
    """What the columns that are still open can add together, at least and at most.

    `back` (3,) is what the lines above parts take from them at most.
    """

    columns: int
    shades: int
    clo: tuple[float, float]
    inside: tuple[float, float]
    under: float
    wishes: int
    back: Floats


class Ends:
    """The least and the most of what single columns can add, worked out once for each."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[int, tuple[Ints, Rest]] = {}

    def of(self, members: Ints) -> Rest:
        """What one column of these candidates can add, as if it alone were open."""
        if id(members) not in self._known:
            table = self._table
            worn, off = table.clo[members], table.removable_clo[members]
            inside = worn - off
            self._known[id(members)] = (
                members,
                Rest(
                    columns=1,
                    shades=int(np.bitwise_or.reduce(table.shade[members])),
                    clo=(float(worn.min()), float(worn.max())),
                    inside=(float(inside.min()), float(inside.max())),
                    under=float(table.rain[members].max()),
                    wishes=int(np.bitwise_or.reduce(table.wishes[members])),
                    back=np.zeros(len(PARTS)),
                ),
            )
        return self._known[id(members)][1]


class Known:
    """What the bounds of every shape need of one judge, worked out once."""

    def __init__(self, judge: Judge) -> None:
        self.judge, self.ends = judge, Ends(judge.table)
        self.gains, self.counted = AllGains(judge), Counted(judge.table)


class Bounds:
    """The bounds of one shape under one judge. `extra` is (n + 1,): more that a garment brings."""

    def __init__(self, known: Known, shape: Shape, extra: Floats) -> None:
        self.shape, self._judge, self._table = shape, known.judge, known.judge.table
        self._counted, ends = known.counted, known.ends
        own = known.gains.of(shape)
        self.shares, self._base = own.shares, own.base
        self.gain = own.each + extra
        self.lean = upright(known.judge, shape, self.shares)
        self._ends = {column: ends.of(members) for column, members in shape.items()}
        self.reach: Reach = Alone(shape, self.gain)
        if self._table.together is not None and len(shape) > 1:
            self.reach = Paired(shape, self.gain, self._table.together, self.shares[TOGETHER])

    def tighten(self, sweeps: int) -> None:
        """Lower the bounds: share pairs anew, and lean lines above parts where that helps."""
        given = lines(self._judge, self.shape, self.shares, self._counted)
        self.reach.tighten(sweeps, given, self.lean)

    def start(self) -> Partial:
        """The outfit of this shape with nothing on yet; (1,)."""
        zero, none = np.zeros(1), np.zeros(1, dtype=np.int64)
        rows = np.full((1, COLUMNS), -1, dtype=np.int64)
        sure = np.full(1, self._base)
        under, lean = np.ones(1), np.zeros((1, len(PARTS)))
        return Partial(
            rows, sure, none, none, none, none, zero, zero, none, zero, zero, under, none, lean
        )

    def grow(self, before: Partial, at: Ints, column: int, pieces: Ints) -> Partial:
        """Partial outfit `at[i]` with `pieces[i]` in a column; both (M,)."""
        table = self._table
        rows = before.rows[at]
        main = column in CLOTHES
        clash, under = before.clash[at], before.under[at]
        shades, shade = before.shades[at], table.shade[pieces]
        patterned, patterns = before.patterned[at], before.patterns[at]
        if main:
            tint = table.tint[pieces]
            for other in CLOTHES:
                if (rows[:, other] >= 0).any():
                    clash = np.maximum(clash, table.clash[table.tint[rows[:, other]], tint])
            patterned = patterned + table.patterned[pieces]
            patterns = patterns | table.patterns[pieces]
        if column in (TOP, MID, DRESS):
            under = np.minimum(under, table.rain[pieces])
        rows[:, column] = pieces
        worn = table.clo[pieces]
        return Partial(
            rows=rows,
            sure=before.sure[at] + self.gain[pieces],
            hues=before.hues[at] | table.hues[pieces],
            hue_tally=before.hue_tally[at] + table.hue_tally[pieces],
            shades=shades | shade,
            echoes=before.echoes[at] + ((shades & shade) > 0),
            clash=clash,
            patterned=patterned,
            patterns=patterns,
            clo=before.clo[at] + worn,
            inside=before.inside[at] + worn - table.removable_clo[pieces],
            under=under,
            wishes=before.wishes[at] | table.wishes[pieces],
            lean=before.lean[at] + self.lean.each[:, pieces].T,
        )

    def rest(self, columns: Sequence[int]) -> Rest:
        """What open columns can add."""
        open_ = [(column, self._ends[column]) for column in columns]
        upper = [ends.under for column, ends in open_ if column in (TOP, MID, DRESS)]
        bits, shades = 0, 0
        for _, ends in open_:
            bits |= ends.wishes
            shades |= ends.shades
        return Rest(
            columns=len(open_),
            shades=shades,
            clo=(sum(e.clo[0] for _, e in open_), sum(e.clo[1] for _, e in open_)),
            inside=(sum(e.inside[0] for _, e in open_), sum(e.inside[1] for _, e in open_)),
            under=min(upper, default=1.0),
            wishes=bits,
            back=self._back(columns),
        )

    def _back(self, columns: Sequence[int]) -> Floats:
        """(3,) what the lines take from open columns at most, to be given back without them."""
        least = [self.lean.each[:, self.shape[column]].min(axis=1) for column in columns]
        back: Floats = -np.sum(least, axis=0) if least else np.zeros(len(PARTS))
        return back

    def most(self, partial: Partial, rest: Rest, open_: Floats) -> Floats:
        """(N,) the value that each can reach at most; `open_` is what the open columns bring."""
        shares = self.shares
        line = self.lean.base + partial.lean
        best = partial.sure + open_
        best += _lower(line, rest, COLOR, shares["color_harmony"] * _color(partial, rest))
        best += _lower(line, rest, PATTERN, shares["pattern_mixing"] * _pattern(partial))
        if "warmth" in shares:
            best += _lower(line, rest, WARMTH, shares["warmth"] * self._warmth(partial, rest))
        if "rain" in shares:
            best += shares["rain"] * UNDER_SHARE * np.minimum(partial.under, rest.under)
        if "wishes" in shares:
            granted = np.bitwise_count(partial.wishes | rest.wishes)
            best += shares["wishes"] * granted / wish_count(self._judge.request)
        most: Floats = best
        return most

    def _warmth(self, partial: Partial, rest: Rest) -> Floats:
        assert self._judge.now.clo_band is not None
        low, high = self._judge.now.clo_band
        cold = np.maximum(0.0, low - clo.ensemble(partial.clo + rest.clo[1]))
        warm = np.maximum(0.0, clo.ensemble(partial.inside + rest.inside[0]) - high)
        best: Floats = np.exp(-(cold + warm) / number("warmth", "fall_off_clo"))
        return best


def span(values: Floats, columns: Sequence[Ints]) -> tuple[float, float]:
    """The least and the most that one of each column adds to a sum."""
    low = sum(float(values[members].min()) for members in columns)
    return low, sum(float(values[members].max()) for members in columns)


def _lower(line: Floats, rest: Rest, part: int, fallen: Floats) -> Floats:
    """(N,) the lower of the line above a part, and what is left of the part for certain."""
    lower: Floats = np.minimum(line[:, part], fallen + rest.back[part])
    return lower


def _color(partial: Partial, rest: Rest) -> Floats:
    losses = np.array(numbers("color", "hue_loss"))
    loss = losses[np.minimum(np.bitwise_count(partial.hues), len(losses) - 1)]
    loss = loss + one_hue_loss(partial.hue_tally)
    agreement = np.clip(1.0 - loss - number("color", "clash") * partial.clash, 0.0, 1.0)
    lacking = np.array(numbers("color", "echo_loss"))
    one_left = rest.columns == 1
    more = (partial.shades & rest.shades) > 0 if one_left else np.full(len(partial), rest.columns)
    echoes = np.minimum(partial.echoes + more, len(lacking) - 1)
    disagreement = number("color", "disagreement") * (1.0 - agreement)
    best: Floats = 1.0 - disagreement - lacking[echoes]
    return best


def _pattern(partial: Partial) -> Floats:
    losses = np.array(numbers("pattern", "by_count"))
    count = partial.patterned.astype(np.int64)
    value = losses[np.minimum(count, len(losses) - 1)]
    same = count > np.bitwise_count(partial.patterns)
    best: Floats = np.where(same, value * number("pattern", "same_kind"), value)
    return best
