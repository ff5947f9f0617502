"""Choosing a few different outfits from many, best first.

The rule: no two chosen outfits share more than half of the main pieces of the smaller one; where
that leaves too few, they differ in two main pieces, and at last in one, so that no two differ only
in accessories. A piece that an earlier choice has, or that was shown of late, costs a little; among
equals a lot decides and never the order of the wardrobe.
"""

from collections.abc import Callable, Iterable
from uuid import UUID
from zlib import crc32

import numpy as np

from ml.outfits.demands import Mask
from ml.outfits.facts import CLOTHES, DRESS
from ml.outfits.score import Judge
from ml.outfits.search import Pool
from ml.outfits.table import Floats, Ints, Table
from ml.outfits.weights import number

Apart = Callable[[Ints, Ints], Mask]
"""Which rows differ enough from one row."""
MOST_SHOWN = 3
COUNTS = np.array([2.0 if column == DRESS else 1.0 for column in CLOTHES])
"""A dress counts as the top and the bottom that it stands for."""


def overlap(rows: Ints, row: Ints) -> Floats:
    """(N,) share of main pieces in common with one row, of the smaller outfit's."""
    body, other = rows[:, CLOTHES], row[list(CLOTHES)]
    shared = ((body == other) & (body >= 0)) @ COUNTS
    smaller = np.minimum((body >= 0) @ COUNTS, (other >= 0) @ COUNTS)
    shares: Floats = shared / np.maximum(smaller, 1)
    return shares


def half_apart(rows: Ints, row: Ints) -> Mask:
    """(N,) whether at most half of the main pieces are shared."""
    apart: Mask = overlap(rows, row) <= 0.5 + 1e-9
    return apart


def two_apart(rows: Ints, row: Ints) -> Mask:
    """(N,) whether two places of main pieces differ, and something but not all is shared."""
    differ = (rows[:, CLOTHES] != row[list(CLOTHES)]).sum(axis=1)
    apart: Mask = (differ >= 2) & one_apart(rows, row)
    return apart


def one_apart(rows: Ints, row: Ints) -> Mask:
    """(N,) whether the smaller outfit has a main piece that the other has not."""
    apart: Mask = overlap(rows, row) < 1.0 - 1e-6
    return apart


class Picker:
    """Picks rows of a pool one by one, each as good as can be and unlike those before it."""

    def __init__(self, pool: Pool, judge: Judge) -> None:
        self._pool, self._table = pool, judge.table
        self._meant = {garment.id for garment in judge.request.reference}
        body = pool.rows[:, CLOTHES]
        self._lots = drawn_lots(judge)[body].sum(axis=1)
        self._worth = pool.values - number("choice", "shown") * times_shown(judge)[body].sum(axis=1)

    def choose(self, allowed: Mask, count: int, chosen: list[Ints], apart: Apart) -> list[Ints]:
        """Extend `chosen` greedily to `count` allowed rows that are apart from each other."""
        picked = list(chosen)
        free = allowed.copy()
        for row in picked:
            free &= apart(self._pool.rows, row)
        while len(picked) < count and free.any():
            row = self._pool.rows[self._best(free, picked)]
            picked.append(row)
            free &= apart(self._pool.rows, row)
        return picked

    def _best(self, free: Mask, picked: list[Ints]) -> int:
        """The free row that is best when repeated pieces cost; by lot among equals."""
        worth = np.where(free, self._worth, -np.inf)
        if picked:
            worth = worth - number("choice", "repeated") * self._repeated(picked)
        even = worth >= worth.max() - number("choice", "even")
        return int(np.argmax(np.where(even, self._lots, -np.inf)))

    def _repeated(self, picked: list[Ints]) -> Floats:
        """(N,) how often main pieces of a row were picked before, less those meant to be kept."""
        used = np.zeros(len(self._table.garments) + 1)
        for row in picked:
            body = row[list(CLOTHES)]
            used[body[body >= 0]] += 1.0
        for i, garment in enumerate(self._table.garments):
            used[i] *= garment.view.id not in self._meant
        times: Floats = used[self._pool.rows[:, CLOTHES]].sum(axis=1)
        return times


def drawn_lots(judge: Judge) -> Floats:
    """(n + 1,) 0..1: a number per garment that follows from its id and the request's lot."""
    ids = (garment.view.id.bytes for garment in judge.table.garments)
    return np.array([*(crc32(id_, judge.request.lot) / 2**32 for id_ in ids), 0.0])


def times_shown(judge: Judge) -> Floats:
    """(n + 1,) how often each garment was shown of late, `MOST_SHOWN` at most."""
    shown = judge.request.history.shown
    times = (min(shown.get(g.view.id, 0), MOST_SHOWN) for g in judge.table.garments)
    return np.array([*times, 0], dtype=np.float64)


def not_shown(table: Table, rows: Ints, shown: Iterable[frozenset[UUID]]) -> Mask:
    """(N,) whether a row's main pieces differ from those of every outfit already shown."""
    free = np.ones(len(rows), dtype=np.bool_)
    body = rows[:, CLOTHES]
    size = (body >= 0).sum(axis=1)
    for ids in shown:
        member = np.array([*(g.view.id in ids for g in table.garments), False])
        free &= member[body].sum(axis=1) < size
    return free
