"""The phrases that a search understands: the vocabulary's, and `words.toml` beside this file."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from stylist import vocabulary

Aspect = Literal[
    "kind", "color", "pattern", "material", "warmth", "formality", "season", "fit", "style",
    "occasion", "availability",
]  # fmt: skip
_WORD: Final = re.compile(r"[^\W_]+|[.,;!?]")
_APOSTROPHES: Final = str.maketrans("", "", "'’`´")


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase means: one of `names` of an aspect will do."""

    aspect: Aspect
    names: tuple[str, ...]


def words(text: str) -> list[str]:
    """Lower-case words and marks; apostrophes are dropped, hyphens separate."""
    return _WORD.findall(text.casefold().translate(_APOSTROPHES))


@cache
def table() -> dict[str, Any]:
    """The word file."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def idle_words() -> frozenset[str]:
    """Words that say nothing about a garment."""
    return frozenset(table()["idle"].translate(_APOSTROPHES).split())


@cache
def phrase_set(name: str) -> frozenset[tuple[str, ...]]:
    """One of the plain lists of the word file."""
    return frozenset(tuple(words(phrase)) for phrase in table()[name])


@cache
def band_of(name: str) -> tuple[float, float]:
    """The formality (0..1) that a phrase asks for."""
    if name in table()["bands"]:
        low, high = table()["bands"][name]
        return float(low), float(high)
    return vocabulary.formality_bands()[name]


@cache
def senses() -> dict[tuple[str, ...], Sense]:
    """Every phrase with its meaning; the first of equals stands, inflected forms come last."""
    found: dict[tuple[str, ...], Sense] = {}
    inflected: dict[tuple[str, ...], Sense] = {}
    for phrase, sense in _stated():
        spelled = tuple(words(phrase))
        found.setdefault(spelled, sense)
        if sense.aspect in ("kind", "color", "pattern"):
            for other in _numbers(spelled):
                inflected.setdefault(other, sense)
    return {**inflected, **found}


@cache
def longest() -> int:
    """Words in the longest phrase."""
    return max(len(phrase) for phrase in senses())


@cache
def known_words() -> frozenset[str]:
    """Words that are read as they stand."""
    lists = ("negators", "degrees", "stops", "light", "dark")
    spoken = {word for phrase in senses() for word in phrase}
    return (
        idle_words() | spoken | {word for name in lists for row in phrase_set(name) for word in row}
    )


def _stated() -> Iterator[tuple[str, Sense]]:
    yield from _own_phrases()
    for name in vocabulary.formality_bands():
        yield name, Sense("formality", (name,))
    yield from _terms("material")
    for color in vocabulary.colors().values():
        yield from (
            (phrase, Sense("color", (color.name,))) for phrase in (color.name, *color.words)
        )
    for kind in vocabulary.kinds().values():
        phrases = (kind.name, *kind.words)
        sense = Sense("kind", (kind.name,))
        yield from ((phrase, sense) for phrase in phrases if not _states_material(phrase))
    for slot, phrases in vocabulary.terms("slot").items():
        yield from ((phrase, Sense("kind", (f"slot:{slot}",))) for phrase in (slot, *phrases))
    for group, phrases in vocabulary.terms("color_group").items():
        sense = Sense("color", (f"group:{group}",))
        yield from ((phrase, sense) for phrase in (group, *phrases))
    for phrase in ("colourful", "colorful", "vivid", "loud"):
        yield phrase, Sense("color", ("group:bright",))
    for phrase in ("light colours", "light colors", "light coloured", "light colored"):
        yield phrase, Sense("color", ("group:light",))
    yield from _terms("pattern")
    patterned = Sense("pattern", tuple(_patterned()))
    yield from ((p, patterned) for p in vocabulary.terms("pattern_group")["patterned"])
    for aspect in ("occasion", "season", "fit", "style"):
        yield from _terms(aspect)


def _states_material(phrase: str) -> bool:
    """Whether a kind is a material and a kind: "wool coat" is any coat of wool."""
    first, *rest = words(phrase)
    return bool(rest) and any(
        first in (name, *synonyms) for name, synonyms in vocabulary.terms("material").items()
    )


def _own_phrases() -> Iterator[tuple[str, Sense]]:
    for aspect in ("warmth", "formality", "availability"):
        for name, phrases in table()["phrases"][aspect].items():
            yield from ((phrase, Sense(aspect, (name,))) for phrase in phrases)
    for name, phrases in table()["phrases"]["kinds"].items():
        sense = Sense("kind", tuple(table()["kinds"][name]))
        yield from ((phrase, sense) for phrase in phrases)


def _terms(
    aspect: Literal["material", "pattern", "occasion", "season", "fit", "style"],
) -> Iterator[tuple[str, Sense]]:
    for name, phrases in vocabulary.terms(aspect).items():
        stated = phrases if name == "other" else (name, *phrases)
        yield from ((phrase, Sense(aspect, (name,))) for phrase in stated)


def _patterned() -> Iterator[str]:
    return (name for name in vocabulary.terms("pattern") if name != "solid")


def _numbers(phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The phrase in its other number."""
    *head, last = phrase
    yield (*head, f"{last}es" if last.endswith(("s", "x", "ch", "sh")) else f"{last}s")
    if last.endswith("s") and not last.endswith("ss") and last != "shorts":
        yield (*head, last[:-1])
