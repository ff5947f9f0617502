"""Which pieces make an outfit: separates or a dress, shoes, then layers and accessories."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.outfits.facts import (
    ACCESSORIES,
    BELT,
    BLAZER,
    BOTTOM,
    COLUMNS,
    DRESS,
    MID,
    OUTER,
    SHOES,
    TIE,
    TOP,
)
from ml.outfits.table import Ints, Table

FURTHER = (SHOES, OUTER, MID, BLAZER, *ACCESSORIES.values())
"""The order in which a body (separates or a dress) is completed."""


@dataclass(frozen=True, slots=True)
class Template:
    """What may be combined: `must` columns are filled, `may` columns can be, no other is."""

    table: Table
    must: frozenset[int]
    may: frozenset[int]

    def bodies(self) -> Ints:
        """Every top with every bottom and every dress, as (N, COLUMNS) rows, −1 where empty.

        Where a wardrobe has no bottom, or no top, the other half stands alone.
        """
        separates = DRESS not in self.must
        dress = not self.must & {TOP, BOTTOM}
        blocks = [self._dresses()] if dress else []
        if separates:
            blocks.append(self._separates(half=False))
        rows = np.concatenate(blocks)
        return rows if len(rows) or not separates else self._separates(half=True)

    def _dresses(self) -> Ints:
        dresses = self.table.members(DRESS)
        rows = _empty(len(dresses))
        rows[:, DRESS] = dresses
        return rows

    def _separates(self, *, half: bool) -> Ints:
        bottoms = self._or_nothing(BOTTOM) if half else self.table.members(BOTTOM)
        blocks = [_pairs(TOP, self.table.members(TOP), bottoms)]
        if TOP not in self.must and not (half and len(blocks[0])):
            blocks.append(_pairs(MID, self.table.members(MID), bottoms))
        rows = np.concatenate(blocks)
        if len(rows) or not half or not len(self.table.members(BOTTOM)):
            return rows
        return _pairs(TOP, np.array([-1]), bottoms)

    def _or_nothing(self, column: int) -> Ints:
        members = self.table.members(column)
        return members if len(members) else np.array([-1])

    def options(self, column: int) -> Ints:
        """Candidates of a further column, with −1 where it may stay empty."""
        members = self.table.members(column)
        if (column in self.must or column == SHOES) and len(members):
            return members
        return np.append(members, -1) if column in self.may else np.array([-1])

    def extend(self, rows: Ints, column: int) -> Ints:
        """Each row with each option of a column; rows that already fill it stay as they are."""
        options = self.options(column)
        filled = rows[rows[:, column] >= 0]
        open_rows = rows[rows[:, column] < 0]
        grown = np.repeat(open_rows, len(options), axis=0)
        grown[:, column] = np.tile(options, len(open_rows))
        grown = grown[self.wearable(grown)]
        return np.concatenate([filled, grown]) if len(filled) else grown

    def wearable(self, rows: Ints) -> NDArray[np.bool_]:
        """(N,) whether each piece has what it is worn with."""
        garments = self.table.garments
        shirt = np.array([*(g.category == "shirt" for g in garments), False])
        hooded = np.array([*(g.category == "hoodie" for g in garments), False])
        tie = (rows[:, TIE] < 0) | shirt[rows[:, TOP]]
        belt = (rows[:, BELT] < 0) | (rows[:, BOTTOM] >= 0)
        layers = (rows[:, MID] >= 0).astype(np.int64) + (rows[:, BLAZER] >= 0)
        dress = (rows[:, DRESS] < 0) | (~hooded[rows[:, MID]] & (layers < 2))
        alone = (rows[:, DRESS] < 0) | ((rows[:, TOP] < 0) & (rows[:, BOTTOM] < 0))
        wearable: NDArray[np.bool_] = tie & belt & dress & alone
        return wearable


def _empty(count: int) -> Ints:
    return np.full((count, COLUMNS), -1, dtype=np.int64)


def _pairs(column: int, tops: Ints, bottoms: Ints) -> Ints:
    rows = _empty(len(tops) * len(bottoms))
    rows[:, column] = np.repeat(tops, len(bottoms))
    rows[:, BOTTOM] = np.tile(bottoms, len(tops))
    return rows


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


def whole(rows: Ints) -> NDArray[np.bool_]:
    """(N,) whether a row covers the body: a dress, or a top and a bottom."""
    top = (rows[:, TOP] >= 0) | (rows[:, MID] >= 0)
    covered: NDArray[np.bool_] = (rows[:, DRESS] >= 0) | (top & (rows[:, BOTTOM] >= 0))
    return covered
