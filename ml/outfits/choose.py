"""Choosing a few different outfits, best first: the rule, as the search and any check of it use it.

Outfits are ordered by worth: the score, less a little for each accessory, blazer and coat, for each
main piece that was shown of late and for each that an outfit chosen before has; and at most a
millionth per piece by lot, so that among equals a lot decides and never the order of the wardrobe.
Of the same worth, the one with the smaller ids comes first. The next outfit is the first in that
order that is apart from all chosen before: shares at most half of the main pieces of the smaller
one, where those that look alike are one piece, since nobody sees a difference. Where there is none,
two places must differ, and at last one. So no two differ only in accessories.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final
from uuid import UUID

import numpy as np

from ml.outfits.demands import Mask
from ml.outfits.facts import ACCESSORIES, BLAZER, CLOTHES, DRESS, OUTER
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints, Table
from ml.outfits.templates import Shape
from ml.outfits.weights import number

MOST_SHOWN = 3
COUNTS = np.array([2.0 if column == DRESS else 1.0 for column in CLOTHES])
"""A dress counts as the top and the bottom that it stands for."""
DIGITS: Final = 12
"""Worths are compared to this many decimals, so that no order of summing decides."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When two outfits are apart: the share of main pieces in common, places that differ.

    With `look` (`Table.look`) garments that look alike are one piece.
    """

    most_shared: float
    least_places: int
    look: Ints | None = None

    def apart(self, rows: Ints, row: Ints) -> Mask:
        """(N,) whether rows are apart from one row."""
        body, other = self.looks(rows), self.looks(row)
        shared = ((body == other) & (body >= 0)) @ COUNTS
        smaller = np.minimum((body >= 0) @ COUNTS, (other >= 0) @ COUNTS)
        differ = (body != other).sum(axis=1)
        apart: Mask = (shared / np.maximum(smaller, 1) <= self.most_shared + 1e-9) & (
            differ >= self.least_places
        )
        return apart

    def looks(self, rows: Ints) -> Ints:
        """The main pieces of rows, as what they are told apart by; −1 where there is none."""
        body = rows[..., : len(CLOTHES)]
        return body if self.look is None else self.look[body]


class Apart:
    """Whether outfits of a shape in the making can still become apart from one row."""

    def __init__(self, rule: Rule, row: Ints, shape: Shape) -> None:
        other = rule.looks(row)
        filled = np.array([column in shape for column in CLOTHES])
        smaller = min(float(filled @ COUNTS), float((other >= 0) @ COUNTS))
        empty = int((~filled & (other < 0)).sum())
        self._rule, self._other = rule, np.where(other < 0, NONE, other)
        self._only = np.array([_only(rule, shape, c, int(other[c])) for c in CLOTHES])
        self._most_shared = (rule.most_shared + 1e-9) * max(smaller, 1)
        self._most_same = len(CLOTHES) - empty - rule.least_places

    def may(self, rows: Ints) -> Mask:
        """(N,) whether that can be: rows are −1 where they are open."""
        body = self._rule.looks(rows)
        same = (body == self._other) | ((body < 0) & self._only)
        may: Mask = (same @ COUNTS <= self._most_shared) & (same.sum(axis=1) <= self._most_same)
        return may


NONE: Final = -2
"""Stands for an empty place of the outfit that others are told apart from: never the same."""


def _only(rule: Rule, shape: Shape, column: int, piece: int) -> bool:
    """Whether all that can fill a column of a shape is the same as this piece."""
    if piece < 0 or column not in shape:
        return False
    candidates = shape[column] if rule.look is None else rule.look[shape[column]]
    return bool((candidates == piece).all())


HALF: Final = Rule(0.5, 1)
TWO: Final = Rule(1.0 - 1e-6, 2)
ONE: Final = Rule(1.0 - 1e-6, 1)
two_apart = TWO.apart


def rules(table: Table, *, near: bool) -> tuple[Rule, ...]:
    """The rules to go by, one after the other; an outfit near to another may keep more of it."""
    plain = (TWO, ONE) if near else (HALF, TWO, ONE)
    return tuple(replace(rule, look=table.look) for rule in plain)


def value(judge: Judge, rows: Ints) -> Floats:
    """(N,) the score less a little for each accessory, so that one is added only if it helps."""
    accessories = (rows[:, list(ACCESSORIES.values())] >= 0).sum(axis=1)
    worth: Floats = judge.total(rows) - number("search", "min_gain") * accessories
    return worth


def worth(judge: Judge, rows: Ints, extra: Floats, values: Floats | None = None) -> Floats:
    """(N,) what outfits are ordered by; `extra` is (n + 1,): what each garment adds, see `extras`.

    Rounded to `DIGITS` decimals. `values` are those of the rows where they are known.
    """
    plain = value(judge, rows) if values is None else values
    whole: Floats = np.round(plain + extra[rows].sum(axis=1), DIGITS)
    return whole


def extras(judge: Judge, chosen: list[Ints], plain: Floats | None = None) -> Floats:
    """(n + 1,) what each garment adds to the value: its lot, less for being seen before.

    A blazer or a coat costs a little, so that no jacket goes over another without a reason.

    `plain` is what it adds before anything was chosen, where that is known.
    """
    main = np.isin(judge.table.column, CLOTHES)
    if plain is None:
        seen = number("choice", "shown") * times_shown(judge)
        over = np.isin(judge.table.column, (BLAZER, OUTER))
        plain = number("choice", "even") * drawn_lots(judge) - main * seen
        plain = plain - number("choice", "over") * over
    again = number("choice", "repeated") * times_chosen(judge, chosen)
    less: Floats = plain - main * again
    return less


def first(table: Table, rows: Ints, worths: Floats) -> int:
    """Which row comes first: of the largest worth, and of those the one with the smallest ids."""
    ties = np.flatnonzero(worths == worths.max())
    if len(ties) == 1:
        return int(ties[0])
    return int(min(ties, key=lambda i: [table.garments[p].view.id for p in rows[i] if p >= 0]))


def drawn_lots(judge: Judge) -> Floats:
    """(n + 1,) 0..1: a number per garment that follows from its id and the request's lot."""
    key = judge.request.lot.to_bytes(8, "big", signed=True)
    ids = (garment.view.id.bytes for garment in judge.table.garments)
    drawn = b"".join(blake2b(id_, digest_size=8, key=key).digest() for id_ in ids)
    return np.append(np.frombuffer(drawn, dtype=">u8") / 2.0**64, 0.0)


