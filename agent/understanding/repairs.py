"""Slips of the tongue that are put right in the same breath: "red, I mean burgundy"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from agent.understanding.atoms import FAR, HEAD, Atom, Found
from agent.understanding.lexicon import word_list
from agent.understanding.lists import group_of
from stylist import vocabulary

_REPAIRS: Final = tuple(
    sorted((tuple(p.split()) for p in word_list("repairs")), key=len, reverse=True)
)
_FILLER: Final = frozenset(
    {",", ".", "a", "an", "the", "some", "its", "it", "is", "er", "um", "hmm"}
)
_NUMBERS: Final = frozenset({"temperature", "count", "budget"})
_RESTATED: Final = re.compile(
    r"(?:no,\s+(?:wait,?\s+)?|no\s+wait,?\s+|make\s+(?:it|that)\s+|i\s+mean[t]?\s+|oops,?\s+|better\s+|rather\s+|"
    r"actually,?\s+|correction:?\s+)(?:make\s+(?:it|that)\s+)?"
    r"(?P<n>-?\d{1,3}|one|two|three|four|five|six)\b(?!\s*(?:°|degree|outfit|option|look|%|\$|€))",
    re.IGNORECASE,
)
_SMALL: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def restated(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """A bare number that takes the place of one before it: "10 degrees, no, make that 15"."""
    for match in _RESTATED.finditer(text):
        before = [f for f in found if f.kind in _NUMBERS and f.end <= match.start()]
        said = match["n"].lower()
        number = _SMALL.get(said) or int(said)
        if before and before[-1].kind == "temperature":
            yield Found("temperature", float(number), match.start("n"), match.end("n"))
        elif before and before[-1].kind == "count":
            yield Found("count", number, match.start("n"), match.end("n"))


def repair(row: Sequence[Atom]) -> None:
    """Take back what is put right later in the turn."""
    for k, width in _cues(row):
        after = _next_value(row, k + width)
        if after is None or after.polarity != "want":
            continue
        earlier = [a for a in row[max(0, k - FAR) : k] if a.polarity == "want" and _alike(a, after)]
        for atom in earlier[-1:]:
            atom.polarity = "neutral"


@cache
def _by_first() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _REPAIRS:
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _cues(row: Sequence[Atom]) -> Iterator[tuple[int, int]]:
    """Where a repair begins, and over how many atoms it goes."""
    for k in range(len(row)):
        for phrase in _by_first().get(row[k].word.split(" ", 1)[0], ()):
            width = _matches(row, k, phrase)
            if width:
                yield k, width
                break


def _matches(row: Sequence[Atom], k: int, phrase: tuple[str, ...]) -> int:
    """How many atoms from `k` on say the phrase, commas between its words aside; 0 for none."""
    words, at = list(phrase), k
    while words and at < len(row):
        if at > k and row[at].kind == "comma":
            at += 1
            continue
        said = row[at].word.split()
        if words[: len(said)] != said:
            return 0
        words, at = words[len(said) :], at + 1
    return at - k if not words else 0


def _next_value(row: Sequence[Atom], k: int) -> Atom | None:
    for atom in row[k : k + FAR]:
        if atom.is_value():
            return atom
        if atom.word not in _FILLER:
            return None
    return None


def _alike(atom: Atom, other: Atom) -> bool:
    """Whether one may stand for the other: of one kind, and garments of one slot."""
    if atom.kind in HEAD and other.kind in HEAD:
        return _slot(atom) == _slot(other)
    return atom.is_value() and atom.kind == other.kind and group_of(atom) == group_of(other)


def _slot(atom: Atom) -> str:
    if atom.kind == "slot":
        return str(atom.value)
    return str(vocabulary.slot_of(str(atom.value)))
