"""How good an outfit in the making can still become: never less than the best it will be.

Within one shape the filled columns are known, and with them the number of pieces and the weight of
the whole. So every mean over pieces is a sum of one number per garment, exact. The other parts only
fall as pieces are added (hues, clashes, patterns, the spread of formality, what lies under a coat)
or follow from the least and the most that the open columns can add (insulation, wishes).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from ml.outfits import clo
from ml.outfits.facts import ACCESSORIES, BLAZER, CLOTHES, COLUMNS, DRESS, MID, OUTER, SHOES, TOP
from ml.outfits.score import Judge, part_weights
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import Shape
from ml.outfits.unary import wish_count
from ml.outfits.weights import number, numbers, weights

COUPLED = frozenset(
    {"color_harmony", "formality_coherence", "pattern_mixing", "warmth", "wishes", "rain"}
)
"""Parts that several pieces decide together; `rain` only by what lies under the coat."""
SUMMED = frozenset({"formality_fit", "near", "simplicity"})
"""Parts that are a sum over the pieces of a shape, beside those in `Table.unary`."""
PETTY_CLO = 1e-3
"""A range of insulation too small to draw a line over."""
UNDER_SHARE = 0.1
"""How much of `rain` the pieces under the coat decide; the rest is a sum."""


@dataclass(frozen=True, slots=True)
class Partial:
    """N outfits in the making: (N, COLUMNS) rows with −1 where open or empty, the rest (N,).

    `sure` is the sum that the pieces bring by themselves, the others what they bring together.
    """

    rows: Ints
    sure: Floats
    hues: Ints
    clash: Floats
    low: Floats
    high: Floats
    patterned: Floats
    patterns: Ints
    clo: Floats
    inside: Floats
    under: Floats
    wishes: Ints

    def take(self, at: Ints) -> "Partial":
        """The partial outfits at these places."""
        return Partial(*(getattr(self, field.name)[at] for field in fields(self)))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Rest:
    """What the columns that are still open can add together, at least and at most."""

    gain: float
    warm_gain: tuple[float, ...]
    low: float
    high: float
    clo: tuple[float, float]
    inside: tuple[float, float]
    under: float
    wishes: int


class Bounds:
    """The bounds of one shape under one judge. `extra` is (n + 1,): more that a garment brings."""

    def __init__(self, judge: Judge, shape: Shape, extra: Floats) -> None:
        self.shape, self._judge, self._table = shape, judge, judge.table
        sample = np.full((1, COLUMNS), -1, dtype=np.int64)
        for column, candidates in shape.items():
            sample[0, column] = candidates[0]
        parts = judge.parts(sample)
        self.shares = part_weights(list(parts))
        self.gain = self._gains(sample[0]) + extra
        self._base = self._constant(sample, parts)
        self._slopes = self._warmth_slopes()

    def _gains(self, sample: Ints) -> Floats:
        """(n + 1,) what each garment adds by itself in this shape."""
        table, shares, worn = self._table, self.shares, sample[sample >= 0]
        gain = np.zeros(len(table.weight))
        weight = float(table.weight[worn].sum())
        for part in shares.keys() & table.unary.keys():
            gain += shares[part] * table.unary[part] / weight
        if "formality_fit" in shares:
            gain -= shares["formality_fit"] * table.weight * table.outside / weight
        if "near" in shares:
            body = sample[list(CLOTHES)]
            own = float(table.weight[body[body >= 0]].sum())
            gain += shares["near"] * table.kept / max(own, table.reference)
        if "rain" in shares:
            over = OUTER if OUTER in self.shape else BLAZER
            for column, share in ((over, 0.5), (SHOES, 0.4)):
                shed = np.where(table.column == column, table.rain, 0.0)
                gain += shares["rain"] * share * shed
        return gain

    def _constant(self, sample: Ints, parts: dict[str, Floats]) -> float:
        """What every outfit of the shape gets: the value less all that is added or bounded.

        A part that nothing here knows is granted whole, so that the bound stays one.
        """
        total = float(self._judge.total(sample)[0])
        base = total - sum(self.shares[part] * float(value[0]) for part, value in parts.items())
        base -= number("search", "min_gain") * len(self.shape.keys() & set(ACCESSORIES.values()))
        for part in parts:
            if part == "simplicity":
                base += self.shares[part] * float(parts[part][0])
            elif part == "formality_fit" or part not in COUPLED | SUMMED | self._table.unary.keys():
                base += self.shares[part]
        if "rain" in parts:
            none = weights()["rain"]
            bare = 0.0 if {OUTER, BLAZER} & self.shape.keys() else none["outerwear"]["none"]
            unshod = 0.0 if SHOES in self.shape else none["shoes"]["none"]
            base += self.shares["rain"] * (0.5 * bare + 0.4 * unshod)
        return base

    def start(self) -> Partial:
        """The outfit of this shape with nothing on yet; (1,)."""
        zero, none = np.zeros(1), np.zeros(1, dtype=np.int64)
        rows = np.full((1, COLUMNS), -1, dtype=np.int64)
        low, high = np.full(1, np.inf), np.full(1, -np.inf)
        sure = np.full(1, self._base)
        under = np.ones(1)
        return Partial(rows, sure, none, zero, low, high, zero, none, zero, zero, under, none)

    def grow(self, before: Partial, at: Ints, column: int, pieces: Ints) -> Partial:
        """Partial outfit `at[i]` with `pieces[i]` in a column; both (M,)."""
        table = self._table
        rows = before.rows[at]
        main = column in CLOTHES
        clash, low, high, under = (
            part[at] for part in (before.clash, before.low, before.high, before.under)
        )
        patterned, patterns = before.patterned[at], before.patterns[at]
        if main:
            tint = table.tint[pieces]
            for other in CLOTHES:
                if (rows[:, other] >= 0).any():
                    clash = np.maximum(clash, table.clash[table.tint[rows[:, other]], tint])
            low = np.minimum(low, table.low[pieces])
            high = np.maximum(high, table.high[pieces])
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
            clash=clash,
            low=low,
            high=high,
            patterned=patterned,
            patterns=patterns,
            clo=before.clo[at] + worn,
            inside=before.inside[at] + worn - table.removable_clo[pieces],
            under=under,
            wishes=before.wishes[at] | table.wishes[pieces],
        )

    def rest(self, columns: Sequence[int]) -> Rest:
        """What open columns can add."""
        table, open_ = self._table, [self.shape[column] for column in columns]
        main = [self.shape[column] for column in columns if column in CLOTHES]
        upper = [self.shape[column] for column in columns if column in (TOP, MID, DRESS)]
        inside = table.clo - table.removable_clo
        bits = [int(np.bitwise_or.reduce(table.wishes[members])) for members in open_]
        return Rest(
            gain=sum(float(self.gain[members].max()) for members in open_),
            warm_gain=tuple(
                sum(float((self.gain + slope * table.clo)[members].max()) for members in open_)
                for slope in self._slopes
            ),
            low=min((float(table.low[members].max()) for members in main), default=np.inf),
            high=max((float(table.high[members].min()) for members in main), default=-np.inf),
            clo=span(table.clo, open_),
            inside=span(inside, open_),
            under=min((float(table.rain[members].max()) for members in upper), default=1.0),
            wishes=int(np.bitwise_or.reduce(np.array([0, *bits]))),
        )

    def most(self, partial: Partial, rest: Rest) -> Floats:
        """(N,) the value that each can reach at most, whatever fills the open columns."""
        best: Floats = partial.sure + self.together(partial, rest) + self._open(partial, rest)
        return best

    def together(self, partial: Partial, rest: Rest) -> Floats:
        """(N,) at most this much of the parts that several pieces decide, without warmth."""
        shares = self.shares
        best = shares["color_harmony"] * _color(partial)
        best += shares["formality_coherence"] * _coherence(partial, rest)
        best += shares["pattern_mixing"] * _pattern(partial)
        if "rain" in shares:
            best += shares["rain"] * UNDER_SHARE * np.minimum(partial.under, rest.under)
        if "wishes" in shares:
            granted = np.bitwise_count(partial.wishes | rest.wishes)
            best += shares["wishes"] * granted / wish_count(self._judge.request)
        return best

    def rough(self, partial: Partial, before: Rest, pieces: Ints, after: Rest) -> Floats:
        """(N, K) what each can reach with each of these pieces in the next column, roughly.

        `before` and `after` are the rests with that column and without it.
        """
        fixed = (partial.sure + self.together(partial, before))[:, None]
        warm, lines = self._warmth(partial, before)
        best: Floats = fixed + warm[:, None] + (self.gain[pieces] + after.gain)
        for slope, line, gain in zip(self._slopes, lines, after.warm_gain, strict=True):
            own = self.gain[pieces] + slope * self._table.clo[pieces]
            np.minimum(best, fixed + line[:, None] + (own + gain), out=best)
        return best

    def _open(self, partial: Partial, rest: Rest) -> Floats:
        """(N,) at most this much of the open columns' own gains and of warmth, together."""
        warm, lines = self._warmth(partial, rest)
        best = rest.gain + warm
        for line, gain in zip(lines, rest.warm_gain, strict=True):
            best = np.minimum(best, gain + line)
        return best

    def _warmth(self, partial: Partial, rest: Rest) -> tuple[Floats, list[Floats]]:
        """(N,) the most of warmth, and for each slope what it is above the open columns' share.

        What gains most and what is warmest may be different garments, so that taking the best of
        both promises too much. Warmth is never above a line over the sum of insulation; with that
        line, a garment's warmth counts as a gain of its own, and one garment must bring both.
        """
        if "warmth" not in self.shares:
            return np.zeros(len(partial)), []
        low, high = self._band()
        least, most = partial.clo + rest.clo[0], partial.clo + rest.clo[1]
        hot = np.maximum(0.0, clo.ensemble(partial.inside + rest.inside[0]) - high)
        warm = self._worth(np.maximum(0.0, low - clo.ensemble(most)) + hot)
        far = np.minimum(most, self._enough())
        near = np.minimum(least, far)
        cold, mild = (self._worth(np.maximum(0.0, low - clo.ensemble(end))) for end in (near, far))
        lines = [
            np.maximum(cold - slope * near, mild - slope * far) + slope * partial.clo
            for slope in self._slopes
        ]
        return warm, lines

    def _band(self) -> tuple[float, float]:
        assert self._judge.now.clo_band is not None
        return self._judge.now.clo_band

    def _enough(self) -> float:
        """The sum of garments' insulation from which on nobody is cold."""
        offset = float(clo.ensemble(np.zeros(1))[0])
        return max(0.0, (self._band()[0] - offset) / clo.ENSEMBLE_SLOPE)

    def _worth(self, gap: Floats) -> Floats:
        """(N,) what warmth is worth in the value at a gap to the band, in clo."""
        worth: Floats = self.shares["warmth"] * np.exp(-gap / number("warmth", "fall_off_clo"))
        return worth

    def _warmth_slopes(self) -> tuple[float, ...]:
        """Slopes of lines above warmth: what a clo is worth on average, and half of that."""
        if "warmth" not in self.shares:
            return ()
        least, most = span(self._table.clo, [*self.shape.values()])
        end = min(most, self._enough())
        if end - least < PETTY_CLO:
            return ()
        cold = np.maximum(0.0, self._band()[0] - clo.ensemble(np.array([least, end])))
        low, high = self._worth(cold)
        chord = float(high - low) / (end - least)
        return chord / 2, chord


