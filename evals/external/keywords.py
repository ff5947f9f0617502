"""The naive baseline: names of the vocabulary that stand in the text, every one of them wanted."""

from functools import cache
from typing import Final

from agent.understanding.words.tokens import tokenize
from evals.external.simmc1 import Pair
from stylist import vocabulary

GROUPS: Final = (
    "color", "pattern", "material", "category", "fit", "style", "neckline", "sleeves", "length",
    "embellishment", "cut", "occasion", "season", "size", "price", "rating", "brand",
)  # fmt: skip
"""Where a word is looked for; the first that has it counts."""


def plain(text: str) -> str:
    """The words of a text in one spelling, with blanks between."""
    return " ".join(token.word for token in tokenize(text))


def keywords(text: str) -> frozenset[Pair]:
    """Each name that stands in the text; no synonyms, no spelling, no polarity."""
    padded = f" {plain(text)} "
    return frozenset(pair for word, pair in _table() if word in padded)


@cache
def _table() -> tuple[tuple[str, Pair], ...]:
    return tuple(
        (f" {plain(name)} ", Pair(group, name, "want"))
        for group in GROUPS
        for name in _names(group)
    )


def _names(group: str) -> list[str]:
    match group:
        case "color":
            return list(vocabulary.colors())
        case "category":
            return [name for name in vocabulary.kinds() if name not in vocabulary.categories()]
        case _:
            return list(vocabulary.details().get(group) or vocabulary.terms(group))
