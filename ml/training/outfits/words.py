"""What the words of two pieces say: log-odds, rarity, and a space of meanings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from ml.outfits.compatibility.parts import PLACES
from ml.outfits.compatibility.words import CONCEPT
from ml.training.outfits.outfits import Ints, Pieces
from stylist.arrays import Floats

SHRINK: Final = 5.0
"""Pairs of items added to both counts, which hold the asked split's outfits twice."""
LEAST: Final = 3
"""A word counted in fewer items has no odds of its own."""
OFTEN: Final = 32
"""A word counted in as many items takes part in the ratio of frequent words."""
RIDGE: Final = 0.01
"""Added to the variances, of word vectors and of words; of .0025 to .02 no other is better."""
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

    def first(self, size: int) -> "Bag":
        """The same items with the first words of the vocabulary only."""
        told = self.word < size
        return Bag(self.item[told], self.word[told], self.items, size)

    def rows(self) -> list[Ints]:
        """The words of each item."""
        ends = np.searchsorted(self.item, np.arange(self.items + 1))
        return [self.word[low:high] for low, high in pairwise(ends)]

    def mean(self, weight: Floats, vectors: Floats) -> Floats:
        """(N, D) the items' mean vectors by the words' weight, as if words were orthogonal."""
        told = weight[self.word]
        length = np.sqrt(np.bincount(self.item, told**2, self.items))
        sums = np.zeros((self.items, vectors.shape[1]))
        np.add.at(sums, self.item, told[:, None] * vectors[self.word])
        mean: Floats = sums / np.maximum(length, 1e-9)[:, None]
        return mean


def vocabulary(items: Pieces, further: Sequence[str]) -> tuple[list[str], int, int]:
    """All words, how many of the first have odds of their own, and how many are frequent."""
    count = Counter(word for reading in items.readings for word in reading.words)
    often = sorted(word for word in count if count[word] >= OFTEN)
    common = sorted(word for word in count if LEAST <= count[word] < OFTEN)
    rare = sorted({*count, *further} - {*often, *common})
    return [*often, *common, *rare], len(often) + len(common), len(often)


def rarity(bag: Bag, words: Sequence[str]) -> Floats:
    """(V + 1,) the inverse document frequency of each word, and of one never seen.

    Zero for concepts: what two items have in common is told by their words.
    """
    count = np.bincount(bag.word, minlength=bag.words + 1)
    weight: Floats = np.log(bag.items / (count + 1.0))
    weight[[at for at, word in enumerate(words) if word.startswith(CONCEPT)]] = 0.0
    return weight


def odds(items: Pieces, bag: Bag, other: Bag) -> Floats:
    """(V, W) log of how often two words meet in an outfit, over what chance would give.

    One word is of `bag`, the other of `other` (V and W words). Chance draws every piece anew from
    the pieces of its place.
    """
    words, others = bag.rows(), other.rows()
    met = np.zeros((bag.words, other.words))
    for first, second in items.pairs:
        met[words[first][:, None], others[second]] += 1.0
        met[words[second][:, None], others[first]] += 1.0
    pairs = np.zeros((len(PLACES) + 1,) * 2)
    np.add.at(pairs, tuple(items.place[items.pairs.T]), 1.0)
    chance = _share(items, bag).T @ (pairs + pairs.T) @ _share(items, other)
    value: Floats = np.log((met + SHRINK) / (chance + SHRINK))
    return value


def _share(items: Pieces, bag: Bag) -> Floats:
    """(PLACES + 1, V) the share of each place's pieces that have a word."""
    share = np.zeros((len(PLACES) + 1, bag.words))
    np.add.at(share, (items.place[bag.item], bag.word), 1.0)
    share /= np.maximum(np.bincount(items.place, minlength=len(PLACES) + 1), 1)[:, None]
    return share


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
    form, middle = _excess(items, bag.mean(weight, vectors))
    size, axes = np.linalg.eigh(form)
    kept = np.argsort(-np.abs(size))[:AXES]
    axis = axes[:, kept] * np.sqrt(np.abs(size[kept]))
    return Space(vectors @ axis, np.sign(size[kept]), middle @ axis)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A form of words (F, F), words beside the middles of places (F, PLACES + 1), and of two."""

    words: Floats
    middles: Floats
    places: Floats


def ratio(items: Pieces, bag: Bag) -> Ratio:
    """The density ratio of pairs by least squares over the words themselves, at full rank.

    An item is the unit vector of its words.
    """
    form, middle = _excess(items, bag.mean(np.ones(bag.words), np.eye(bag.words)))
    aside = form @ middle.T
    return Ratio(form, aside, middle @ aside)


def _excess(items: Pieces, rows: Floats) -> tuple[Floats, Floats]:
    """The form (D, D) of the ratio's excess over one, and the middle (PLACES + 1, D) of places.

    For rows (N, D) from the middle of their place; a ridge holds the form.
    """
    middle = np.stack([_mean(rows[items.place == at]) for at in range(len(PLACES) + 1)])
    middle[-1] = rows.mean(axis=0)
    rows = rows - middle[items.place]
    first, second = items.pairs.T
    met = rows[first].T @ rows[second] / len(first)
    inverse = np.linalg.inv(rows.T @ rows / len(rows) + RIDGE * np.eye(rows.shape[1]))
    form = inverse @ ((met + met.T) / 2) @ inverse
    return (form + form.T) / 2, middle


def _mean(rows: Floats) -> Floats:
    mean: Floats = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], rows.dtype)
    return mean
