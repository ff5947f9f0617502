"""Which exclusions to let go so that a whole outfit can be made: the fewest first."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from ml.outfits.eligible import BY_ITSELF, Refused
from ml.outfits.facts import COLUMNS
from ml.outfits.reasons import name
from ml.outfits.templates import missing_pieces
from stylist.wording import listed

MOST_TOGETHER: Final = 4
"""Exclusions let go at once; whoever has to drop more had better start over."""
MOST_TRIED: Final = 14
"""Exclusions that are tried, those that keep the most garments out first."""
MOST_TOLD: Final = 3


def to_relax(
    lacks: Collection[str], there: Collection[int], refused: Sequence[Refused]
) -> list[str]:
    """Sets of exclusions in words, each of which, let go, fills all that outfits lack.

    `lacks` are the words of `missing_pieces` that trouble, `there` the columns that can be filled
    already. All sets are of the least size; those that free more garments come first. Nothing is
    told where letting go does not help.
    """
    if not lacks or not refused:
        return []
    kept_out = [(one.garment.column, frozenset(_reasons(one))) for one in refused]
    for size in range(1, MOST_TOGETHER + 1):
        helping = [
            (-_freed(kept_out, given_up), sorted(given_up))
            for given_up in _sets(kept_out, size)
            if _fills(lacks, {*there, *(c for c, why in kept_out if why <= given_up)})
        ]
        if helping:
            return [listed(names) for _, names in sorted(helping)[:MOST_TOLD]]
    return []


def _reasons(one: Refused) -> Iterator[str]:
    for why in one.reasons:
        yield f"not the {name(one.garment)}" if why == BY_ITSELF else why


def _sets(kept_out: Sequence[tuple[int, frozenset[str]]], size: int) -> Iterator[frozenset[str]]:
    every = [why for _, reasons in kept_out for why in reasons]
    often = sorted(set(every), key=lambda why: (-every.count(why), why))[:MOST_TRIED]
    yield from map(frozenset, combinations(often, size))


def _freed(kept_out: Sequence[tuple[int, frozenset[str]]], given_up: frozenset[str]) -> int:
    return sum(why <= given_up for _, why in kept_out)


def _fills(lacks: Collection[str], columns: Collection[int]) -> bool:
    row = np.full(COLUMNS, -1)
    row[list(columns)] = 0
    return not set(lacks) & set(missing_pieces(row))
