"""Outfits in the making, what their pieces add up to, and what the open columns can still add."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np

from ml.outfits.facts import CLOTHES, COLUMNS, DRESS, MID, TOP
from ml.outfits.rest import PARTS, Rest
from ml.outfits.table import Floats, Ints, Table
from ml.outfits.templates import Shape

TALLY, CLO, INSIDE, PATTERNED = range(4)
LEANS: Final = slice(4, 4 + len(PARTS))
"""Rows of `Partial.sums`: hues counted as in `Table.hue_tally`, insulation, that of what stays on,
patterned main pieces, and what the lines above parts make of the pieces."""
HUES, SHADES, PATTERNS, WISHES = range(4)
"""Rows of `Partial.bits`."""


@dataclass(frozen=True, slots=True)
class Partial:
    """N outfits in the making: (N, COLUMNS) rows with −1 where open or empty.

    `sure` (N,) is the sum that the pieces bring by themselves; `sums` (7, N) and `bits` (4, N) are
    what they add up to, `closed` (N,) is the most that they reach without what the open columns
    bring by themselves, and the others (N,) are what they bring together.
    """

    rows: Ints
    sure: Floats
    sums: Floats
    bits: Ints
    echoes: Ints
    clash: Floats
    under: Floats
    closed: Floats

    def take(self, at: Ints | slice) -> "Partial":
        """The partial outfits at these places."""
        return Partial(
            self.rows[at],
            self.sure[at],
            self.sums[:, at],
            self.bits[:, at],
            self.echoes[at],
            self.clash[at],
            self.under[at],
            self.closed[at],
        )

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)


def nothing_on(base: float) -> Partial:
    """The outfit with nothing on yet, (1,)."""
    return Partial(
        rows=np.full((1, COLUMNS), -1, dtype=np.int64),
        sure=np.full(1, base),
        sums=np.zeros((LEANS.stop, 1)),
        bits=np.zeros((4, 1), dtype=np.int64),
        echoes=np.zeros(1, dtype=np.int64),
        clash=np.zeros(1),
        under=np.ones(1),
        closed=np.zeros(1),
    )


class Counts:
    """What garments of a table add to `Partial.sums` and `Partial.bits`, and `under` a coat."""

    def __init__(self, table: Table) -> None:
        main = np.isin(table.column, CLOTHES)
        upper = np.isin(table.column, (TOP, MID, DRESS))
        inside = table.clo - table.removable_clo
        self.sums = np.array([table.hue_tally, table.clo, inside, main * table.patterned])
        self.bits = np.array([table.hues, table.shade, main * table.patterns, table.wishes])
        self.under = np.where(upper, table.rain, 1.0)
        self._ranged = np.array([-table.clo, table.clo, -inside, inside, self.under])
        self._known: dict[int, tuple[Ints, Rest]] = {}

    def ends(self, shape: Shape) -> dict[int, Rest]:
        """Per column, what one of its candidates can add, as if it alone were open."""
        new = [members for members in shape.values() if id(members) not in self._known]
        if new:
            starts = [0, *accumulate(map(len, new))][:-1]
            pieces = np.concatenate(new)
            most = np.maximum.reduceat(self._ranged[:, pieces], starts, axis=1).T.tolist()
            bits = np.bitwise_or.reduceat(self.bits[:, pieces], starts, axis=1)
            for members, ends, shades, wishes in zip(
                new, most, bits[SHADES].tolist(), bits[WISHES].tolist(), strict=True
            ):
                colder, clo, lighter, inside, under = ends
                self._known[id(members)] = (
                    members,
                    Rest(
                        1,
                        shades,
                        (-colder, clo),
                        (-lighter, inside),
                        under,
                        wishes,
                        (0.0, 0.0, 0.0),
                    ),
                )
        return {column: self._known[id(members)][1] for column, members in shape.items()}
