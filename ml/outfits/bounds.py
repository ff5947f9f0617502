"""How good an outfit in the making can still become: never less than the best it will be.

Within one shape the filled columns are known, and with them the number of pieces and the weight of
the whole. So every mean over pieces is a sum of one number per garment, exact. The other parts only
fall as pieces are added (hues, clashes, patterns, what lies under a coat) or follow from the least
and the most that the open columns can add (insulation, wishes, colours that come back).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from ml.outfits import clo
from ml.outfits.facts import CLOTHES, DRESS, MID, TOP
from ml.outfits.gains import TOGETHER, AllGains
from ml.outfits.kinds import AllKinds
from ml.outfits.lines import Counted, lines, upright
from ml.outfits.partial import (
    CLO,
    HUES,
    INSIDE,
    LEANS,
    PATTERNED,
    PATTERNS,
    SHADES,
    TALLY,
    WISHES,
    Counts,
    Partial,
    nothing_on,
)
from ml.outfits.reach import Alone, Paired, Reach
from ml.outfits.rest import COLOR, PATTERN, WARMTH, Rest, all_of, others_of, rests_of, spread
from ml.outfits.score import Judge, one_hue_loss
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import Shape
from ml.outfits.unary import wish_count
from ml.outfits.weights import array, number

UNDER_SHARE = 0.1
"""How much of `rain` the pieces under the coat decide; the rest is a sum."""


class Known:
    """What the bounds of every shape need of one judge, worked out once."""

    def __init__(self, judge: Judge) -> None:
        self.judge, self.counts = judge, Counts(judge.table)
        self.gains, self.counted = AllGains(judge), Counted(judge.table)
        together = judge.table.together
        self.kinds = AllKinds(together) if together is not None else None


class Bounds:
    """The bounds of one shape under one judge. `extra` is (n + 1,): more that a garment brings.

    With `wider`, the bounds of a shape that has all of its candidates and was tightened, pairs are
    shared as they are there, to begin with.
    """

    def __init__(
        self, known: Known, shape: Shape, extra: Floats, wider: "Bounds | None" = None
    ) -> None:
        self.shape, self._judge, self._known = shape, known.judge, known
        own = known.gains.of(shape)
        self.shares, self._base = own.shares, own.base
        self.gain = known.gains.each(shape) + extra
        self._ends = known.counts.ends(shape)
        self._whole = all_of(self._ends.values())
        self.lean = upright(known.judge, self._whole, self.shares, len(self.gain))
        self._sums: Floats | None = None
        self.reach: Reach = Alone(shape, self.gain)
        if known.kinds is not None and len(shape) > 1:
            before = wider.reach if wider else None
            before = before if isinstance(before, Paired) else None
            self.reach = Paired(shape, self.gain, known.kinds, self.shares[TOGETHER], before)

    def tighten(self, sweeps: int) -> None:
        """Lower the bounds: share pairs anew, and lean lines above parts where that helps."""
        given = lines(self._judge, self.shape, self._whole, self.shares, self._known.counted)
        self.reach.tighten(sweeps, given, self.lean)
        starts = [0, *accumulate(map(len, self.shape.values()))][:-1]
        leant = self.lean.each[:, np.concatenate([*self.shape.values()])]
        least = np.minimum.reduceat(leant, starts, axis=1).T.tolist()
        self._ends = {
            column: replace(self._ends[column], back=(-taken[0], -taken[1], -taken[2]))
            for column, taken in zip(self.shape, least, strict=True)
        }
        self._sums = None

    def start(self) -> Partial:
        """The outfit of this shape with nothing on yet; (1,)."""
        return nothing_on(self._base)

    def grow(self, before: Partial, at: Ints, column: int, pieces: Ints) -> Partial:
        """Partial outfit `at[i]` with `pieces[i]` in a column; both (M,)."""
        table, counts = self._judge.table, self._known.counts
        rows, bits, more = before.rows[at], before.bits[:, at], counts.bits[:, pieces]
        clash, under = before.clash[at], before.under[at]
        decided = [c for c in CLOTHES if before.rows[0, c] >= 0] if len(before) else []
        if column in CLOTHES and decided:
            tints = table.tint[rows[:, decided].T]
            worst = table.clash[tints, table.tint[pieces]].max(axis=0)
            clash = np.maximum(clash, worst)
        if column in (TOP, MID, DRESS):
            under = np.minimum(under, counts.under[pieces])
        rows[:, column] = pieces
        return Partial(
            rows=rows,
            sure=before.sure[at] + self.gain[pieces],
            sums=before.sums[:, at] + self._each_sums()[:, pieces],
            bits=bits | more,
            echoes=before.echoes[at] + ((bits[SHADES] & more[SHADES]) > 0),
            clash=clash,
            under=under,
            closed=np.zeros(len(rows)),
        )

    def _each_sums(self) -> Floats:
        """(7, n + 1) what each garment adds to `Partial.sums`."""
        if self._sums is None:
            self._sums = np.concatenate([self._known.counts.sums, self.lean.each])
        return self._sums

    def rests(self, order: Sequence[int]) -> list[Rest]:
        """What columns can add that are filled in an order: all, all but the first and so on."""
        return rests_of([self._ends[column] for column in order])

    def tops(self) -> dict[int, Floats]:
        """Per column, (K,) what an outfit with each candidate can reach at most."""
        counts, columns = self._known.counts, [*self.shape]
        pieces, many = np.concatenate([*self.shape.values()]), [*map(len, self.shape.values())]
        none = np.zeros(len(pieces))
        alone = Partial(
            rows=np.empty((len(pieces), 0), dtype=np.int64),
            sure=self._base + self.gain[pieces],
            sums=self._each_sums()[:, pieces],
            bits=counts.bits[:, pieces],
            echoes=np.zeros(len(pieces), dtype=np.int64),
            clash=none,
            under=counts.under[pieces],
            closed=none,
        )
        others = others_of([self._ends[column] for column in columns])
        beside = self.reach.beside_all()
        most = self.closed(alone, spread(others, many))
        most += np.concatenate([beside[column] for column in columns])
        return dict(zip(columns, np.split(most, np.cumsum(many)[:-1]), strict=True))

    def closed(self, partial: Partial, rest: Rest) -> Floats:
        """(N,) the most that each can reach, without what open columns bring by themselves."""
        shares = self.shares
        line = self.lean.base[:, None] + partial.sums[LEANS]
        best = partial.sure.copy()
        best += _lower(line, rest, COLOR, shares["color_harmony"] * _color(partial, rest))
        best += _lower(line, rest, PATTERN, shares["pattern_mixing"] * _pattern(partial))
        if "warmth" in shares:
            best += _lower(line, rest, WARMTH, shares["warmth"] * self._warmth(partial, rest))
        if "rain" in shares:
            best += shares["rain"] * UNDER_SHARE * np.minimum(partial.under, rest.under)
        if "wishes" in shares:
            granted = np.bitwise_count(partial.bits[WISHES] | rest.wishes)
            best += shares["wishes"] * granted / wish_count(self._judge.request)
        most: Floats = best
        return most

    def _warmth(self, partial: Partial, rest: Rest) -> Floats:
        assert self._judge.now.clo_band is not None
        low, high = self._judge.now.clo_band
        cold = np.maximum(0.0, low - clo.ensemble(partial.sums[CLO] + rest.clo[1]))
        warm = np.maximum(0.0, clo.ensemble(partial.sums[INSIDE] + rest.inside[0]) - high)
        best: Floats = np.exp(-(cold + warm) / number("warmth", "fall_off_clo"))
        return best


def _lower(line: Floats, rest: Rest, part: int, fallen: Floats) -> Floats:
    """(N,) the lower of the line above a part, and what is left of the part for certain."""
    lower: Floats = np.minimum(line[part], fallen + rest.back[part])
    return lower


def _color(partial: Partial, rest: Rest) -> Floats:
    losses = array("color", "hue_loss")
    loss = losses[np.minimum(np.bitwise_count(partial.bits[HUES]), len(losses) - 1)]
    loss = loss + one_hue_loss(partial.sums[TALLY].astype(np.int64))
    agreement = np.clip(1.0 - loss - number("color", "clash") * partial.clash, 0.0, 1.0)
    lacking = array("color", "echo_loss")
    one_left = rest.columns == 1
    more = (partial.bits[SHADES] & rest.shades) > 0 if one_left else rest.columns
    echoes = np.minimum(partial.echoes + more, len(lacking) - 1)
    disagreement = number("color", "disagreement") * (1.0 - agreement)
    best: Floats = 1.0 - disagreement - lacking[echoes]
    return best


def _pattern(partial: Partial) -> Floats:
    losses = array("pattern", "by_count")
    count = partial.sums[PATTERNED].astype(np.int64)
    value = losses[np.minimum(count, len(losses) - 1)]
    same = count > np.bitwise_count(partial.bits[PATTERNS])
    best: Floats = np.where(same, value * number("pattern", "same_kind"), value)
    return best
