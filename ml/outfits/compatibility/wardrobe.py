"""Garments of a wardrobe, judged by the same function and weights as any other items."""

from collections.abc import Sequence

import numpy as np

from ml.outfits.compatibility.judging import together
from ml.outfits.compatibility.reading import of_garment
from ml.outfits.facts import GarmentFacts
from ml.outfits.together import Together, grouped


def judged(garments: Sequence[GarmentFacts]) -> Together:
    """How well every two of these garments go together; alike ones share a row."""
    items = [of_garment(garment) for garment in garments]
    return grouped(items, lambda firsts: together([items[i] for i in firsts], attributes_only=True))


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
