"""Multi-turn FashionIQ: relative captions against the attributes of the garment they describe.

Yuan & Lam, "Conversational Fashion Image Retrieval via Multiturn Natural Language Feedback"
(SIGIR 2021), over FashionIQ (Wu et al., CVPR 2021); read from a folder outside, never part of this
project.
An item's attributes are keywords in six lists; a keyword that the vocabulary does not have is left
out, and so is what the captions do not speak of when only what was said is counted.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evals.external.keywords import GROUPS, plain
from evals.external.simmc1 import Pair
from stylist import names, vocabulary

DIALOGUES: Final = "shirt.val.json"
ATTRIBUTES: Final = "asin2attr.shirt.val.new.json"
LISTS: Final = ("type", "pattern", "material", "shape", "part", "style")


@dataclass(frozen=True, slots=True)
class Feedback:
    """What two people said of one reference item, relative to it."""

    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A target with the feedback that leads to it and the attributes of the target."""

    target: str
    feedback: tuple[Feedback, ...]
    attributes: frozenset[Pair]

    @property
    def captions(self) -> tuple[str, ...]:
        """Everything that was said, in order."""
        return tuple(text for feedback in self.feedback for text in feedback.captions)


def searches(folder: Path) -> Iterator[Search]:
    """The searches whose target has attributes that the vocabulary knows.

    Raises:
        FileNotFoundError: the folder lacks one of the two files.
    """
    rows = json.loads((folder / DIALOGUES).read_text("utf-8"))
    known = json.loads((folder / ATTRIBUTES).read_text("utf-8"))
    for row in rows:
        found = _search(row, known)
        if found.attributes:
            yield found


def _search(row: dict[str, Any], known: dict[str, list[list[str]]]) -> Search:
    target = str(row["target"][1])
    feedback = tuple(Feedback(tuple(captions)) for _, captions, *_ in row["reference"])
    keywords = {word.strip() for listed in known.get(target, []) for word in listed if word.strip()}
    pairs = frozenset(pair for word in keywords if (pair := named(word)) is not None)
    return Search(target, feedback, pairs)


def named(keyword: str) -> Pair | None:
    """The frame's name for a keyword, or None; whole kinds of garment are no attribute here."""
    for group in GROUPS:
        name = names.find(group, keyword)
        if name is not None and name not in (*vocabulary.categories(), *vocabulary.SLOTS):
            return Pair(group, name, "want")
    return None


def spoken_of(pair: Pair, captions: tuple[str, ...]) -> bool:
    """Whether any word for the attribute stands in the captions, refused or not."""
    text = plain(" . ".join(captions))
    return any(f" {plain(word)} " in f" {text} " for word in _words(pair))


def _words(pair: Pair) -> tuple[str, ...]:
    match pair.path:
        case "color":
            return (pair.value, *vocabulary.colors()[pair.value].words)
        case "category":
            return (pair.value, *vocabulary.kinds()[pair.value].words)
        case group:
            rows = vocabulary.details().get(group) or vocabulary.terms(group)
            return (pair.value, *rows[pair.value])
