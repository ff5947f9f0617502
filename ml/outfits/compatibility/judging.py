"""The one function that judges items, whoever asks: a wardrobe, the command line, a benchmark."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ml.outfits.compatibility.model import load
from ml.outfits.compatibility.reading import Item, read
from stylist.arrays import Floats

ALONE: Final = 0.5
"""The score of a single item: nothing speaks for or against it."""


def together(items: Sequence[Item], *, attributes_only: bool) -> Floats:
    """(N, N) in 0..1, symmetric: how well every two of N items go together.

    Raises: BackendUnavailable when the shipped weights are damaged.
    """
    readings = [read(item, attributes_only=attributes_only) for item in items]
    return load().pairs(readings, attributes_only=attributes_only)


def log_odds_together(items: Sequence[Item]) -> Floats:
    """(N, N) the log-odds of attributes behind `together`, before they are put on the scale.

    Raises: BackendUnavailable when the shipped weights are damaged.
    """
    readings = [read(item, attributes_only=True) for item in items]
    return load().log_odds(readings, attributes_only=True)


def score_sets(sets: Sequence[Sequence[Item]], *, attributes_only: bool) -> list[float]:
    """The score, 0..1, of each set of items: the mean over its pairs, whatever their order."""
    ordered = [sorted(items, key=_key) for items in sets]
    return [mean_of_pairs(together(items, attributes_only=attributes_only)) for items in ordered]


def mean_of_pairs(pairs: Floats) -> float:
    """The mean over the pairs of an (N, N) table; `ALONE` when there is none."""
    rows, columns = np.triu_indices(len(pairs), 1)
    return float(pairs[rows, columns].mean()) if len(rows) else ALONE


def _key(item: Item) -> tuple[str, str, str]:
    """Orders items, so that sums are the same to the last digit in any order."""
    return item.category or "", item.title, item.stated
