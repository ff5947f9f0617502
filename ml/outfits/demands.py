"""What a whole outfit must fulfil: wished colours, the formality band, moves, outerwear.

A demand that no outfit can fulfil is given up and said, the least important first. Exclusions are
not demands: they are never given up (`eligible`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.outfits.facts import BLAZER, CLOTHES, OUTER, GarmentFacts
from ml.outfits.matching import has_color
from ml.outfits.request import Request
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints, build, row_of
from ml.outfits.weights import number
from ml.outfits.wishes import Wish

Mask = NDArray[np.bool_]
PATTERN, MATERIAL, COLOR, FORMALITY, MOVE, OUTERWEAR, PIECE = range(7)
"""Importance, smallest given up first."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A test of rows, what to say when it is given up, and how much it matters."""

    importance: int
    given_up: str
    holds: Callable[[Ints], Mask]
    missing: str | None = None


def exists(wanted: Mask) -> Callable[[Ints], Mask]:
    """A test that some piece of a row is among the wanted candidates; (n + 1,) bool."""

    def holds(rows: Ints) -> Mask:
        found: Mask = np.logical_or.reduce(wanted[rows], axis=1)
        return found

    return holds


def wish_demands(judge: Judge, wishes: list[Wish]) -> list[Demand]:
    """Demands that some piece be of a wished slot and colour, where no single column decides."""
    ids = [garment.view.id for garment in judge.table.garments]
    return [
        Demand(PIECE, wish.given_up, exists(np.array([*(i in wish.ids for i in ids), False])))
        for wish in wishes
    ]


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
            demands.append(
                Demand(importance, given_up, exists(np.array([*wanted, False])), missing)
            )
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
    return [Demand(COLOR, given_up, exists(np.array([*wanted, False])))]


def formality_demand(judge: Judge) -> list[Demand]:
    """The stated formality band, for the mean of the outfit."""
    band, slack = judge.now.formality, number("formality", "band_tolerance")
    if band is None or not judge.now.formality_is_hard:
        return []

    def holds(rows: Ints) -> Mask:
        mean = judge.mean_formality(rows)
        within: Mask = (mean >= band[0] - slack - 1e-9) & (mean <= band[1] + slack + 1e-9)
        return within

    return [Demand(FORMALITY, "the formality is only as near as your wardrobe allows", holds)]


def outerwear_demand(judge: Judge) -> list[Demand]:
    """A coat or jacket when the weather asks; a real outer layer if one may be worn."""
    now = judge.now
    if not now.outerwear_asked:
        return []
    columns = [column for column in (OUTER, BLAZER) if len(judge.table.members(column))]
    words = f"a coat or jacket for {now.weather_words or 'this weather'}"
    if not columns:
        return [Demand(OUTERWEAR, "the outfits have no coat or jacket", _never, words)]
    return [Demand(OUTERWEAR, f"not every outfit has {words}", lambda r: r[:, columns[0]] >= 0)]


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
    measure: Callable[[Ints], Floats] = getattr(judge, name)
    start = float(getattr(before, name)(row)[0])

    def holds(rows: Ints) -> Mask:
        further: Mask = sign * (measure(rows) - start) >= step - 1e-9
        return further

    return Demand(MOVE, f"{words} than that can be made from what you have", holds)


def lean(judge: Judge, request: Request, rows: Ints) -> Floats:
    """(N,) small bonus that keeps a search going the way of the moves."""
    value = np.zeros(len(rows))
    for move in request.moves:
        if move in MEASURES:
            name, sign, step, _ = MEASURES[move]
            value += 0.01 * sign * getattr(judge, name)(rows) / step
    return value


def satisfied(demands: list[Demand], rows: Ints) -> tuple[Mask, list[Demand]]:
    """The rows that fulfil the most that any row fulfils, and the demands given up for it."""
    if not len(rows) or not demands:
        return np.ones(len(rows), dtype=np.bool_), []
    holds = np.array([demand.holds(rows) for demand in demands])
    worth = np.array([float(1 << demand.importance) for demand in demands])
    kept = holds[:, int(np.argmax(worth @ holds))]
    mask: Mask = holds[kept].all(axis=0)
    return mask, [demand for demand, keep in zip(demands, kept, strict=True) if not keep]
