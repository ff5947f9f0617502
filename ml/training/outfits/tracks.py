"""A track of the model fitted on some outfits, its parts still unweighed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ml.outfits.compatibility.model import Compatibility
from ml.outfits.compatibility.parts import PARTS, Track
from ml.outfits.compatibility.reading import places
from ml.outfits.compatibility.words import lexicon
from ml.training.outfits import words
from ml.training.outfits.categories import fit_categories
from ml.training.outfits.outfits import Outfit, counted, known_category, pieces
from stylist.arrays import Floats

Vectors = Callable[[Sequence[str]], Floats]
"""Unit vectors (N, D) of words."""
CATEGORIES: Final = tuple(sorted(places()))


def fit_model(
    titled: Sequence[Outfit], others: Sequence[Sequence[str]], vectors: Vectors
) -> Compatibility:
    """Both tracks from outfits with titles and the categories of others; every part counts once."""
    known = [[known_category(item) for item in outfit.items] for outfit in titled]
    table = fit_categories(known, others, CATEGORIES)
    return Compatibility(
        categories={name: at for at, name in enumerate(CATEGORIES)},
        attributes=_fit_track(titled, table, vectors, attributes_only=True),
        titles=_fit_track(titled, table, vectors, attributes_only=False),
        version="unweighed",
    )


def _fit_track(
    titled: Sequence[Outfit], categories: Floats, vectors: Vectors, *, attributes_only: bool
) -> Track:
    items = pieces(counted(titled), attributes_only=attributes_only)
    known, size, often = words.vocabulary(items, sorted(lexicon()))
    bag = words.Bag.of([reading.words for reading in items.readings], known)
    kinds = words.Bag.of(
        [[reading.category or ""] for reading in items.readings], [*CATEGORIES, ""]
    )
    rarity = words.rarity(bag, known)
    space = words.meanings(items, bag, rarity, vectors(known))
    common, ratio = bag.first(size), words.ratio(items, bag.first(often))
    return Track(
        words={word: at for at, word in enumerate(known)},
        categories=categories.astype(np.float32),
        odds=_padded(words.odds(items, common, common), 1, 1),
        rarity=rarity.astype(np.float32),
        meanings=_padded(space.words, 1, 0),
        sign=space.sign.astype(np.float32),
        middles=space.middles.astype(np.float32),
        beside=_padded(words.odds(items, common, kinds), 1, 0),
        ratio=_padded(ratio.words, 1, 1),
        ratio_middles=_padded(ratio.middles, 1, 0),
        ratio_places=ratio.places.astype(np.float32),
        weight=np.ones(len(PARTS), np.float32),
        offset=0.0,
        slope=1.0,
    )


def _padded(table: Floats, rows: int, columns: int) -> Floats:
    """The table with zeros for what is unknown after its last row or column."""
    padded: Floats = np.pad(table, ((0, rows), (0, columns))).astype(np.float32)
    return padded


def weighed(model: Compatibility, attributes: Floats, titles: Floats) -> Compatibility:
    """The model with its parts weighed, in the order of `PARTS`, none below zero."""
    return replace(
        model,
        attributes=_weighed_track(model.attributes, attributes),
        titles=_weighed_track(model.titles, titles),
    )


def _weighed_track(track: Track, weight: Floats) -> Track:
    return replace(track, weight=np.maximum(weight, 0.0).astype(np.float32))
