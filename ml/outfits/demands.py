"""What a whole outfit must fulfil: wished colours, the formality band, moves, outerwear.

A demand that no outfit can fulfil is given up and said, the least important first. Exclusions are
not demands: they are never given up (`eligible`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.outfits.facts import BLAZER, CLOTHES, OUTER, GarmentFacts
from ml.outfits.matching import has_color
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints, build, row_of
from ml.outfits.unary import keeps_off
from ml.outfits.weights import number
from ml.outfits.wishes import Wish

Mask = NDArray[np.bool_]
PATTERN, MATERIAL, COLOR, FORMALITY, MOVE, OUTERWEAR, PIECE = range(7)
"""Importance, smallest given up first."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A measure of the judge and the range in which it must lie."""

    measure: str
    low: float = -np.inf
    high: float = np.inf

    def holds(self, judge: Judge, rows: Ints) -> Mask:
        """(N,) whether the measure lies within the range."""
        measure: Callable[[Ints], Floats] = getattr(judge, self.measure)
        found = measure(rows)
        within: Mask = (found >= self.low) & (found <= self.high)
        return within


@dataclass(frozen=True, slots=True)
class Demand:
    """A test of rows, what to say when it is given up, and how much it matters.

    A search reads ahead by `wanted`, (n + 1,) the candidates of which one must be worn, or by
    `limit`, the range in which a measure must lie.
    """

    importance: int
    given_up: str
    holds: Callable[[Ints], Mask]
    missing: str | None = None
    wanted: Mask | None = None
    limit: Limit | None = None


def one_of(
    importance: int, given_up: str, wanted: list[bool], missing: str | None = None
) -> Demand:
    """The demand that some piece be among the wanted candidates."""
    among = np.array([*wanted, False])

    def holds(rows: Ints) -> Mask:
        found: Mask = np.logical_or.reduce(among[rows], axis=1)
        return found

    return Demand(importance, given_up, holds, missing, wanted=among)


def within(judge: Judge, importance: int, given_up: str, limit: Limit) -> Demand:
    """The demand that a measure lie within a range."""
    return Demand(importance, given_up, lambda rows: limit.holds(judge, rows), limit=limit)


def wish_demands(judge: Judge, wishes: list[Wish]) -> list[Demand]:
    """Demands that some piece be of a wished slot and colour, where no single column decides."""
    ids = [garment.view.id for garment in judge.table.garments]
    return [one_of(PIECE, wish.given_up, [i in wish.ids for i in ids]) for wish in wishes]


def flat_demands(judge: Judge) -> list[Demand]:
    """Demands that each outfit shows a wished colour, pattern and material, if not tied to one."""
    frame = judge.request.frame
    tied = frame.pieces.want
    fields: list[tuple[int, str, list[str], Callable[[GarmentFacts, str], bool]]] = [
        (PATTERN, "pattern", frame.patterns.want, lambda g, name: g.pattern == name),
        (MATERIAL, "material", frame.materials.want, lambda g, name: g.material == name),
        (COLOR, "color", frame.colors.want, has_color),
    ]
    demands = []
    for importance, field, names, hits in fields:
        loose = [name for name in names if all(getattr(piece, field) != name for piece in tied)]
        if loose:
            wanted = [any(hits(g, n) for n in loose) for g in judge.table.garments]
            words = " or ".join(loose).replace("-", " ")
            missing = None if any(wanted) else f"anything {words} that may be worn for this"
            given_up = f"nothing in the outfit is {words}"
            demands.append(one_of(importance, given_up, wanted, missing))
    return demands


def recolor_demand(judge: Judge, reference: list[GarmentFacts]) -> list[Demand]:
    """A main piece in a colour just asked for that is not one of the reference's own."""
    colors = judge.request.recolor
    if not reference or not colors:
        return []
    own = {garment.view.id for garment in reference}
    wanted = [
        g.view.id not in own and g.column in CLOTHES and any(has_color(g, c) for c in colors)
        for g in judge.table.garments
    ]
    words = " or ".join(colors).replace("-", " ")
    given_up = f"nothing else {words} goes with that"
    return [one_of(COLOR, given_up, wanted)]


