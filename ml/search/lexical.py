"""How well words match what its owner wrote about a garment: name, notes, brand, size."""

from collections.abc import Sequence
from functools import cache

from ml.search.lexicon import words
from stylist.garments import GarmentView

ALMOST = 0.45
"""Likeness of trigrams below which two words are different words."""


def written(garment: GarmentView) -> frozenset[str]:
    """The words of name, notes, brand and size."""
    parts = (garment.name, garment.notes, garment.brand, garment.size)
    return _words_of(" ".join(part for part in parts if part))


def match(asked: Sequence[str], garment: GarmentView) -> float:
    """The mean over the asked words of how well each is matched, 0..1; 0 without words."""
    if not asked:
        return 0.0
    own = written(garment)
    return sum(word_match(word, own) for word in asked) / len(asked)


@cache
def _words_of(text: str) -> frozenset[str]:
    return frozenset(words(text))


def word_match(word: str, own: frozenset[str]) -> float:
    """1 for a word that is there, less for one that shares trigrams, 0 below `ALMOST`."""
    if word in own:
        return 1.0
    if len(word) < 4:
        return 0.0
    best = max((_alike(word, other) for other in own if len(other) > 3), default=0.0)
    return best if best >= ALMOST else 0.0


@cache
def _trigrams(word: str) -> frozenset[str]:
    # As pg_trgm does: two blanks before, one after.
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _alike(a: str, b: str) -> float:
    mine, theirs = _trigrams(a), _trigrams(b)
    return len(mine & theirs) / len(mine | theirs)
