"""Which pieces make an outfit: separates or a dress, shoes, then layers and accessories."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.outfits.facts import (
    ACCESSORIES,
    BELT,
    BLAZER,
    BOTTOM,
    DRESS,
    MID,
    OUTER,
    SHOES,
    TIE,
    TOP,
    GarmentFacts,
)
from ml.outfits.table import Ints, Table

FURTHER = (SHOES, OUTER, MID, BLAZER, *ACCESSORIES.values())
"""The order in which a body (separates or a dress) is completed."""
Shape = dict[int, Ints]
"""The columns that an outfit fills, with the candidates (indices) of each; none is empty."""


@dataclass(frozen=True, slots=True)
class Template:
    """What may be combined: `must` columns are filled, `may` columns can be, no other is."""

    table: Table
    must: frozenset[int]
    may: frozenset[int]

    def shapes(self) -> list[Shape]:
        """Every way to dress: one garment of each column of a shape is an outfit.

        No outfit is of two shapes. Where a wardrobe has no bottom, or no top, the other half
        stands alone.
        """
        shapes = self._bodies()
        for column in FURTHER:
            shapes = [grown for shape in shapes for grown in self._completed(shape, column)]
        return [shape for shape in map(self._worn_together, shapes) if shape is not None]

    def _bodies(self) -> list[Shape]:
        places: list[tuple[int, ...]] = [] if self.must & {TOP, BOTTOM} else [(DRESS,)]
        separates = DRESS not in self.must
        if separates:
            places += [(TOP, BOTTOM)] if TOP in self.must else [(TOP, BOTTOM), (MID, BOTTOM)]
        has = {column: len(self.table.members(column)) > 0 for column in (TOP, MID, DRESS, BOTTOM)}
        whole = [place for place in places if all(has[column] for column in place)]
        if not whole and separates:
            upper = TOP if has[TOP] or TOP in self.must else MID
            half = tuple(column for column in (upper, BOTTOM) if has[column])
            whole = [half] if half else []
        return [{column: self.table.members(column) for column in place} for place in whole]

    def _completed(self, shape: Shape, column: int) -> Iterator[Shape]:
        """The shape with the column filled, without it, or both where that is a choice."""
        members = self.table.members(column)
        forced = len(members) > 0 and (column in self.must or column == SHOES)
        if column in shape or not forced:
            yield shape
        if column not in shape and (forced or (column in self.may and len(members))):
            yield {**shape, column: members}

    def _worn_together(self, shape: Shape) -> Shape | None:
        """The shape with those candidates that have what they are worn with; None without any."""
        fits = dict(shape)
        if TIE in shape:
            fits[TOP] = self._only(shape.get(TOP), lambda garment: garment.category == "shirt")
        if DRESS in shape and MID in shape:
            fits[MID] = self._only(shape[MID], lambda garment: garment.category != "hoodie")
        bare = BELT in shape and BOTTOM not in shape
        heavy = DRESS in shape and MID in shape and BLAZER in shape
        full = all(len(candidates) for candidates in fits.values())
        return fits if full and not bare and not heavy else None

    def _only(self, members: Ints | None, fits: Callable[[GarmentFacts], bool]) -> Ints:
        garments = self.table.garments
        kept = [i for i in members if fits(garments[i])] if members is not None else []
        return np.array(kept, dtype=np.int64)


def wearable(table: Table, rows: Ints) -> NDArray[np.bool_]:
    """(N,) whether each piece has what it is worn with."""
    shirt = np.array([*(g.category == "shirt" for g in table.garments), False])
    hooded = np.array([*(g.category == "hoodie" for g in table.garments), False])
    tie = (rows[:, TIE] < 0) | shirt[rows[:, TOP]]
    belt = (rows[:, BELT] < 0) | (rows[:, BOTTOM] >= 0)
    layers = (rows[:, MID] >= 0).astype(np.int64) + (rows[:, BLAZER] >= 0)
    dress = (rows[:, DRESS] < 0) | (~hooded[rows[:, MID]] & (layers < 2))
    alone = (rows[:, DRESS] < 0) | ((rows[:, TOP] < 0) & (rows[:, BOTTOM] < 0))
    together: NDArray[np.bool_] = tie & belt & dress & alone
    return together


def wholeness(rows: Ints) -> NDArray[np.float64]:
    """(N,) the share of upper body, legs and feet that is dressed; a dress is both of the first."""
    worn = rows >= 0
    dressed = worn[:, DRESS]
    upper = dressed | worn[:, TOP] | worn[:, MID]
    parts = np.stack([upper, dressed | worn[:, BOTTOM], worn[:, SHOES]])
    share: NDArray[np.float64] = parts.mean(axis=0)
    return share


def missing_pieces(row: Ints) -> list[str]:
    """What an outfit lacks to be whole, in words; [] when it is."""
    worn = {int(column) for column in np.flatnonzero(row >= 0)}
    legs = "trousers, jeans, shorts or a skirt"
    covered = {legs} if DRESS in worn else set()
    return [words for words, fill in FILLED_BY.items() if not worn & fill and words not in covered]


FILLED_BY = {
    "shoes": frozenset({SHOES}),
    "a top or a dress": frozenset({TOP, MID, DRESS}),
    "trousers, jeans, shorts or a skirt": frozenset({BOTTOM}),
}
"""The columns that can fill what an outfit lacks."""
