"""Garments of a wardrobe, judged by the same function and weights as any other items."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final
from uuid import UUID

import numpy as np

from ml.outfits.compatibility.judging import log_odds_together, together
from ml.outfits.compatibility.model import on_scale
from ml.outfits.compatibility.reading import Item, of_garment
from ml.outfits.compatibility.visual import MOST_SEEN, Looks
from ml.outfits.facts import GarmentFacts
from ml.outfits.together import ALONE, Together
from stylist.arrays import Floats

KEPT: Final = 3
"""Tables of pairs that are kept from one request to the next."""
MOST_KEPT: Final = 4_096
"""Rows of the largest table that is made larger than a request needs, 64 MiB."""


class Tables:
    """The last few tables of pairs: the same wardrobe asks again, with some garments more or less.

    Safe to use from several threads: a table is never changed once it is made.
    """

    def __init__(self, judge: Callable[[Sequence[Item]], Floats] | None = None) -> None:
        self._judge = judge or _scores
        self._kept: list[tuple[dict[Item, int], Floats]] = []

    def of(self, items: Sequence[Item]) -> Together:
        """How well every two of these items go together; equal ones share a row."""
        distinct = dict.fromkeys(items)
        kept = self._kept
        for known in kept:
            if distinct.keys() <= known[0].keys():
                self._kept = [known, *(one for one in kept if one is not known)][:KEPT]
                return _rows(items, *known)
        if kept and len(both := {**kept[0][0], **distinct}) <= min(MOST_KEPT, 2 * len(distinct)):
            distinct = dict.fromkeys(both)
        table = self._judge([*distinct])
        known = {item: row for row, item in enumerate(distinct)}, (table + table.T) / 2
        self._kept = [known, *kept][:KEPT]
        return _rows(items, *known)


def _scores(items: Sequence[Item]) -> Floats:
    return together(items, attributes_only=True)


def _rows(items: Sequence[Item], number: Mapping[Item, int], table: Floats) -> Together:
    return Together(np.array([*(number[item] for item in items), 0], dtype=np.int64), table)


_tables = Tables()
_log_odds = Tables(log_odds_together)


def judged(garments: Sequence[GarmentFacts], looks: Looks | None = None) -> Together:
    """How well every two of these garments go together; alike ones share a row.

    With looks, garments that have a photo have rows of their own, and what is seen is added to
    what their attributes say; not for more than `MOST_SEEN` garments (`left_out`).
    """
    if not garments:
        return Together(np.zeros(1, dtype=np.int64), np.full((1, 1), ALONE))
    sorts = {garment.sort: of_garment(garment) for garment in garments}
    items = [sorts[garment.sort] for garment in garments]
    if looks is None or left_out(garments, looks):
        return _tables.of(items)
    return _blended(items, [garment.view.id for garment in garments], looks)


def left_out(garments: Sequence[GarmentFacts], looks: Looks | None) -> bool:
    """Whether these are too many for their looks to be judged in pairs."""
    return looks is not None and len(garments) > MOST_SEEN


def _blended(items: Sequence[Item], ids: Sequence[UUID], looks: Looks) -> Together:
    """The pairs of items with their looks; equal items share a row only without a photo."""
    number: dict[tuple[Item, UUID | None], int] = {}
    keys = [(item, id_ if looks.has(id_) else None) for item, id_ in zip(items, ids, strict=True)]
    at = [number.setdefault(key, len(number)) for key in keys]
    stated = _log_odds.of([item for item, _ in number])
    of_items = stated.table[np.ix_(stated.alike[:-1], stated.alike[:-1])]
    table = on_scale(of_items + looks.says([id_ for _, id_ in number]))
    return Together(np.array([*at, 0], dtype=np.int64), table)


def closest_and_farthest(
    garments: Sequence[GarmentFacts], looks: Looks | None = None
) -> tuple[tuple[int, int, float], tuple[int, int, float]] | None:
    """The two pieces that go together best and the two that do least, each with their value."""
    if len(garments) < 2:
        return None
    pairs = _values(garments, looks)
    rows, columns = np.triu_indices(len(garments), 1)
    values = pairs[rows, columns]
    best, worst = int(values.argmax()), int(values.argmin())
    return (
        (int(rows[best]), int(columns[best]), float(values[best])),
        (int(rows[worst]), int(columns[worst]), float(values[worst])),
    )


def farthest_from(
    garment: GarmentFacts, others: Sequence[GarmentFacts], looks: Looks | None = None
) -> int:
    """Which of the others goes least with a garment."""
    return int(_values([garment, *others], looks)[0, 1:].argmin())


def _values(garments: Sequence[GarmentFacts], looks: Looks | None) -> Floats:
    """(N, N) of a few garments, as `judged` values them."""
    items = [of_garment(garment) for garment in garments]
    if looks is None:
        return _few(tuple(items))
    seen = looks.says([garment.view.id for garment in garments])
    return on_scale(log_odds_together(items) + seen)


@lru_cache(maxsize=256)
def _few(items: tuple[Item, ...]) -> Floats:
    """The pairs of an outfit, which is spoken of more than once."""
    table = together(items, attributes_only=True)
    table.flags.writeable = False
    return table
