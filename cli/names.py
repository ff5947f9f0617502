"""Names of the vocabulary, heard in the words and spellings that people write."""

from collections.abc import Iterable, Mapping
from functools import cache

from stylist import vocabulary
from stylist.errors import BadRequest

MOST_QUOTED = 40
"""Characters of an unknown word that a refusal repeats."""


@cache
def _words(group: str) -> dict[str, str]:
    """Every spelling of a group's members, folded, with the member's name."""
    rows = _rows(group)
    words = {_fold(word): name for name, said in rows.items() for word in said}
    return {**words, **{_fold(name): name for name in rows}}


def _rows(group: str) -> Mapping[str, Iterable[str]]:
    match group:
        case "color":
            return {name: color.words for name, color in vocabulary.colors().items()}
        case "category":
            kinds = {name: kind.words for name, kind in vocabulary.kinds().items()}
            return {**{slot: () for slot in vocabulary.SLOTS}, **kinds}
        case "slot":
            return {slot: () for slot in vocabulary.SLOTS}
        case _:
            return vocabulary.terms(group)


def _fold(word: str) -> str:
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


def find(group: str, word: str) -> str | None:
    """The name of a `color`, `category`, `slot` or term, or None; a plural is heard, too."""
    said, words = _fold(word), _words(group)
    forms = (said, said.removesuffix("s"), said.removesuffix("es"), f"{said}s")
    return next((words[form] for form in forms if form in words), None)


def name(group: str, word: str, *, where: str) -> str:
    """The name that a word stands for.

    Raises:
        BadRequest: the vocabulary does not have it; the message says where it stood.
    """
    found = find(group, word)
    if found is None:
        known = ", ".join(_rows(group))
        raise BadRequest(f"{where}: “{word[:MOST_QUOTED]}” is no {group}. I know {known}.")
    return found
