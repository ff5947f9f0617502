"""Choosing a few different outfits from many, best first.

The rule: no two chosen outfits share more than half of the main pieces of the smaller one; where
that leaves too few, they may share more, but never all, so that no two differ only in accessories.
"""

from collections.abc import Iterable
from uuid import UUID

import numpy as np

from ml.outfits.demands import Mask
from ml.outfits.facts import CLOTHES, DRESS
from ml.outfits.search import Pool
from ml.outfits.table import Floats, Ints, Table

HALF = 0.5

COUNTS = np.array([2.0 if column == DRESS else 1.0 for column in CLOTHES])
"""A dress counts as the top and the bottom that it stands for."""


def overlap(rows: Ints, row: Ints) -> Floats:
    """(N,) share of main pieces in common with one row, of the smaller outfit's."""
    body, other = rows[:, CLOTHES], row[list(CLOTHES)]
    shared = ((body == other) & (body >= 0)) @ COUNTS
    smaller = np.minimum((body >= 0) @ COUNTS, (other >= 0) @ COUNTS)
    shares: Floats = shared / np.maximum(smaller, 1)
    return shares


def choose(pool: Pool, allowed: Mask, count: int, chosen: list[Ints], most: float) -> list[Ints]:
    """Extend `chosen` greedily to `count` rows that overlap by at most `most` (under 1)."""
    picked = list(chosen)
    free = allowed.copy()
    for row in picked:
        free &= _apart(pool.rows, row, most)
    while len(picked) < count and free.any():
        row = pool.rows[int(np.argmax(free))]
        picked.append(row)
        free &= _apart(pool.rows, row, most)
    return picked


def _apart(rows: Ints, row: Ints, most: float) -> Mask:
    apart: Mask = overlap(rows, row) <= most + 1e-9
    return apart


def not_shown(table: Table, rows: Ints, shown: Iterable[frozenset[UUID]]) -> Mask:
    """(N,) whether a row's main pieces differ from those of every outfit already shown."""
    free = np.ones(len(rows), dtype=np.bool_)
    body = rows[:, CLOTHES]
    size = (body >= 0).sum(axis=1)
    for ids in shown:
        member = np.array([*(g.view.id in ids for g in table.garments), False])
        free &= member[body].sum(axis=1) < size
    return free