def times_shown(judge: Judge) -> Floats:
    """(n + 1,) how often each garment was shown of late, `MOST_SHOWN` at most."""
    shown = judge.request.history.shown
    times = (min(shown.get(g.view.id, 0), MOST_SHOWN) for g in judge.table.garments)
    return np.array([*times, 0], dtype=np.float64)


def times_chosen(judge: Judge, chosen: list[Ints]) -> Floats:
    """(n + 1,) how often each garment was chosen before, but for those meant to be kept."""
    used = np.zeros(len(judge.table.garments) + 1)
    meant = {garment.id for garment in judge.request.reference}
    for row in chosen:
        for piece in row[row >= 0]:
            used[piece] += judge.table.garments[piece].view.id not in meant
    return used


def shown_sets(judge: Judge) -> list[Mask]:
    """Per outfit that is not to come again, (n + 1,) which candidates are of it."""
    request = judge.request
    shown = [*request.exclude, *request.history.disliked]
    shown += [frozenset(garment.id for garment in request.reference)] if request.reference else []
    return memberships(judge.table, shown)


def memberships(table: Table, sets: Iterable[frozenset[UUID]]) -> list[Mask]:
    """Per set of garments, (n + 1,) which candidates are in it."""
    place = {garment.view.id: i for i, garment in enumerate(table.garments)}
    masks = []
    for ids in sets:
        mask = np.zeros(len(place) + 1, dtype=np.bool_)
        mask[[place[id_] for id_ in ids if id_ in place]] = True
        masks.append(mask)
    return masks


def fresh(rows: Ints, shown: Iterable[Mask]) -> Mask:
    """(N,) whether a row's main pieces are not all of one outfit already shown."""
    free = np.ones(len(rows), dtype=np.bool_)
    body = rows[:, CLOTHES]
    size = (body >= 0).sum(axis=1)
    for member in shown:
        free &= member[body].sum(axis=1) < size
    return free


def not_shown(table: Table, rows: Ints, shown: Iterable[frozenset[UUID]]) -> Mask:
    """(N,) whether a row's main pieces differ from those of every outfit already shown."""
    return fresh(rows, memberships(table, shown))
