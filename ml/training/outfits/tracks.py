"""A track of the model fitted on some outfits, its parts still unweighed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ml.outfits.compatibility.model import Compatibility, Track
from ml.outfits.compatibility.reading import places
from ml.outfits.compatibility.words import lexicon
from ml.training.outfits import words
from ml.training.outfits.categories import fit_categories
from ml.training.outfits.outfits import Outfit, known_category, pieces
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
    items = pieces(titled, attributes_only=attributes_only)
    known, size = words.vocabulary(items, sorted(lexicon()))
    bag = words.Bag.of([reading.words for reading in items.readings], known)
    rarity = words.rarity(bag, known)
    space = words.meanings(items, bag, rarity, vectors(known))
    odds = np.zeros((size + 1, size + 1))
    odds[:-1, :-1] = words.odds(items, bag, size)
    return Track(
        words={word: at for at, word in enumerate(known)},
        categories=categories.astype(np.float32),
        odds=odds.astype(np.float32),
        rarity=rarity.astype(np.float32),
        meanings=np.vstack([space.words, np.zeros(len(space.sign))]).astype(np.float32),
        sign=space.sign.astype(np.float32),
        middles=space.middles.astype(np.float32),
        same_word=1.0,
        offset=0.0,
        slope=1.0,
    )


def weighed(model: Compatibility, attributes: Floats, titles: Floats) -> Compatibility:
    """The model with its parts weighed, (4,) each in the order of `parts`, none below zero."""
    return replace(
        model,
        attributes=_weighed_track(model.attributes, np.maximum(attributes, 0.0)),
        titles=_weighed_track(model.titles, np.maximum(titles, 0.0)),
    )


def _weighed_track(track: Track, weight: Floats) -> Track:
    root = np.float32(np.sqrt(weight[3]))
    return replace(
        track,
        categories=track.categories * np.float32(weight[0]),
        odds=track.odds * np.float32(weight[1]),
        same_word=float(track.same_word * weight[2]),
        meanings=track.meanings * root,
        middles=track.middles * root,
    )
