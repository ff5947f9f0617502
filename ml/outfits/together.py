"""How well every two garments of a table go together, by what they are and not one by one.

Garments that are alike to the model of compatibility share a row, so that a wardrobe of ten
thousand needs no table of a hundred million pairs.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ml.outfits.worn import Worn, worn

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
ALONE = 0.5
"""The value of fewer than two pieces: nothing speaks for or against them."""


@dataclass(frozen=True, slots=True)
class Together:
    """`alike` is (n + 1,): which row of `table` (m, m), symmetric and 0..1, a garment has.

    The last garment is the empty place, whose pairs do not count.
    """

    alike: Ints
    table: Floats

    def mean(self, rows: "Ints | Worn") -> NDArray[np.float64]:
        """(N,) the mean over the pairs of each row's pieces."""
        pieces = worn(rows).pieces
        kinds, there = self.alike[pieces], pieces >= 0
        found, filled = np.zeros(pieces.shape[1]), [bool(row.all()) for row in there]
        for a, b in combinations(range(len(pieces)), 2):
            pair = self.table[kinds[a], kinds[b]]
            found += pair if filled[a] and filled[b] else (there[a] & there[b]) * pair
        count = there.sum(axis=0)
        pairs = count * (count - 1) // 2
        means: NDArray[np.float64] = np.where(pairs > 0, found / np.maximum(pairs, 1), ALONE)
        return means
