"""Small spelling slips: one edit or one swap away from a word of the lexicon."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from agent.understanding.words.lexicon import lexicon, signals
from agent.understanding.words.predicates import is_known

SHORTEST: Final = 5
"""Words of the lexicon shorter than this are taken only as they are written."""


LONGEST: Final = 16
"""Longer words are no slips of ours."""


def _deletions(word: str) -> Iterator[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


@cache
def plain_words() -> frozenset[str]:
    """Everyday words that lie one slip from a word of the lexicon, and are not one."""
    return frozenset(files(__package__).joinpath("plain_words.txt").read_text("utf-8").split())


@cache
def _targets() -> frozenset[str]:
    """The words a slip may be mended to: those of values and of "no"."""
    return frozenset(
        word
        for readings in lexicon().by_first.values()
        for reading in readings
        if reading.kind or "neg" in reading.cues or "except" in reading.cues
        for word in reading.phrase
        if len(word) >= SHORTEST and word.isalpha()
    )


@cache
def _index() -> dict[str, tuple[str, ...]]:
    made: dict[str, list[str]] = {}
    for target in sorted(_targets()):
        for key in set(_deletions(target)):
            made.setdefault(key, []).append(target)
    return {key: tuple(found) for key, found in made.items()}


def within_one(a: str, b: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours turns `a` into `b`."""
    if len(a) == len(b):
        off = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(off) == 2 and off[1] == off[0] + 1:
            return a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]
        return len(off) <= 1
    short, long = sorted((a, b), key=len)
    return any(short == long[:i] + long[i + 1 :] for i in range(len(long)))


def mended(word: str) -> str:
    """`word`, or the word of the lexicon that it most likely was meant to be."""
    if (
        not SHORTEST - 1 <= len(word) <= LONGEST
        or word in lexicon().known
        or word in signals().known
    ):
        return word
    if word in plain_words() or is_known(word) or not word.isalpha():
        return word
    return _undoubled(word) or _unswapped(word) or _nearest(word)


_FORMS: Final = ("ed", "er", "es", "ing", "ers")


def _is_another(word: str, target: str) -> bool:
    """Whether a word begins otherwise, or is another form of the same verb: ripper, ripped."""
    ends = {form for form in _FORMS if word.endswith(form)}
    stems = {word.removesuffix(form) for form in ends}
    formed = any(target == stem + form for stem in stems for form in _FORMS)
    return target[0] != word[0] or formed


def _unswapped(word: str) -> str:
    """The four letters of a value with two neighbours swapped: gery, wrok."""
    if len(word) != SHORTEST - 1:
        return ""
    swaps = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1))
    return next((swapped for swapped in swaps if swapped in _short_values()), "")


def _undoubled(word: str) -> str:
    """The word of the lexicon that a letter typed twice hides: navvy, strippy."""
    for i in range(1, len(word)):
        if word[i] == word[i - 1]:
            single = word[:i] + word[i + 1 :]
            if single in _targets() or (len(single) == SHORTEST - 1 and single in _short_values()):
                return single
    return ""


@cache
def _short_values() -> frozenset[str]:
    """Four letters that are a value by themselves, such as navy."""
    return frozenset(
        reading.phrase[0]
        for readings in lexicon().by_first.values()
        for reading in readings
        if reading.kind and len(reading.phrase) == 1 and len(reading.phrase[0]) == SHORTEST - 1
    )


def _nearest(word: str) -> str:
    """The nearest word of the lexicon: a swap of neighbours before any other slip."""
    index, found = _index(), []
    for key in _deletions(word):
        for target in index.get(key, ()):
            if within_one(word, target) and not _is_another(word, target):
                found.append((sorted(target) != sorted(word), target))
    return min(found)[1] if found else word


_LONG: Final = 8
"""Words of so many letters may have two slips."""


def slipped(word: str, names: Iterable[str]) -> str:
    """The one of `names` that `word` begins, or was meant to be by a slip or two; "" for none."""
    for name in names:
        if len(word) < SHORTEST + 1 and name.startswith(word.removesuffix("s")):
            return name
    if len(word) < SHORTEST:
        return ""
    near = [name for name in names if name[0] == word[0] and within_one(word, name)]
    near += [
        name
        for name in names
        if len(name) >= _LONG and name[0] == word[0] and _within_two(word, name)
    ]
    return near[0] if near else ""


def _within_two(a: str, b: str) -> bool:
    return any(within_one(a, b[:i] + b[i + 1 :]) for i in range(1, len(b)))