def span(values: Floats, columns: Sequence[Ints]) -> tuple[float, float]:
    """The least and the most that one of each column adds to a sum."""
    low = sum(float(values[members].min()) for members in columns)
    return low, sum(float(values[members].max()) for members in columns)


def _color(partial: Partial) -> Floats:
    losses = np.array(numbers("color", "hue_loss"))
    loss = losses[np.minimum(np.bitwise_count(partial.hues), len(losses) - 1)]
    best: Floats = np.clip(1.0 - loss - number("color", "clash") * partial.clash, 0.0, 1.0)
    return best


def _coherence(partial: Partial, rest: Rest) -> Floats:
    spread = np.maximum(partial.high, rest.high) - np.minimum(partial.low, rest.low)
    excess = np.maximum(0.0, spread - number("formality", "free_spread"))
    best: Floats = np.clip(1.0 - excess / number("formality", "spread_fall_off"), 0.0, 1.0)
    return best


def _pattern(partial: Partial) -> Floats:
    losses = np.array(numbers("pattern", "by_count"))
    count = partial.patterned.astype(np.int64)
    value = losses[np.minimum(count, len(losses) - 1)]
    same = count > np.bitwise_count(partial.patterns)
    best: Floats = np.where(same, value * number("pattern", "same_kind"), value)
    return best
