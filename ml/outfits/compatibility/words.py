"""The words of a title, and which of them are attributes of a garment."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = str.maketrans("", "", "'’`´")
SHORTEST_PLURAL: Final = 4
CONCEPT: Final = "~"
"""Stands before what several words have in common."""
LONGEST_BRAND: Final = 4
Phrases = dict[str, tuple[tuple[str, ...], ...]]
"""Word rows by their first word, the longest first."""


def spelled(text: str) -> list[str]:
    """Lower-case singular words; apostrophes are dropped, hyphens and slashes separate."""
    found: list[str] = _WORD.findall(text.casefold().translate(_APOSTROPHES))
    return [singular(word) for word in found]


def singular(word: str) -> str:
    """The word without the s of a plural; "dress" stays, and so do short words."""
    plural = len(word) >= SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


def read_words(text: str, *, attributes_only: bool) -> list[str]:
    """The distinct words of a text in their canonical form, sorted, and what they have in common.

    With `attributes_only` the names of brands are taken out whole, and of the rest only words of
    the lexicon stay (`attributes.toml`). Concepts ("~edgy") stand beside their words; those of
    brands ("~luxury") only where brands count.
    """
    row = spelled(text)
    makers: set[str] = set() if attributes_only else _found(row, _brands())
    if attributes_only:
        row = list(_without(row, _names()))
    said = {_canonical().get(word, word) for word in _with_joined(row)}
    if attributes_only:
        said &= lexicon()
    concepts = {concept for word in said for concept in _concepts().get(word, ())}
    return sorted(said | concepts | makers)


@cache
def lexicon() -> frozenset[str]:
    """Every word that says something of a garment itself, in its canonical form."""
    plain = (word for group in _table()["words"].values() for word in spelled(group))
    joined = ("".join(spelled(phrase)) for phrase in _table()["joined"]["phrases"])
    return frozenset(_canonical().get(word, word) for word in (*plain, *joined))


def joined_phrases() -> list[list[str]]:
    """The rows of words that are read as one, in the singular."""
    return [spelled(phrase) for phrase in _table()["joined"]["phrases"]]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("attributes.toml").read_text("utf-8"))


@cache
def _canonical() -> dict[str, str]:
    return {
        word: name for name, others in _table()["same"].items() for word in (name, *spelled(others))
    }


@cache
def _concepts() -> dict[str, tuple[str, ...]]:
    rows = [
        (_canonical().get(word, word), CONCEPT + concept)
        for concept, words in _table()["concepts"].items()
        for word in spelled(words)
    ]
    return {word: tuple(sorted({c for other, c in rows if other == word})) for word, _ in rows}


@cache
def _brands() -> dict[tuple[str, ...], str]:
    return {
        tuple(spelled(name)): CONCEPT + group
        for group, names in _table()["brands"].items()
        for name in names
    }


def _found(row: list[str], phrases: Mapping[tuple[str, ...], str]) -> set[str]:
    """What the phrases in a row of words, of up to `LONGEST_BRAND` words, stand for."""
    spans = {
        tuple(row[at : at + length])
        for at in range(len(row))
        for length in range(1, LONGEST_BRAND + 1)
    }
    return {phrases[span] for span in spans & phrases.keys()}


@cache
def _names() -> Phrases:
    return _by_first(_table()["names"]["phrases"])


@cache
def _joined() -> Phrases:
    return _by_first(_table()["joined"]["phrases"])


def _by_first(phrases: Iterable[str]) -> Phrases:
    rows = sorted({tuple(spelled(phrase)) for phrase in phrases}, key=lambda row: (-len(row), row))
    first = {row[0] for row in rows}
    return {word: tuple(row for row in rows if row[0] == word) for word in first}


def _starts(row: list[str], at: int, phrases: Phrases) -> int:
    """How many words of a phrase stand at a place; 0 when none does."""
    for phrase in phrases.get(row[at], ()):
        if tuple(row[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _without(row: list[str], phrases: Phrases) -> Iterable[str]:
    at = 0
    while at < len(row):
        length = _starts(row, at, phrases)
        if not length:
            yield row[at]
        at += length or 1


def _with_joined(row: list[str]) -> Iterable[str]:
    at = 0
    while at < len(row):
        length = _starts(row, at, _joined())
        yield "".join(row[at : at + length]) if length else row[at]
        at += length or 1
