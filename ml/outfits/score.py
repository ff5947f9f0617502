"""The parts of an outfit's score over many outfits at once. A row is an outfit: (COLUMNS,) indices.

A part that does not apply to a request is absent, and the weights of the others are scaled to one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ml.outfits import clo
from ml.outfits.facts import BLAZER, CLOTHES, DRESS, MID, OUTER, SHOES, TOP
from ml.outfits.request import Request
from ml.outfits.situation import Situation
from ml.outfits.table import HUE_BITS, HUES, Floats, Ints, Table
from ml.outfits.templates import wholeness
from ml.outfits.unary import LEARNED, NEUTRAL_TASTE, wish_count
from ml.outfits.weights import number, numbers, weights

PAIRS = tuple(combinations(CLOTHES, 2))


@dataclass(frozen=True, slots=True)
class Judge:
    """Scores rows of one table under one request. Values are 0..1, higher is better."""

    table: Table
    request: Request
    now: Situation

    def parts(self, rows: Ints) -> dict[str, Floats]:
        """Each part over (N, COLUMNS) rows as (N,)."""
        values = {
            "color_harmony": self.color(rows),
            "pattern_mixing": self.pattern(rows),
            **{part: self._mean(rows, column) for part, column in self.table.unary.items()},
        }
        if self.now.formality is not None:
            weighted = self.table.weight * self.table.outside
            values["formality_fit"] = 1.0 - self._mean(rows, weighted)
        if self.now.clo_band is not None:
            values["warmth"] = self.warmth(rows)
        if self.now.rain_chance > 0:
            values["rain"] = self.rain(rows)
        if self.table.together is not None:
            values["compatibility"] = self.table.together.mean(rows)
        if self.table.reference:
            values["near"] = self.near(rows)
        if wish_count(self.request):
            bits = np.bitwise_or.reduce(self.table.wishes[rows], axis=1)
            values["wishes"] = np.bitwise_count(bits) / wish_count(self.request)
        return values

    def total(self, rows: Ints) -> Floats:
        """(N,) weighted mean of the parts that apply, and what was learned on top.

        Of half an outfit, the share of it that there is.
        """
        values = self.parts(rows)
        shares = self.shares(list(values))
        total = np.full(len(rows), learned_middle(shares))
        for part, value in values.items():
            total += shares[part] * value
        whole: Floats = total * wholeness(rows)
        return whole

    def shares(self, parts: list[str]) -> dict[str, float]:
        """What each of these parts is worth here."""
        return part_weights(parts, self.now.chill, self.now.rain_chance)

    def _mean(self, rows: Ints, weighted: Floats) -> Floats:
        weight = self.table.weight[rows].sum(axis=1)
        mean: Floats = weighted[rows].sum(axis=1) / np.maximum(weight, 1e-9)
        return mean

    def mean_formality(self, rows: Ints) -> Floats:
        """(N,) formality of the outfit, pieces weighted by slot."""
        return self._mean(rows, self.table.weight * self.table.formality)

    def insulation(self, rows: Ints) -> Floats:
        """(N,) ensemble insulation in clo with everything on."""
        return clo.ensemble(self.table.clo[rows].sum(axis=1))

    def color(self, rows: Ints) -> Floats:
        """Colours that agree, and one that comes back: what people put together repeats colours."""
        losses = np.array(numbers("color", "echo_loss"))
        shades = self.table.shade[rows]
        distinct = np.bitwise_count(np.bitwise_or.reduce(shades, axis=1))
        loss = losses[np.minimum((shades > 0).sum(axis=1) - distinct, len(losses) - 1)]
        disagreement = number("color", "disagreement") * (1.0 - self.agreement(rows))
        judged: Floats = 1.0 - disagreement - loss
        return judged

    def agreement(self, rows: Ints) -> Floats:
        """Few hue families, none that nearly but not quite agree, none from head to toe.

        Neutrals are free.
        """
        losses = np.array(numbers("color", "hue_loss"))
        families = np.bitwise_count(np.bitwise_or.reduce(self.table.hues[rows], axis=1))
        loss = losses[np.minimum(families, len(losses) - 1)]
        worst, tint = np.zeros(len(rows)), self.table.tint[rows]
        used = [column for column in CLOTHES if (rows[:, column] >= 0).any()]
        for a, b in PAIRS:
            if a in used and b in used:
                np.maximum(worst, self.table.clash[tint[:, a], tint[:, b]], out=worst)
        loss = loss + one_hue_loss(self.table.hue_tally[rows].sum(axis=1))
        judged: Floats = np.clip(1.0 - loss - number("color", "clash") * worst, 0.0, 1.0)
        return judged

    def pattern(self, rows: Ints) -> Floats:
        """One patterned piece is free, more cost, two of one kind cost more."""
        losses = np.array(numbers("pattern", "by_count"))
        body = rows[:, CLOTHES]
        count = self.table.patterned[body].sum(axis=1).astype(np.int64)
        kinds = np.bitwise_count(np.bitwise_or.reduce(self.table.patterns[body], axis=1))
        value = losses[np.minimum(count, len(losses) - 1)]
        same: Floats = np.where(count > kinds, number("pattern", "same_kind"), 1.0)
        judged: Floats = value * same
        return judged

    def warmth(self, rows: Ints) -> Floats:
        """1 when the band meets [clo with all off that may come off, clo of all], else less.

        Outerwear may come off, but for what keeps the rain off when it rains.
        """
        assert self.now.clo_band is not None
        low, high = self.now.clo_band
        worn = self.table.clo[rows].sum(axis=1)
        inside = clo.ensemble(worn - self.table.removable_clo[rows].sum(axis=1))
        cold = np.maximum(0.0, low - clo.ensemble(worn))
        warm = np.maximum(0.0, inside - high)
        judged: Floats = np.exp(-(cold + warm) / number("warmth", "fall_off_clo"))
        return judged

    def rain(self, rows: Ints) -> Floats:
        """Half the outermost piece, four tenths the shoes, a tenth what lies under the coat."""
        shed = self.table.rain
        none = weights()["rain"]
        blazer = np.where(rows[:, BLAZER] >= 0, shed[rows[:, BLAZER]], none["outerwear"]["none"])
        outer = np.where(rows[:, OUTER] >= 0, shed[rows[:, OUTER]], blazer)
        shoes = np.where(rows[:, SHOES] >= 0, shed[rows[:, SHOES]], none["shoes"]["none"])
        under = np.where(rows >= 0, shed[rows], 1.0)[:, (TOP, MID, DRESS)].min(axis=1)
        judged: Floats = 0.5 * outer + 0.4 * shoes + 0.1 * under
        return judged

    def near(self, rows: Ints) -> Floats:
        """The share of the larger outfit that is kept of the one referred to."""
        own = self.table.weight[rows[:, CLOTHES]].sum(axis=1)
        kept: Floats = self.table.kept[rows].sum(axis=1) / np.maximum(own, self.table.reference)
        return kept

    def colorfulness(self, rows: Ints) -> Floats:
        """(N,) mean chroma of the pieces, weighted by slot."""
        return self._mean(rows, self.table.weight * self.table.colorfulness)

    def boldness(self, rows: Ints) -> Floats:
        """(N,) mean chroma, plus a tenth for each patterned piece."""
        judged: Floats = self.colorfulness(rows) + 0.1 * self.table.patterned[rows].sum(axis=1)
        return judged

    def busyness(self, rows: Ints) -> Floats:
        """(N,) pieces, hue families and patterned pieces, counted together."""
        families = np.bitwise_count(np.bitwise_or.reduce(self.table.hues[rows], axis=1))
        pieces = self.table.present[rows].sum(axis=1)
        count: NDArray[np.float64] = pieces + families + self.table.patterned[rows].sum(axis=1)
        return count


def one_hue_loss(tally: Ints) -> Floats:
    """(N,) what it costs that many main pieces are of one hue family; see `Table.hue_tally`."""
    losses = np.array(numbers("color", "one_hue_loss"))
    most = np.zeros(len(tally), dtype=np.int64)
    for i in range(HUES):
        np.maximum(most, (tally >> (HUE_BITS * i)) & ((1 << HUE_BITS) - 1), out=most)
    return losses[np.minimum(most, len(losses) - 1)]


def part_weights(
    parts: list[str], chill: float = 0.0, rain_chance: float = 1.0
) -> dict[str, float]:
    """Weights of the applicable parts, scaled to one; what was learned has its own beside them.

    `chill` is `Situation.chill`: the colder it is, the more of an outfit's worth is its warmth.
    `rain_chance` is `Situation.rain_chance`: the surer the rain, the more it counts.
    """
    own = {part: float(weights()["parts"][part]) for part in parts if part != LEARNED}
    if "warmth" in own:
        own["warmth"] *= 1.0 + chill * (number("warmth", "frost_weight") - 1.0)
    if "rain" in own:
        own["rain"] *= rain_chance
    whole = sum(own.values())
    shares = {part: weight / whole for part, weight in own.items()}
    return shares | {part: learned_weight() for part in parts if part == LEARNED}


def learned_weight() -> float:
    """The weight that makes log-odds of liking comparable with the score."""
    return 2.0 * number("learning", "most_log_odds") / number("learning", "log_odds_per_score")


def learned_middle(shares: Mapping[str, float]) -> float:
    """What to add so that a neutral learned part leaves the score as it is."""
    return -NEUTRAL_TASTE * shares.get(LEARNED, 0.0)
