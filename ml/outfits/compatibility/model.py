"""The shipped statistics of which items are worn together, and what they say of pairs.

A pair's value is a weighed sum of six: what the two fine categories say; the shrunken log-odds of
every word of one beside every word of the other, and beside its category; the words that both have;
and the logarithms of two least-squares estimates of the density ratio p(a, b) / p(a) p(b)
(Sugiyama et al. 2012, ch. 6), over word vectors at a low rank, and over the frequent words
themselves. Calibrated, the mean over an outfit's pairs is the log-odds that it was worn and not
thrown together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from ml.garments.shipped import checked
from ml.outfits.compatibility.parts import PLACES, Ints, Track, word_parts
from ml.outfits.compatibility.reading import Reading
from stylist.arrays import Floats

WEIGHTS: Final = Path(__file__).with_name("weights") / "compatibility.npz"
REACH: Final = 10.0
"""Log-odds of a pair that make it 1, or 0 where they speak against it; about one pair of
attributes in a hundred lies beyond. In between the scale is straight: a logistic one loses .02 of
blanks and .03 of the area."""
REACH_OF_TITLES: Final = 20.0
"""The same for titles, whose rare words in common say more."""


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The shipped model; `version` is the first half of the weights' sha256."""

    categories: Mapping[str, int]
    attributes: Track
    titles: Track
    version: str

    def pairs(self, readings: Sequence[Reading], *, attributes_only: bool) -> Floats:
        """(N, N) in 0..1: how well every two of N items go together; the diagonal is no pair."""
        log_odds = self.log_odds(readings, attributes_only=attributes_only)
        return on_scale(log_odds, reach_of(attributes_only=attributes_only))

    def log_odds(self, readings: Sequence[Reading], *, attributes_only: bool) -> Floats:
        """(N, N) of the same pairs, before they are put on the scale."""
        track = self.attributes if attributes_only else self.titles
        value = np.sum(self.parts(readings, attributes_only=attributes_only), axis=0)
        log_odds: Floats = track.slope * value + track.offset
        return log_odds

    def parts(self, readings: Sequence[Reading], *, attributes_only: bool) -> list[Floats]:
        """The (N, N) of each of `PARTS`, weighed, that a value is the sum of."""
        track = self.attributes if attributes_only else self.titles
        kinds = self._kinds(readings)
        words = [reading.words for reading in readings]
        found = [
            track.categories[np.ix_(kinds, kinds)],
            *word_parts(words, kinds, _places(readings), track),
        ]
        return [weight * part for weight, part in zip(track.weight, found, strict=True)]

    def _kinds(self, readings: Sequence[Reading]) -> Ints:
        unknown = len(self.categories)
        kinds = [self.categories.get(reading.category or "", unknown) for reading in readings]
        return np.array(kinds, np.int64)


def on_scale(log_odds: Floats, reach: float = REACH) -> Floats:
    """Log-odds as scores: .5 where nothing speaks for or against, 0 and 1 at `reach`."""
    scaled: Floats = np.clip(0.5 + log_odds / (2 * reach), 0.0, 1.0)
    return scaled


def reach_of(*, attributes_only: bool) -> float:
    """The log-odds at which a pair's score ends, of attributes or of titles."""
    return REACH if attributes_only else REACH_OF_TITLES


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
    """A model out of its arrays, as `ml.training.outfits` writes them."""
    return Compatibility(
        categories={str(name): at for at, name in enumerate(arrays["categories"])},
        attributes=_track(arrays, "attributes"),
        titles=_track(arrays, "titles"),
        version=version,
    )


def _track(arrays: Mapping[str, Floats], name: str) -> Track:
    def array(key: str) -> Floats:
        return arrays[f"{name}.{key}"].astype(np.float32)

    step, beside_step, offset, slope = (float(x) for x in arrays[f"{name}.numbers"])
    return Track(
        words={str(word): at for at, word in enumerate(arrays[f"{name}.words"])},
        categories=array("categories"),
        odds=_square(array("odds") * step),
        rarity=array("rarity"),
        meanings=array("meanings"),
        sign=array("sign"),
        middles=array("middles"),
        beside=np.pad(array("beside") * beside_step, ((0, 1), (0, 0))),
        ratio=_square(array("ratio")),
        ratio_middles=np.pad(array("ratio_middles"), ((0, 1), (0, 0))),
        ratio_places=array("ratio_places"),
        weight=array("weight"),
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
