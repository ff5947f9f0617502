"""The candidates of one request as arrays, with a last row that stands for "nothing here"."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from ml.outfits import unary
from ml.outfits.color import FAMILIES, clash_table, family, names
from ml.outfits.compatibility.wardrobe import judged
from ml.outfits.facts import CLOTHES, COLUMNS, GarmentFacts, facts_of
from ml.outfits.request import Request
from ml.outfits.situation import Situation, slot_weight
from ml.outfits.together import Together
from ml.outfits.weights import number
from stylist import vocabulary

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Number = TypeVar("Number", bound=np.generic)
HUES: Final = len(FAMILIES) - 1
"""Families of one hue; what is multicoloured has none."""
HUE_BITS: Final = 4
"""Enough to count the places of an outfit."""


@dataclass(frozen=True, slots=True)
class Table:
    """(n + 1,) arrays over candidates; row n is the empty place, reached as index −1.

    `hues`, `shade` (the main colour, 0 when unknown) and `patterns` are bit sets.
    `look` is the same for garments that look alike, −1 when empty.
    `hue_tally` has `HUE_BITS` bits per hue family that count a main piece: sums are counts. `tint`
    numbers pairs of main colours, `clash` is (tints, tints) in 0..1. `unary` maps a part's name to
    weight times value. `kept` is the weight of a main piece that the reference outfit has
    too, `reference` the weight of all of its.
    """

    garments: list[GarmentFacts]
    column: Ints
    weight: Floats
    present: Floats
    formality: Floats
    outside: Floats
    clo: Floats
    removable_clo: Floats
    look: Ints
    hues: Ints
    shade: Ints
    hue_tally: Ints
    colorfulness: Floats
    patterned: Floats
    patterns: Ints
    rain: Floats
    wishes: Ints
    tint: Ints
    clash: Floats
    unary: dict[str, Floats]
    kept: Floats
    reference: float
    together: Together | None = None

    def members(self, column: int) -> Ints:
        """Indices of the candidates of a column."""
        return np.flatnonzero(self.column[:-1] == column)


def build(garments: list[GarmentFacts], request: Request, now: Situation) -> Table:
    """Turn candidates into arrays for one request."""
    sorts = Sorts(garments)
    tint, clash = _clashes(sorts)
    meant = {fact.view.id: fact for view in request.reference if (fact := facts_of(view))}
    weight, clo = sorts.floats(slot_weight), _column([g.clo for g in garments])
    formality, loose = [g.formality for g in garments], unary.loose_wishes(request)
    return Table(
        garments=garments,
        column=np.array([*(g.column for g in garments), COLUMNS], dtype=np.int64),
        weight=weight,
        present=_column([1.0] * len(garments)),
        formality=_column(formality),
        outside=_column([outside_band(value, now.formality) for value in formality]),
        clo=clo,
        removable_clo=clo * sorts.floats(lambda g: unary.comes_off(g, wet=now.wet)),
        look=sorts.alike(lambda g: (g.kind_names[1], tuple(g.main_colors), g.pattern)),
        hues=sorts.bits(hue_bits),
        shade=sorts.bits(shade_bit),
        hue_tally=sorts.bits(_tally),
        colorfulness=sorts.floats(unary.colorfulness),
        patterned=sorts.floats(lambda g: g.pattern != "solid"),
        patterns=sorts.bits(lambda g: _pattern_bit(g.pattern)),
        rain=sorts.floats(unary.rain),
        wishes=sorts.bits(lambda g: unary.wish_bits(g, request, loose)),
        tint=tint,
        clash=clash,
        unary={
            part: weight * _unary(part, garments, request, now)
            for part in unary.unary_parts(request, now)
        },
        kept=_column([_main_weight(g) * (g.view.id in meant) for g in garments]),
        reference=sum(_main_weight(g) for g in meant.values()),
        together=judged(garments, request.looks),
    )


class Sorts:
    """The sorts of garments, so that what all of a sort have alike is worked out once."""

    def __init__(self, garments: Sequence[GarmentFacts]) -> None:
        number: dict[Hashable, int] = {}
        at = [number.setdefault(garment.sort, len(number)) for garment in garments]
        firsts = dict(zip(reversed(at), reversed(garments), strict=True))
        self.at = np.array(at, dtype=np.int64)
        self.firsts = [firsts[i] for i in range(len(number))]

    def floats(self, of: Callable[[GarmentFacts], float]) -> Floats:
        """(n + 1,) a number of each garment; 0 for the empty place."""
        return self._spread(np.array([of(one) for one in self.firsts], dtype=np.float64), 0.0)

    def bits(self, of: Callable[[GarmentFacts], int]) -> Ints:
        """(n + 1,) a bit set of each garment; none for the empty place."""
        return self._spread(np.array([of(one) for one in self.firsts], dtype=np.int64), 0)

    def alike(self, of: Callable[[GarmentFacts], Hashable]) -> Ints:
        """(n + 1,) one number for all garments with the same; −1 for the empty place."""
        number: dict[Hashable, int] = {}
        found = [number.setdefault(of(one), len(number)) for one in self.firsts]
        return self._spread(np.array(found, dtype=np.int64), -1)

    def _spread(self, values: NDArray[Number], empty: float) -> NDArray[Number]:
        return np.append(values[self.at], np.array([empty], dtype=values.dtype))


def _unary(part: str, garments: Sequence[GarmentFacts], request: Request, now: Situation) -> Floats:
    """(n + 1,) the value of a per-garment part, worked out once for those alike in it."""
    known: dict[Hashable, float] = {}
    for garment in garments:
        key = unary.unary_key(part, garment)
        if key not in known:
            known[key] = unary.unary_value(part, garment, request, now)
    return _column([known[unary.unary_key(part, garment)] for garment in garments])


def _main_weight(garment: GarmentFacts) -> float:
    """How much a main piece counts; an accessory does not."""
    return slot_weight(garment) if garment.column in CLOTHES else 0.0


def row_of(garments: list[GarmentFacts]) -> Ints:
    """(1, COLUMNS): the outfit that these garments of a table make, in the table's order."""
    row = np.full((1, COLUMNS), -1, dtype=np.int64)
    for i, garment in enumerate(garments):
        row[0, garment.column] = i
    return row


