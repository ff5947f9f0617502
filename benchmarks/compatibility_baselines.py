"""What compatibility is measured beside: chance, categories alone, and rules written by hand."""

from collections.abc import Sequence
from functools import cache
from itertools import combinations

import numpy as np

from ml.outfits.color import clash_table, family, names
from ml.outfits.compatibility.reading import Item, fine_category, read
from ml.training.outfits.categories import mutual_information
from ml.training.outfits.outfits import Outfit, known_category
from ml.training.outfits.tracks import CATEGORIES
from stylist import vocabulary
from stylist.arrays import Floats

CLASH, FORMALITY, SEASON, HUES = 1.0, 1.0, 0.5, 0.3
"""What the hand rules take off a pair; ours, and not fitted to anything."""
UNKNOWN_COLORS, UNKNOWN_KINDS = 0.1, 0.25
"""What they take off where nothing is known: about what they do on average."""


def by_chance(items: Sequence[Item], seed: int) -> Floats:
    """(N, N) drawn numbers."""
    drawn = np.random.default_rng(seed).random((len(items), len(items)))
    return drawn + drawn.T


def by_categories(
    items: Sequence[Item], titled: Sequence[Outfit], others: Sequence[Sequence[str]]
) -> Floats:
    """(N, N) the mutual information of the items' fine categories, zero for the unknown."""
    number = {name: at for at, name in enumerate(CATEGORIES)}
    known = [[known_category(item) for item in outfit.items] for outfit in titled]
    sets = [[number[name] for name in row if name in number] for row in (*known, *others)]
    table = np.zeros((len(CATEGORIES) + 1,) * 2)
    table[:-1, :-1] = mutual_information([row for row in sets if len(row) > 1], len(CATEGORIES))
    at = [number.get(known_category(item), len(CATEGORIES)) for item in items]
    found: Floats = table[np.ix_(at, at)]
    return found


def by_hand(items: Sequence[Item]) -> Floats:
    """(N, N) rules: no clashing or many hues, one level of formality, one season."""
    colors = [_colors(item) for item in items]
    kinds = [_kind(item) for item in items]
    order, clash = {name: at for at, name in enumerate(names())}, clash_table()
    value = np.zeros((len(items), len(items)))
    for a, b in combinations(range(len(items)), 2):
        value[a, b] = _pair(colors[a], colors[b], kinds[a], kinds[b], order, clash)
        value[b, a] = value[a, b]
    return value


def _pair(
    mine: tuple[str, ...],
    theirs: tuple[str, ...],
    kind: vocabulary.Kind | None,
    other: vocabulary.Kind | None,
    order: dict[str, int],
    clash: Floats,
) -> float:
    loss = UNKNOWN_COLORS
    if mine and theirs:
        worst = max(float(clash[order[a], order[b]]) for a in mine for b in theirs)
        hues = {family(color) for color in (*mine, *theirs)} - {None}
        loss = CLASH * worst + HUES * max(0, len(hues) - 1)
    if kind is None or other is None:
        return -loss - UNKNOWN_KINDS
    loss += FORMALITY * abs(kind.formality - other.formality)
    return -loss - SEASON * (not set(kind.seasons) & set(other.seasons))


def _colors(item: Item) -> tuple[str, ...]:
    words = read(item, attributes_only=True).words
    return tuple(word for word in words if word in vocabulary.colors())


def _kind(item: Item) -> vocabulary.Kind | None:
    return _kinds().get(fine_category(item.category) or "")


@cache
def _kinds() -> dict[str, vocabulary.Kind]:
    """Our kind of garment for each fine category that one of ours is judged as."""
    found: dict[str, vocabulary.Kind] = {}
    for kind in vocabulary.kinds().values():
        fine = fine_category(kind.name)
        if fine:
            found.setdefault(fine, kind)
    return found