def formality_demand(judge: Judge) -> list[Demand]:
    """The stated formality band, for the mean of the outfit."""
    band, slack = judge.now.formality, number("formality", "band_tolerance") + 1e-9
    if band is None or not judge.now.formality_is_hard:
        return []
    limit = Limit("mean_formality", band[0] - slack, band[1] + slack)
    words = "the formality is only as near as your wardrobe allows"
    return [within(judge, FORMALITY, words, limit)]


def outerwear_demand(judge: Judge) -> list[Demand]:
    """A coat or jacket when the weather asks; a real outer layer if one may be worn.

    In rain it is one that keeps the rain off, if there is one.
    """
    now = judge.now
    if not now.outerwear_asked:
        return []
    columns = [column for column in (OUTER, BLAZER) if len(judge.table.members(column))]
    words = f"a coat or jacket for {now.weather_words or 'this weather'}"
    if not columns:
        return [Demand(OUTERWEAR, "the outfits have no coat or jacket", _never, words)]
    worn = [garment.column == columns[0] for garment in judge.table.garments]
    dry = [
        now.wet and yes and keeps_off(g) for g, yes in zip(judge.table.garments, worn, strict=True)
    ]
    return [one_of(OUTERWEAR, f"not every outfit has {words}", dry if any(dry) else worn)]


def _never(rows: Ints) -> Mask:
    return np.zeros(len(rows), dtype=np.bool_)


MEASURES: Final[dict[str, tuple[str, int, float, str]]] = {
    "warmer": ("insulation", 1, 0.03, "nothing warmer"),
    "cooler": ("insulation", -1, 0.03, "nothing lighter"),
    "dressier": ("mean_formality", 1, 0.02, "nothing dressier"),
    "more_casual": ("mean_formality", -1, 0.02, "nothing more casual"),
    "more_colourful": ("colorfulness", 1, 0.005, "nothing more colourful"),
    "less_colourful": ("colorfulness", -1, 0.005, "nothing less colourful"),
    "simpler": ("busyness", -1, 0.5, "nothing simpler"),
    "bolder": ("boldness", 1, 0.01, "nothing bolder"),
}
"""Per move: the judge's measure, its direction, the least step, what to say when there is none."""


def move_demands(judge: Judge, reference: list[GarmentFacts]) -> list[Demand]:
    """Each move compared with the reference outfit, when there is one."""
    if not reference:
        return []
    before = Judge(build(reference, judge.request, judge.now), judge.request, judge.now)
    row = row_of(reference)
    return [_move(judge, before, row, m) for m in judge.request.moves if m in MEASURES]


def _move(judge: Judge, before: Judge, row: Ints, move: str) -> Demand:
    name, sign, step, words = MEASURES[move]
    start = float(getattr(before, name)(row)[0])
    edge = start + sign * step
    limit = Limit(name, low=edge - 1e-9) if sign > 0 else Limit(name, high=edge + 1e-9)
    return within(judge, MOVE, f"{words} than that can be made from what you have", limit)


def weight_of(demands: Sequence[Demand]) -> float:
    """How much these demands weigh together against others."""
    return sum(float(1 << demand.importance) for demand in demands)


def satisfied(demands: list[Demand], rows: Ints) -> tuple[Mask, list[Demand]]:
    """The rows that fulfil the most that any row fulfils, and the demands given up for it.

    Where several sets of demands weigh the same, the earlier row decides.
    """
    if not len(rows) or not demands:
        return np.ones(len(rows), dtype=np.bool_), []
    holds = np.array([demand.holds(rows) for demand in demands])
    worth = np.array([weight_of([demand]) for demand in demands])
    kept = holds[:, int(np.argmax(worth @ holds))]
    mask: Mask = holds[kept].all(axis=0)
    return mask, [demand for demand, keep in zip(demands, kept, strict=True) if not keep]
