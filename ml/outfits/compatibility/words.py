"""The words of a title, and which of them are attributes of a garment."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = str.maketrans("", "", "'’`´")
SHORTEST_PLURAL: Final = 4
LINKS: Final = ("and", "et")
"""Say nothing, and are often a mere sign in names ("rag & bone")."""
SIBILANTS: Final = ("sses", "ches", "shes", "xes")
CONCEPT: Final = "~"
"""Stands before what several words have in common."""
Phrases = dict[str, tuple[tuple[str, ...], ...]]
"""Word rows by their first word, the longest first."""


def spelled(text: str) -> list[str]:
    """Lower-case singular words; apostrophes are dropped, hyphens and slashes separate."""
    found: list[str] = _WORD.findall(text.casefold().translate(_APOSTROPHES))
    return [singular(word) for word in found]


def singular(word: str) -> str:
    """The word without the s or es of a plural; "dress" stays, and so do short words."""
    if word.endswith(SIBILANTS):
        return word[:-2]
    plural = len(word) >= SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


def read_words(text: str, *, attributes_only: bool) -> list[str]:
    """The distinct words of a text in their canonical form, sorted, and what they have in common.

    With `attributes_only` the names of brands are taken out whole, and of the rest only words of
    the lexicon stay (`attributes.toml`). Concepts ("~edgy") stand beside their words; those of
    brands ("~luxury", `brands.toml`) only where brands count.
    """
    row = [word for word in spelled(text) if word not in LINKS]
    makers: set[str] = set() if attributes_only else _makers(row)
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
def _table(name: str = "attributes") -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


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
def _brands() -> dict[tuple[str, ...], frozenset[str]]:
    """The groups of each brand, by the words of its name."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for groups in _table("brands").values():
        for group, names in groups.items():
            for name in names:
                found[tuple(w for w in spelled(name) if w not in LINKS)].add(CONCEPT + group)
    return {row: frozenset(groups) for row, groups in found.items()}


def _makers(row: list[str]) -> set[str]:
    """The groups of the brands that a row of words names; of overlapping names the longest."""
    found: set[str] = set()
    at = 0
    while at < len(row):
        length = _starts(row, at, _brand_names())
        if length:
            found |= _brands()[tuple(row[at : at + length])]
        at += length or 1
    return found


@cache
def _brand_names() -> Phrases:
    return _by_first(" ".join(row) for row in _brands())


@cache
def _names() -> Phrases:
    return _by_first(_table()["names"]["phrases"])


@cache
def _joined() -> Phrases:
    return _by_first(_table()["joined"]["phrases"])


def _by_first(phrases: Iterable[str]) -> Phrases:
    spelt = {tuple(w for w in spelled(phrase) if w not in LINKS) for phrase in phrases}
    rows = sorted(spelt, key=lambda row: (-len(row), row))
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
