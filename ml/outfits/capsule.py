"""A wardrobe as a capsule: how many outfits its pieces make, and what one more would add.

Counted are core outfits: a top, a bottom and shoes, or a dress and shoes. One is good when the
parts that the pieces decide among themselves are, and when there is a season for all of them;
weather, occasion and taste have no say. Where there are too many to judge each, a sample drawn
with a fixed seed is, and the counts are estimates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

import numpy as np

from ml.outfits.cards import NAMESPACE
from ml.outfits.demands import Mask
from ml.outfits.eligible import ready
from ml.outfits.facts import BOTTOM, COLUMNS, DRESS, MID, SHOES, TOP, GarmentFacts
from ml.outfits.pairs import agreeing, weighed
from ml.outfits.request import Request
from ml.outfits.score import Judge
from ml.outfits.situation import resolve
from ml.outfits.table import Ints, build
from ml.outfits.weights import number
from stylist import vocabulary
from stylist.garments import ColorShare, GarmentAttributes, GarmentView, garment_name

MOST_JUDGED: Final = 60_000
"""Core outfits that are judged; of more, a sample."""
MOST_BESIDE: Final = 400
"""Sets of other pieces that a further piece is judged with."""
SEED: Final = 20261121
SEASONS: Final = ("spring", "summer", "fall", "winter")
_NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
CORE: Final = ("top", "bottom", "dress", "shoes")
"""The slots of which a core outfit is made."""


@dataclass(frozen=True, slots=True)
class Capsule:
    """Core outfits in all, those that are good, and in how many good ones each garment is."""

    possible: int
    good: int
    by_garment: dict[UUID, int]
    estimated: bool


@dataclass(frozen=True, slots=True)
class Addition:
    """A garment that is not owned, and how many good core outfits it would bring."""

    garment: GarmentView
    unlocks: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Indices of the candidates for each place of a core outfit."""

    upper: Ints
    bottom: Ints
    dress: Ints
    shoes: Ints

    @property
    def separates(self) -> int:
        """How many core outfits have a top and a bottom."""
        return len(self.upper) * len(self.bottom) * len(self.shoes)

    @property
    def total(self) -> int:
        """How many core outfits there are."""
        return self.separates + len(self.dress) * len(self.shoes)

    def rows(self, numbers: Ints, column: Ints) -> Ints:
        """(N, COLUMNS) the core outfits of these running numbers, 0..total−1."""
        rows = np.full((len(numbers), COLUMNS), -1, dtype=np.int64)
        two = numbers < self.separates
        rows[:, SHOES] = self.shoes[numbers % max(1, len(self.shoes))]
        rest = numbers // max(1, len(self.shoes))
        if two.any():
            bottom, upper = rest[two] % len(self.bottom), rest[two] // len(self.bottom)
            chosen = self.upper[upper]
            rows[np.flatnonzero(two), column[chosen]] = chosen
            rows[two, BOTTOM] = self.bottom[bottom]
        if (~two).any():
            rows[~two, DRESS] = self.dress[rest[~two] - self.separates // len(self.shoes)]
        return rows


def count(garments: Sequence[GarmentView]) -> Capsule:
    """Count the good core outfits of a wardrobe, and each garment's share in them.

    An outer layer or an accessory takes part in those that stay good with it.
    """
    facts = ready(garments)
    judge, places = _judge(facts), _places(facts)
    seasons = _seasons(facts)
    numbers, estimated = _drawn(places.total, MOST_JUDGED)
    rows = places.rows(numbers, judge.table.column)
    good = rows[_good(judge, rows, seasons)]
    scale = places.total / max(1, len(rows))
    uses = np.bincount(good[good >= 0], minlength=len(facts)) * scale
    beside = _beside(judge, facts, good, seasons)
    by_garment = {
        garment.view.id: round(beside.get(i, 0.0) * len(good) * scale if i in beside else uses[i])
        for i, garment in enumerate(facts)
    }
    return Capsule(places.total, round(len(good) * scale), by_garment, estimated)


def additions(garments: Sequence[GarmentView], candidates: Sequence[GarmentView]) -> list[Addition]:
    """How many good core outfits each candidate would bring, the most first."""
    owned, new = ready(garments), [one for one in ready(candidates) if one.slot in CORE]
    judge, places = _judge([*owned, *new]), _places(owned)
    seasons = _seasons([*owned, *new])
    found = [_addition(judge, places, one, len(owned) + i, seasons) for i, one in enumerate(new)]
    return sorted(found, key=lambda one: -one.unlocks)


def thinkable(garments: Sequence[GarmentView], slots: Iterable[str] = CORE) -> list[GarmentView]:
    """Every kind of these slots in every colour that the wardrobe does not have, as garments."""
    had = {(g.category, g.subcategory, g.attributes.color_primary) for g in garments}
    kinds = [kind for kind in vocabulary.kinds().values() if kind.slot in set(slots)]
    made = [plain(k.name, c) for k in kinds for c in vocabulary.colors() if c != "multicolor"]
    return [g for g in made if (g.category, g.subcategory, g.attributes.color_primary) not in had]


def plain(kind_name: str, color: str, pattern: str = "solid") -> GarmentView:
    """A garment that nobody owns yet, as the vocabulary knows its kind."""
    kind = vocabulary.kinds()[kind_name]
    below = kind.name if kind.parent else None
    share = ColorShare(name=color, hex=vocabulary.colors()[color].hex, share=1.0)
    looks = GarmentAttributes(color_primary=color, colors=[share], pattern=pattern)
    return GarmentView(
        id=uuid5(NAMESPACE, f"{kind_name}/{color}/{pattern}"),
        status="ready",
        name=garment_name(kind.category, below, looks),
        category=kind.category,
        subcategory=below,
        attributes=looks,
        created_at=_NEVER,
        updated_at=_NEVER,
    )


def _judge(facts: list[GarmentFacts]) -> Judge:
    request = Request()
    now = resolve(request, [])
    return Judge(build(facts, request, now), request, now)


def _places(facts: list[GarmentFacts]) -> Places:
    def members(*columns: int) -> Ints:
        found = [i for i, garment in enumerate(facts) if garment.column in columns]
        return np.array(found, dtype=np.int64)

    return Places(members(TOP, MID), members(BOTTOM), members(DRESS), members(SHOES))


def _drawn(total: int, most: int) -> tuple[Ints, bool]:
    """Running numbers to judge, and whether they are only a sample."""
    if total <= most:
        return np.arange(total, dtype=np.int64), False
    return np.random.default_rng(SEED).integers(0, total, most, dtype=np.int64), True


def _seasons(facts: Sequence[GarmentFacts]) -> Ints:
    """(N + 1,) the seasons of each garment as bits; the last stands for no garment, and has all."""
    return np.array([*(_season_bits(garment) for garment in facts), 15], dtype=np.int64)


def _good(judge: Judge, rows: Ints, seasons: Ints) -> Mask:
    """(N,) whether the pieces of a row go together and share a season."""
    if not len(rows):
        return np.zeros(0, dtype=np.bool_)
    worth = weighed(agreeing(judge, rows))
    together: Mask = (worth >= number("capsule", "good")) & (
        np.bitwise_and.reduce(seasons[rows], axis=1) > 0
    )
    return together


def _season_bits(garment: GarmentFacts) -> int:
    kind = vocabulary.kinds()[garment.kind_names[1]]
    own = set(garment.view.attributes.seasons or kind.seasons)
    return sum(1 << i for i, season in enumerate(SEASONS) if season in own)


def _beside(judge: Judge, facts: list[GarmentFacts], good: Ints, seasons: Ints) -> dict[int, float]:
    """For each piece that is in no core outfit: the share of good ones that stay good with it."""
    extra = [i for i, garment in enumerate(facts) if garment.slot not in CORE]
    if not extra or not len(good):
        return dict.fromkeys(extra, 0.0)
    few = min(MOST_BESIDE, max(20, MOST_JUDGED // len(extra)), len(good))
    some = good[np.linspace(0, len(good) - 1, few).astype(np.int64)]
    found = {}
    for i in extra:
        rows = some.copy()
        rows[:, facts[i].column] = i
        found[i] = float(_good(judge, rows, seasons).mean())
    return found


def _addition(
    judge: Judge, places: Places, one: GarmentFacts, index: int, seasons: Ints
) -> Addition:
    """Count the good core outfits that have the piece of this index in its place."""
    here = np.array([index], dtype=np.int64)
    none = np.empty(0, dtype=np.int64)
    match one.slot:
        case "top":
            around = replace(places, upper=here, dress=none)
        case "bottom":
            around = replace(places, bottom=here, dress=none)
        case "dress":
            around = replace(places, upper=none, dress=here)
        case _:
            around = replace(places, shoes=here)
    numbers, estimated = _drawn(around.total, MOST_BESIDE)
    rows = around.rows(numbers, judge.table.column) if len(numbers) else none.reshape(0, COLUMNS)
    share = float(_good(judge, rows, seasons).mean()) if len(rows) else 0.0
    return Addition(one.view, round(share * around.total), estimated)
