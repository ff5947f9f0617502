"""Every outfit of a small wardrobe, one by one in plain Python, and the choice among all of them.

Shares with the engine what an outfit is worth and when two are apart (`ml.outfits.choose`), since
that is the objective, and nothing of how the best is searched for.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product

import numpy as np

from ml.outfits.choose import extras, first, fresh, rules, shown_sets, worth
from ml.outfits.demands import Demand, satisfied
from ml.outfits.facts import (
    BAG,
    BELT,
    BLAZER,
    BOTTOM,
    COLUMNS,
    DRESS,
    HAT,
    MID,
    OUTER,
    SHOES,
    TIE,
    TOP,
    GarmentFacts,
)
from ml.outfits.score import Judge
from ml.outfits.table import Ints

REST = (SHOES, OUTER, BLAZER, HAT, TIE, BELT, BAG)


def every_outfit(judge: Judge, must: frozenset[int], may: frozenset[int]) -> Iterator[list[int]]:
    """All rows that can be worn, from nested loops over the columns."""
    garments = judge.table.garments
    at = {c: [i for i, g in enumerate(garments) if g.column == c] for c in range(COLUMNS)}

    def options(column: int) -> list[int]:
        if at[column] and (column in must or column == SHOES):
            return at[column]
        return [*at[column], -1] if column in may else [-1]

    for body in bodies(at, must):
        mids = [body[MID]] if MID in body else options(MID)
        for mid, *others in product(mids, *map(options, REST)):
            row = {**body, MID: mid, **dict(zip(REST, others, strict=True))}
            row = {column: i for column, i in row.items() if i >= 0}
            if sensible(row, garments):
                yield [row.get(column, -1) for column in range(COLUMNS)]


def bodies(at: dict[int, list[int]], must: frozenset[int]) -> list[dict[int, int]]:
    """Dresses and separates; where neither can be made, the half that there is."""
    found = [] if must & {TOP, BOTTOM} else [{DRESS: d} for d in at[DRESS]]
    if DRESS in must:
        return found
    mid_alone = [] if TOP in must else at[MID]
    found += [{TOP: t, BOTTOM: b} for t in at[TOP] for b in at[BOTTOM]]
    found += [{MID: m, BOTTOM: b} for m in mid_alone for b in at[BOTTOM]]
    if found:
        return found
    uppers = [{TOP: t} for t in at[TOP]] or [{MID: m} for m in mid_alone]
    return uppers or [{BOTTOM: b} for b in at[BOTTOM]]


def sensible(row: dict[int, int], garments: Sequence[GarmentFacts]) -> bool:
    """A tie with a shirt, a belt with something to hold, no hoodie or two layers over a dress."""
    if TIE in row and (TOP not in row or garments[row[TOP]].category != "shirt"):
        return False
    if BELT in row and BOTTOM not in row:
        return False
    hooded = MID in row and garments[row[MID]].category == "hoodie"
    return not (DRESS in row and (hooded or (MID in row and BLAZER in row)))


def choose_among_all(
    judge: Judge, rows: Ints, asked: list[Demand], count: int
) -> tuple[list[Ints], list[Demand]]:
    """What the rule chooses from all rows, and the demands given up for it."""
    if not len(rows):
        return [], list(asked)
    plain = worth(judge, rows, extras(judge, []))
    rows = rows[np.argsort(-plain, kind="stable")]
    mask, given_up = satisfied(asked, rows)
    rows = rows[mask & fresh(rows, shown_sets(judge))]
    chosen: list[Ints] = []
    for rule in rules(judge.table, near=bool(judge.request.reference)):
        _extend(judge, rows, chosen, count, rule.apart)
    return chosen, given_up


def _extend(
    judge: Judge, rows: Ints, chosen: list[Ints], count: int, apart: Callable[[Ints, Ints], object]
) -> None:
    while len(chosen) < count:
        free = np.ones(len(rows), dtype=np.bool_)
        for row in chosen:
            free &= np.asarray(apart(rows, row))
        left = rows[free]
        if not len(left):
            return
        worths = worth(judge, left, extras(judge, chosen))
        chosen.append(left[first(judge.table, left, worths)])
