"""Garments of a wardrobe, judged by the same function and weights as any other items."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from ml.outfits.compatibility.judging import together
from ml.outfits.compatibility.reading import Item, of_garment
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

    def __init__(self) -> None:
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
        table = together([*distinct], attributes_only=True)
        known = {item: row for row, item in enumerate(distinct)}, (table + table.T) / 2
        self._kept = [known, *kept][:KEPT]
        return _rows(items, *known)


def _rows(items: Sequence[Item], number: Mapping[Item, int], table: Floats) -> Together:
    return Together(np.array([*(number[item] for item in items), 0], dtype=np.int64), table)


_tables = Tables()


def judged(garments: Sequence[GarmentFacts]) -> Together:
    """How well every two of these garments go together; alike ones share a row."""
    if not garments:
        return Together(np.zeros(1, dtype=np.int64), np.full((1, 1), ALONE))
    sorts = {garment.sort: of_garment(garment) for garment in garments}
    return _tables.of([sorts[garment.sort] for garment in garments])


def closest_and_farthest(
    garments: Sequence[GarmentFacts],
) -> tuple[tuple[int, int, float], tuple[int, int, float]] | None:
    """The two pieces that go together best and the two that do least, each with their value."""
    if len(garments) < 2:
        return None
    pairs = together([of_garment(garment) for garment in garments], attributes_only=True)
    rows, columns = np.triu_indices(len(garments), 1)
    values = pairs[rows, columns]
    best, worst = int(values.argmax()), int(values.argmin())
    return (
        (int(rows[best]), int(columns[best]), float(values[best])),
        (int(rows[worst]), int(columns[worst]), float(values[worst])),
    )


def farthest_from(garment: GarmentFacts, others: Sequence[GarmentFacts]) -> int:
    """Which of the others goes least with a garment."""
    items = [of_garment(one) for one in (garment, *others)]
    return int(together(items, attributes_only=True)[0, 1:].argmin())
