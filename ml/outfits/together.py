"""How well every two garments of a table go together, by what they are and not one by one.

Garments that are alike to the model of compatibility share a row, so that a wardrobe of ten
thousand needs no table of a hundred million pairs.
"""

from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

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
    _known: dict[tuple[bytes, bytes], Floats] = field(default_factory=dict)

    def best(self, kinds: Ints, others: Ints) -> Floats:
        """(kinds,) how well each kind goes with that of the others that goes best with it."""
        key = (kinds.tobytes(), others.tobytes())
        if key not in self._known:
            self._known[key] = self.table[np.ix_(kinds, others)].max(axis=1)
        return self._known[key]

    def mean(self, rows: Ints) -> NDArray[np.float64]:
        """(N,) the mean over the pairs of each row's pieces."""
        found, pairs = np.zeros(len(rows)), np.zeros(len(rows))
        filled = [column for column in range(rows.shape[1]) if (rows[:, column] >= 0).any()]
        for a, b in combinations(filled, 2):
            both = (rows[:, a] >= 0) & (rows[:, b] >= 0)
            found += both * self.table[self.alike[rows[:, a]], self.alike[rows[:, b]]]
            pairs += both
        means: NDArray[np.float64] = np.where(pairs > 0, found / np.maximum(pairs, 1.0), ALONE)
        return means
