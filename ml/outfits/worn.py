"""Many outfits by the places they fill, so that what their pieces add up to is one short sum each.

Sums go place by place in the same order whatever outfits are looked at together: the same outfit
has the same sum to the last digit among any others.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.outfits.facts import SHOES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Worn:
    """`rows` (N, COLUMNS), the `places` that any of them fills, and `pieces` (places, N) there."""

    rows: Ints
    places: list[int]
    pieces: Ints

    @property
    def body(self) -> Ints:
        """(places, N) the main pieces."""
        return self.pieces[: sum(place <= SHOES for place in self.places)]

    def at(self, place: int) -> Ints:
        """(N,) what is worn in a place."""
        return self.rows[:, place]

    def total(self, each: Floats) -> Floats:
        """(N,) the sum of a number of each piece, (n + 1,)."""
        summed: Floats = each[self.pieces].sum(axis=0)
        return summed

    def count(self, each: Ints) -> Ints:
        """(N,) the sum of a whole number of each piece, (n + 1,)."""
        summed: Ints = each[self.pieces].sum(axis=0)
        return summed

    def any_of(self, bits: Ints) -> Ints:
        """(N,) the bits that any piece has."""
        found: Ints = np.bitwise_or.reduce(bits[self.pieces], axis=0)
        return found


def worn(rows: "Ints | Worn") -> Worn:
    """The places and pieces of (N, COLUMNS) rows."""
    if isinstance(rows, Worn):
        return rows
    places = np.flatnonzero((rows >= 0).any(axis=0))
    return Worn(rows, places.tolist(), np.ascontiguousarray(rows.T[places]))
