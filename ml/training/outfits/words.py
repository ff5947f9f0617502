"""What the words of two pieces say: log-odds, rarity, and a space of meanings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from ml.outfits.compatibility.model import PLACES
from ml.outfits.compatibility.words import CONCEPT
from ml.training.outfits.outfits import Ints, Pieces
from stylist.arrays import Floats

SHRINK: Final = 3.0
"""Pairs of items added to both counts; of 1, 3 and 8 the best, by cross-validation."""
LEAST: Final = 2
"""A word seen in fewer items has no odds of its own."""
RIDGE: Final = 0.01
"""Added to the variances of the word vectors; of .001, .005 and .02 the best."""
AXES: Final = 64


@dataclass(frozen=True, slots=True)
class Bag:
    """Which of N items has which of V words: item (T,) and word (T,) of each, by item."""

    item: Ints
    word: Ints
    items: int
    words: int

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], words: Sequence[str]) -> "Bag":
        """The bag of the items' words over a vocabulary that holds them all."""
        at = {word: column for column, word in enumerate(words)}
        item = [number for number, row in enumerate(rows) for _ in row]
        word = [at[word] for row in rows for word in row]
        return cls(np.array(item), np.array(word), len(rows), len(words))

    def mean(self, weight: Floats, vectors: Floats) -> Floats:
        """(N, D) the items' mean vectors by the words' weight, as if words were orthogonal."""
        told = weight[self.word]
        length = np.sqrt(np.bincount(self.item, told**2, self.items))
        sums = np.zeros((self.items, vectors.shape[1]))
        np.add.at(sums, self.item, told[:, None] * vectors[self.word])
        mean: Floats = sums / np.maximum(length, 1e-9)[:, None]
        return mean


def vocabulary(items: Pieces, further: Sequence[str]) -> tuple[list[str], int]:
    """All words, those with odds of their own first, and how many these are."""
    count = Counter(word for reading in items.readings for word in reading.words)
    common = sorted(word for word in count if count[word] >= LEAST)
    rare = sorted({*count, *further} - set(common))
    return [*common, *rare], len(common)


def rarity(bag: Bag, words: Sequence[str]) -> Floats:
    """(V + 1,) the inverse document frequency of each word, and of one never seen.

    Zero for concepts: what two items have in common is told by their words.
    """
    count = np.bincount(bag.word, minlength=bag.words + 1)
    weight: Floats = np.log(bag.items / (count + 1.0))
    weight[[at for at, word in enumerate(words) if word.startswith(CONCEPT)]] = 0.0
    return weight


def odds(items: Pieces, bag: Bag, size: int) -> Floats:
    """(size, size) log of how often two words meet in an outfit, over what chance would give.

    Chance draws every piece anew from the pieces of its place.
    """
    told = bag.word < size
    ends = np.searchsorted(bag.item[told], np.arange(bag.items + 1))
    words = [bag.word[told][low:high] for low, high in pairwise(ends)]
    met = np.zeros((size, size))
    for first, second in items.pairs:
        met[words[first][:, None], words[second]] += 1.0
    share = np.zeros((len(PLACES) + 1, size))
    np.add.at(share, (items.place[bag.item[told]], bag.word[told]), 1.0)
    share /= np.maximum(np.bincount(items.place, minlength=len(PLACES) + 1), 1)[:, None]
    pairs = np.zeros((len(PLACES) + 1,) * 2)
    np.add.at(pairs, tuple(items.place[items.pairs.T]), 1.0)
    chance = share.T @ (pairs + pairs.T) @ share
    value: Floats = np.log((met + met.T + SHRINK) / (chance + SHRINK))
    return value


@dataclass(frozen=True, slots=True)
class Space:
    """Words (V, AXES), the axes' signs (AXES,), and the middles (PLACES + 1, AXES) of places."""

    words: Floats
    sign: Floats
    middles: Floats


def meanings(items: Pieces, bag: Bag, weight: Floats, vectors: Floats) -> Space:
    """The density ratio of pairs by least squares over word vectors (V, D), at a low rank.

    An item is the mean of its words' vectors, rare words counting more, less the mean of its place;
    the ratio's excess over one is a bilinear form, fitted with a ridge and factored.
    """
    vectors = vectors - vectors.mean(axis=0)
    rows = bag.mean(weight, vectors)
    middle = np.stack([_mean(rows[items.place == at]) for at in range(len(PLACES) + 1)])
    middle[-1] = rows.mean(axis=0)
    rows -= middle[items.place]
    first, second = items.pairs.T
    met = rows[first].T @ rows[second] / len(first)
    inverse = np.linalg.inv(rows.T @ rows / len(rows) + RIDGE * np.eye(rows.shape[1]))
    form = inverse @ ((met + met.T) / 2) @ inverse
    size, axes = np.linalg.eigh((form + form.T) / 2)
    kept = np.argsort(-np.abs(size))[:AXES]
    axis = axes[:, kept] * np.sqrt(np.abs(size[kept]))
    return Space(vectors @ axis, np.sign(size[kept]), middle @ axis)


def _mean(rows: Floats) -> Floats:
    mean: Floats = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], rows.dtype)
    return mean
