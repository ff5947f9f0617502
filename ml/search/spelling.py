"""Slips of the keyboard: one edit or one swap away from a word that a search knows."""

from functools import cache
from typing import Final

from ml.search.lexicon import known_words, senses

SHORTEST: Final = 4
"""Shorter words are taken as they are written."""
LONGEST: Final = 16
SUBSTITUTED_FROM: Final = 5
"""In a word this long a wrong letter may be mended; in a shorter one only one too many or few."""


def mended(word: str) -> str:
    """The word, or the known word that it most likely was meant to be."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or word in known_words():
        return word
    near = [target for key in _deletions(word) for target in _index().get(key, ())]
    slips = [target for target in near if target[0] == word[0] and _one_slip(word, target)]
    return min(slips, key=lambda target: (abs(len(target) - len(word)), target), default=word)


def _deletions(word: str) -> list[str]:
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]


@cache
def _index() -> dict[str, tuple[str, ...]]:
    made: dict[str, list[str]] = {}
    for target in sorted({word for phrase in senses() for word in phrase if len(word) >= SHORTEST}):
        for key in dict.fromkeys(_deletions(target)):
            made.setdefault(key, []).append(target)
    return {key: tuple(found) for key, found in made.items()}


def _one_slip(a: str, b: str) -> bool:
    if len(a) == len(b):
        off = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(off) == 2 and off[1] == off[0] + 1:
            return a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]
        return len(off) <= 1 and len(a) >= SUBSTITUTED_FROM
    short, long = sorted((a, b), key=len)
    return any(short == long[:i] + long[i + 1 :] for i in range(len(long)))
