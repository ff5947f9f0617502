"""The parts of an outfit's score over many outfits at once. A row is an outfit: (COLUMNS,) indices.

A part that does not apply to a request is absent, and the weights of the others are scaled to one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.outfits import clo
from ml.outfits.facts import BLAZER, DRESS, MID, OUTER, SHOES, TOP
from ml.outfits.request import Request
from ml.outfits.situation import Situation
from ml.outfits.table import HUE_BITS, HUES, Floats, Ints, Table
from ml.outfits.templates import wholeness
from ml.outfits.unary import LEARNED, NEUTRAL_TASTE, wish_count
from ml.outfits.weights import array, number, weights
from ml.outfits.worn import Worn, worn

CHUNK_BITS: Final = 4 * HUE_BITS
CHUNK: Final = (1 << CHUNK_BITS) - 1
"""So much of a tally of hues is looked up at once."""
Rows = Ints | Worn
"""Outfits (N, COLUMNS), or the same by place."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Scores rows of one table under one request. Values are 0..1, higher is better."""

    table: Table
    request: Request
    now: Situation

    def parts(self, rows: Rows) -> dict[str, Floats]:
        """Each part over (N, COLUMNS) rows as (N,)."""
        table, rows = self.table, worn(rows)
        weight = np.maximum(rows.total(table.weight), 1e-9)
        values = {
            "color_harmony": self.color(rows),
            "pattern_mixing": self.pattern(rows),
            **{part: rows.total(column) / weight for part, column in table.unary.items()},
        }
        if self.now.formality is not None:
            values["formality_fit"] = 1.0 - rows.total(table.weight * table.outside) / weight
        if self.now.clo_band is not None:
            values["warmth"] = self.warmth(rows)
        if self.now.rain_chance > 0:
            values["rain"] = self.rain(rows)
        if table.together is not None:
            values["compatibility"] = table.together.mean(rows)
        if table.reference:
            values["near"] = self.near(rows)
        if wish_count(self.request):
            granted = np.bitwise_count(rows.any_of(table.wishes))
            values["wishes"] = granted / wish_count(self.request)
        return values

    def total(self, rows: Rows) -> Floats:
        """(N,) weighted mean of the parts that apply, and what was learned on top.

        Of half an outfit, the share of it that there is.
        """
        rows = worn(rows)
        values = self.parts(rows)
        shares = self.shares(list(values))
        total = np.full(len(rows.rows), learned_middle(shares))
        for part, value in values.items():
            total += shares[part] * value
        whole: Floats = total * wholeness(rows.rows)
        return whole

    def shares(self, parts: list[str]) -> dict[str, float]:
        """What each of these parts is worth here."""
        return part_weights(parts, self.now.chill, self.now.rain_chance)

    def _mean(self, rows: Rows, weighted: Floats) -> Floats:
        rows = worn(rows)
        mean: Floats = rows.total(weighted) / np.maximum(rows.total(self.table.weight), 1e-9)
        return mean

    def mean_formality(self, rows: Rows) -> Floats:
        """(N,) formality of the outfit, pieces weighted by slot."""
        return self._mean(rows, self.table.weight * self.table.formality)

    def insulation(self, rows: Rows) -> Floats:
        """(N,) ensemble insulation in clo with everything on."""
        return clo.ensemble(worn(rows).total(self.table.clo))

    def color(self, rows: Rows) -> Floats:
        """Colours that agree, and one that comes back: what people put together repeats colours."""
        rows, losses = worn(rows), array("color", "echo_loss")
        shades = self.table.shade[rows.pieces]
        distinct = np.bitwise_count(np.bitwise_or.reduce(shades, axis=0))
        loss = losses[np.minimum((shades > 0).sum(axis=0) - distinct, len(losses) - 1)]
        disagreement = number("color", "disagreement") * (1.0 - self.agreement(rows))
        judged: Floats = 1.0 - disagreement - loss
        return judged

    def agreement(self, rows: Rows) -> Floats:
        """Few hue families, none that nearly but not quite agree, none from head to toe.

        Neutrals are free.
        """
        rows, losses = worn(rows), array("color", "hue_loss")
        families = np.bitwise_count(rows.any_of(self.table.hues))
        loss = losses[np.minimum(families, len(losses) - 1)]
        loss = loss + one_hue_loss(rows.count(self.table.hue_tally))
        clash = number("color", "clash") * self._worst_clash(rows.body)
        judged: Floats = np.clip(1.0 - loss - clash, 0.0, 1.0)
        return judged

    def _worst_clash(self, body: Ints) -> Floats:
        """(N,) how much the two of these (places, N) disagree that disagree most."""
        worst, tint = np.zeros(body.shape[1]), self.table.tint[body]
        for a, b in combinations(range(len(tint)), 2):
            np.maximum(worst, self.table.clash[tint[a], tint[b]], out=worst)
        return worst

    def pattern(self, rows: Rows) -> Floats:
        """One patterned piece is free, more cost, two of one kind cost more."""
        losses, body = array("pattern", "by_count"), worn(rows).body
        count = self.table.patterned[body].sum(axis=0).astype(np.int64)
        kinds = np.bitwise_count(np.bitwise_or.reduce(self.table.patterns[body], axis=0))
        value = losses[np.minimum(count, len(losses) - 1)]
        same: Floats = np.where(count > kinds, number("pattern", "same_kind"), 1.0)
        judged: Floats = value * same
        return judged

    def warmth(self, rows: Rows) -> Floats:
        """1 when the band meets [clo with all off that may come off, clo of all], else less.

        Outerwear may come off, but for what keeps the rain off when it rains.
        """
        assert self.now.clo_band is not None
        (low, high), rows = self.now.clo_band, worn(rows)
        with_all = rows.total(self.table.clo)
        inside = clo.ensemble(with_all - rows.total(self.table.removable_clo))
        cold = np.maximum(0.0, low - clo.ensemble(with_all))
        warm = np.maximum(0.0, inside - high)
        judged: Floats = np.exp(-(cold + warm) / number("warmth", "fall_off_clo"))
        return judged

    def rain(self, rows: Rows) -> Floats:
        """Half the outermost piece, four tenths the shoes, a tenth what lies under the coat."""
        rows, shed, none = worn(rows), self.table.rain, weights()["rain"]

        def of(place: int, empty: float | Floats) -> Floats:
            pieces = rows.at(place)
            there: Floats = np.where(pieces >= 0, shed[pieces], empty)
            return there

        outer = of(OUTER, of(BLAZER, none["outerwear"]["none"]))
        shoes = of(SHOES, none["shoes"]["none"])
        under = np.minimum(np.minimum(of(TOP, 1.0), of(MID, 1.0)), of(DRESS, 1.0))
        judged: Floats = 0.5 * outer + 0.4 * shoes + 0.1 * under
        return judged

    def near(self, rows: Rows) -> Floats:
        """The share of the larger outfit that is kept of the one referred to."""
        rows = worn(rows)
        own = self.table.weight[rows.body].sum(axis=0)
        kept: Floats = rows.total(self.table.kept) / np.maximum(own, self.table.reference)
        return kept

    def colorfulness(self, rows: Rows) -> Floats:
        """(N,) mean chroma of the pieces, weighted by slot."""
        return self._mean(rows, self.table.weight * self.table.colorfulness)

    def boldness(self, rows: Rows) -> Floats:
        """(N,) mean chroma, plus a tenth for each patterned piece."""
        judged: Floats = self.colorfulness(rows) + 0.1 * worn(rows).total(self.table.patterned)
        return judged

    def busyness(self, rows: Rows) -> Floats:
        """(N,) pieces, hue families and patterned pieces, counted together."""
        rows = worn(rows)
        families = np.bitwise_count(rows.any_of(self.table.hues))
        pieces, patterned = rows.total(self.table.present), rows.total(self.table.patterned)
        count: NDArray[np.float64] = pieces + families + patterned
        return count


def one_hue_loss(tally: Ints) -> Floats:
    """(N,) what it costs that many main pieces are of one hue family; see `Table.hue_tally`."""
    losses, largest = array("color", "one_hue_loss"), _largest_count()
    most = largest[tally & CHUNK]
    for shift in range(CHUNK_BITS, HUES * HUE_BITS, CHUNK_BITS):
        most = np.maximum(most, largest[tally >> shift & CHUNK])
    lost: Floats = losses[np.minimum(most, len(losses) - 1)]
    return lost


@cache
def _largest_count() -> NDArray[np.intp]:
    """Per chunk of a tally: the largest of the counts in it."""
    chunks, mask = np.arange(CHUNK + 1), (1 << HUE_BITS) - 1
    counts = [chunks >> shift & mask for shift in range(0, CHUNK_BITS, HUE_BITS)]
    largest: NDArray[np.intp] = np.maximum.reduce(counts).astype(np.intp)
    return largest


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
