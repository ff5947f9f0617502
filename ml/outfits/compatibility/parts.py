"""What the words of two items say of their being worn together, part by part. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stylist.arrays import Floats

PLACES: Final = ("upper", "bottom", "shoe", "bag", "accessory")
DAMPING: Final = 0.75
"""Words of an item count together as its number of words to the power of one less this."""
LEAST_RATIO: Final = 0.1
"""Least squares may take a density ratio below zero; the least that is believed."""
PARTS: Final = (
    "categories",
    "odds of words",
    "same words",
    "meanings",
    "ratio of frequent words",
    "words beside categories",
)
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Track:
    """How one kind of words is judged; a last row stands for what is unknown.

    `categories` (C + 1, C + 1) values of pairs of categories; `odds` (O + 1, O + 1) of pairs of the
    first O of V words, `beside` (O + 1, C + 1) of these and categories; `rarity` (V + 1,) how much
    a word counts where both items have it; `meanings` (V + 1, R) the words in the space whose axes
    speak for or against by `sign` (R,), with the middle of each place (PLACES + 1, R); `ratio`
    (F + 1, F + 1) the form over the first F words, `ratio_middles` (F + 1, PLACES + 1) its values
    of words beside the middle of a place, `ratio_places` (PLACES + 1,) * 2 of two middles;
    `weight` how much each of `PARTS` counts; `offset` and `slope` make values log-odds.
    """

    words: Mapping[str, int]
    categories: Floats
    odds: Floats
    rarity: Floats
    meanings: Floats
    sign: Floats
    middles: Floats
    beside: Floats
    ratio: Floats
    ratio_middles: Floats
    ratio_places: Floats
    weight: Floats
    offset: float
    slope: float


def word_parts(
    rows: Sequence[Sequence[str]], kinds: Ints, places: Ints, track: Track
) -> list[Floats]:
    """What N items' words say, each (N, N), in the order of `PARTS`."""
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
        ratio(has, known, places, track),
        beside(has, known, kinds, track),
    ]


def word_odds(has: Floats, known: Ints, track: Track) -> Floats:
    """(N, N) mean log-odds of the words (N, U) of one item beside those of the other, damped."""
    at, share = _damped(has, known, len(track.odds) - 1)
    odds: Floats = share @ track.odds[np.ix_(at, at)] @ share.T
    return odds


def beside(has: Floats, known: Ints, kinds: Ints, track: Track) -> Floats:
    """(N, N) mean log-odds of the words (N, U) of one item beside the other's category, damped."""
    at, share = _damped(has, known, len(track.beside) - 1)
    one_way = share @ track.beside[np.ix_(at, kinds)]
    both: Floats = one_way + one_way.T
    return both


def _damped(has: Floats, known: Ints, last: int) -> tuple[Ints, Floats]:
    """The words (U,) as rows of a table that ends with the unknown, and their shares (N, U)."""
    told = has * (known < last)
    share: Floats = told / np.maximum(told.sum(1, keepdims=True), 1.0) ** DAMPING
    return np.minimum(known, last), share


def same_words(has: Floats, known: Ints, track: Track) -> Floats:
    """(N, N) what the items' words (N, U) have in common, rare words counting more.

    Half way between a cosine and a bare product: lengths divide by their square roots.
    """
    rows = has * track.rarity[known]
    rows /= np.sqrt(np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))
    same: Floats = rows @ rows.T
    return same


def meanings(has: Floats, known: Ints, places: Ints, track: Track) -> Floats:
    """(N, N) log of the ratio by products in the space of meanings, from their place's middle."""
    there = _unit(has * track.rarity[known] * (known < len(track.words)))
    told = there.any(axis=1, keepdims=True)
    spot = (there @ track.meanings[known] - track.middles[places]) * told
    return _log_ratio((spot * track.sign) @ spot.T)


def ratio(has: Floats, known: Ints, places: Ints, track: Track) -> Floats:
    """(N, N) log of the ratio by the form over the frequent words, from their place's middle."""
    last = len(track.ratio) - 1
    at, unit = np.minimum(known, last), _unit(has * (known < last))
    told: Floats = (unit > 0).sum(axis=1, keepdims=True) > 0
    aside = unit @ track.ratio_middles[np.ix_(at, places)]
    excess = unit @ track.ratio[np.ix_(at, at)] @ unit.T - aside - aside.T
    excess = excess + track.ratio_places[np.ix_(places, places)]
    return _log_ratio(excess * told * told.T)


def _log_ratio(excess: Floats) -> Floats:
    log: Floats = np.log(np.maximum(1.0 + excess, LEAST_RATIO))
    return log


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
