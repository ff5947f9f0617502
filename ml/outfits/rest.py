"""What the columns of a shape that are still open can add together, at least and at most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from typing import Final, cast

import numpy as np

COLOR, PATTERN, WARMTH = range(3)
PARTS: Final = ("color_harmony", "pattern_mixing", "warmth")
"""The parts that pieces decide together and that lines are laid above (`lines`)."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What the columns that are still open can add together, at least and at most.

    `back` is what the lines above parts take from them at most, by part.
    """

    columns: int
    shades: int
    clo: tuple[float, float]
    inside: tuple[float, float]
    under: float
    wishes: int
    back: tuple[float, float, float]

    def with_(self, more: "Rest") -> "Rest":
        """These columns and others."""
        return Rest(
            self.columns + more.columns,
            self.shades | more.shades,
            (self.clo[0] + more.clo[0], self.clo[1] + more.clo[1]),
            (self.inside[0] + more.inside[0], self.inside[1] + more.inside[1]),
            min(self.under, more.under),
            self.wishes | more.wishes,
            (
                self.back[0] + more.back[0],
                self.back[1] + more.back[1],
                self.back[2] + more.back[2],
            ),
        )


NO_REST: Final = Rest(0, 0, (0.0, 0.0), (0.0, 0.0), 1.0, 0, (0.0, 0.0, 0.0))


def all_of(ends: Iterable[Rest]) -> Rest:
    """What all of these columns can add."""
    return reduce(Rest.with_, ends, NO_REST)


def rests_of(ends: Sequence[Rest]) -> list[Rest]:
    """What is open after each of these columns was filled, from all of them to none."""
    return [*accumulate(reversed(ends), Rest.with_, initial=NO_REST)][::-1]


def others_of(ends: Sequence[Rest]) -> list[Rest]:
    """For each of these columns, what all others can add."""
    before = accumulate(ends[:-1], Rest.with_, initial=NO_REST)
    return [b.with_(after) for b, after in zip(before, rests_of(ends)[1:], strict=True)]


def spread(rests: Sequence[Rest], many: Sequence[int]) -> Rest:
    """Each of these so many times: numbers and bits are arrays then, one for each partial outfit.

    All are of the same number of columns.
    """

    def each(values: Iterable[object]) -> float:
        return cast("float", np.repeat(np.array([*values]), many))

    return Rest(
        rests[0].columns,
        cast("int", each(rest.shades for rest in rests)),
        (each(rest.clo[0] for rest in rests), each(rest.clo[1] for rest in rests)),
        (each(rest.inside[0] for rest in rests), each(rest.inside[1] for rest in rests)),
        each(rest.under for rest in rests),
        cast("int", each(rest.wishes for rest in rests)),
        (
            each(rest.back[0] for rest in rests),
            each(rest.back[1] for rest in rests),
            each(rest.back[2] for rest in rests),
        ),
    )
