"""The shipped statistics of which items are worn together, and what they say of pairs.

A pair's value is a sum of four: what the two fine categories say; the shrunken log-odds of every
word of one beside every word of the other; the words that both have; and the product of the two
items' places in a space of meanings, a least-squares estimate of the density ratio
p(a, b) / p(a) p(b) (Sugiyama et al. 2012, ch. 6) over word vectors. Calibrated, the mean over
an outfit's pairs is the log-odds that it was worn and not thrown together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.garments.shipped import checked
from ml.outfits.compatibility.reading import Reading
from stylist.arrays import Floats

WEIGHTS: Final = Path(__file__).with_name("weights") / "compatibility.npz"
PLACES: Final = ("upper", "bottom", "shoe", "bag", "accessory")
REACH: Final = 10.0
"""Log-odds of a pair that make it 1, or 0 where they speak against it; fewer than one pair of
attributes in a hundred lies beyond. In between the scale is straight: a logistic one loses .02 of
blanks and .03 of the area."""
DAMPING: Final = 0.75
"""Words of an item count together as its number of words to the power of one less this."""
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Track:
    """How one kind of words is judged; a last row stands for what is unknown.

    `categories` (C + 1, C + 1) values of pairs of categories; `odds` (O + 1, O + 1) of pairs of the
    first O of V words; `rarity` (V + 1,) how much a word counts where both items have it;
    `meanings` (V + 1, R) the words in the space whose axes speak for or against by `sign` (R,),
    with the middle of each place (PLACES + 1, R); `offset` and `slope` make values log-odds.
    """

    words: Mapping[str, int]
    categories: Floats
    odds: Floats
    rarity: Floats
    meanings: Floats
    sign: Floats
    middles: Floats
    same_word: float
    offset: float
    slope: float


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The shipped model; `version` is the first half of the weights' sha256."""

    categories: Mapping[str, int]
    attributes: Track
    titles: Track
    version: str

    def pairs(self, readings: Sequence[Reading], *, attributes_only: bool) -> Floats:
        """(N, N) in 0..1: how well every two of N items go together; the diagonal is no pair."""
        track = self.attributes if attributes_only else self.titles
        value = np.sum(self.parts(readings, attributes_only=attributes_only), axis=0)
        return on_scale(track.slope * value + track.offset)

    def parts(self, readings: Sequence[Reading], *, attributes_only: bool) -> list[Floats]:
        """The (N, N) that a value is the sum of: categories, odds, same words, meanings."""
        track = self.attributes if attributes_only else self.titles
        kinds = self._kinds(readings)
        words = [reading.words for reading in readings]
        return [
            track.categories[np.ix_(kinds, kinds)],
            *_word_parts(words, _places(readings), track),
        ]

    def _kinds(self, readings: Sequence[Reading]) -> Ints:
        unknown = len(self.categories)
        kinds = [self.categories.get(reading.category or "", unknown) for reading in readings]
        return np.array(kinds, np.int64)


def on_scale(log_odds: Floats) -> Floats:
    """Log-odds as scores: .5 where nothing speaks for or against, 0 and 1 at `REACH`."""
    scaled: Floats = np.clip(0.5 + log_odds / (2 * REACH), 0.0, 1.0)
    return scaled


def _word_parts(rows: Sequence[Sequence[str]], places: Ints, track: Track) -> list[Floats]:
    """Odds, same words and meanings of N items' words, each (N, N)."""
    used = sorted({word for row in rows for word in row})
    at = {word: column for column, word in enumerate(used)}
    has = np.zeros((len(rows), len(used)), np.float32)
    for number, row in enumerate(rows):
        has[number, [at[word] for word in row]] = 1.0
    unknown = len(track.words)
    known = np.array([track.words.get(word, unknown) for word in used], np.int64)
    return [
        word_odds(has, known, track),
        same_words(has, known, track),
        meanings(has, known, places, track),
    ]


def word_odds(has: Floats, known: Ints, track: Track) -> Floats:
    """(N, N) mean log-odds of the words (N, U) of one item beside those of the other, damped."""
    last = len(track.odds) - 1
    told = has * (known < last)
    share = told / np.maximum(told.sum(1, keepdims=True), 1.0) ** DAMPING
    at = np.minimum(known, last)
    odds: Floats = share @ track.odds[np.ix_(at, at)] @ share.T
    return odds


def same_words(has: Floats, known: Ints, track: Track) -> Floats:
    """(N, N) cosine of the items' words (N, U), rare words counting more."""
    unit = _unit(has * track.rarity[known])
    same: Floats = track.same_word * (unit @ unit.T)
    return same


def meanings(has: Floats, known: Ints, places: Ints, track: Track) -> Floats:
    """(N, N) products of the items' places in the space of meanings, from their place's middle."""
    there = _unit(has * track.rarity[known] * (known < len(track.words)))
    told = there.any(axis=1, keepdims=True)
    spot = (there @ track.meanings[known] - track.middles[places]) * told
    product: Floats = (spot * track.sign) @ spot.T
    return product


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit


def _places(readings: Sequence[Reading]) -> Ints:
    numbers = {place: at for at, place in enumerate(PLACES)}
    return np.array([numbers.get(r.place or "", len(PLACES)) for r in readings], np.int64)


@cache
def load(weights: Path = WEIGHTS) -> Compatibility:
    """The shipped weights.

    Raises: BackendUnavailable when they are not those that were released.
    """
    digest = checked(weights, "outfit compatibility")
    with np.load(weights, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return from_arrays(arrays, digest[:32])


def from_arrays(arrays: Mapping[str, Floats], version: str) -> Compatibility:
    """A model out of its arrays, as `ml.outfits.compatibility.fit` writes them."""
    return Compatibility(
        categories={str(name): at for at, name in enumerate(arrays["categories"])},
        attributes=_track(arrays, "attributes"),
        titles=_track(arrays, "titles"),
        version=version,
    )


def _track(arrays: Mapping[str, Floats], name: str) -> Track:
    def array(key: str) -> Floats:
        return arrays[f"{name}.{key}"].astype(np.float32)

    step, same_word, offset, slope = (float(x) for x in arrays[f"{name}.numbers"])
    return Track(
        words={str(word): at for at, word in enumerate(arrays[f"{name}.words"])},
        categories=array("categories"),
        odds=_square(array("odds") * step),
        rarity=array("rarity"),
        meanings=array("meanings"),
        sign=array("sign"),
        middles=array("middles"),
        same_word=same_word,
        offset=offset,
        slope=slope,
    )


def _square(upper: Floats) -> Floats:
    """The symmetric (V + 1, V + 1) of an upper triangle (V (V + 1) / 2,); zeros for the unknown."""
    size = int((np.sqrt(8 * len(upper) + 1) - 1) / 2)
    square = np.zeros((size + 1, size + 1), np.float32)
    rows, columns = np.triu_indices(size)
    square[rows, columns] = upper
    square[columns, rows] = upper
    return square