def _column(values: list[float], empty: float = 0.0) -> Floats:
    return np.array([*values, empty], dtype=np.float64)


def _bits(values: list[int]) -> Ints:
    return np.array([*values, 0], dtype=np.int64)


def outside_band(formality: float, band: tuple[float, float] | None) -> float:
    """How badly a piece misses the band, 0..1."""
    if band is None:
        return 0.0
    gap = max(band[0] - formality, formality - band[1], 0.0)
    return min(1.0, gap / number("formality", "fall_off"))


def hue_bits(garment: GarmentFacts) -> int:
    """Bit i is set when the garment shows hue family i."""
    families = {family(name) for name in garment.main_colors} - {None}
    return sum(1 << FAMILIES.index(name) for name in families if name)


def shade_bit(garment: GarmentFacts) -> int:
    """The bit of the main colour; 0 when nobody knows it or it is many."""
    main = next(iter(garment.main_colors), "multicolor")
    return _shade_bits().get(main, 0)


@cache
def _shade_bits() -> dict[str, int]:
    order = [name for name in vocabulary.colors() if name != "multicolor"]
    return {name: 1 << at for at, name in enumerate(order)}


def _tally(garment: GarmentFacts) -> int:
    bits = hue_bits(garment) if garment.column in CLOTHES else 0
    return sum(1 << (HUE_BITS * i) for i in range(HUES) if bits >> i & 1)


@cache
def _pattern_bit(pattern: str) -> int:
    kinds = [*vocabulary.terms("pattern")]
    return 0 if pattern == "solid" else 1 << (kinds.index(pattern) if pattern in kinds else 0)


def _clashes(sorts: Sorts) -> tuple[Ints, Floats]:
    """(n + 1,) which pair of main colours a garment has; the worst disagreement of two such pairs.

    By colours and not by garments, so that a large wardrobe needs no table of all its pairs.
    """
    order, unknown = {name: i for i, name in enumerate(names())}, len(names()) - 1

    def pair(garment: GarmentFacts) -> int:
        main = [order.get(name, unknown) for name in garment.main_colors[:2]]
        first, second = (*main, unknown, unknown)[:2]
        return first * len(order) + second

    pairs = sorts.bits(pair)
    pairs[-1] = unknown * len(order) + unknown
    kinds, tint = np.unique(pairs, return_inverse=True)
    table, (first, second) = clash_table(), np.divmod(kinds, len(order))
    each = [table[np.ix_(a, b)] for a in (first, second) for b in (first, second)]
    return tint.reshape(-1).astype(np.int64), np.maximum.reduce(each)
