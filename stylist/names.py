"""Names of the vocabulary, heard in the words and spellings that people write."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

from stylist import vocabulary
from stylist.errors import BadRequest

MOST_QUOTED = 40
"""Characters of an unknown word that a refusal repeats."""
MOST_NEAR = 3


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
            return {**_rows("slot"), **kinds}
        case "slot":
            return {slot: vocabulary.terms("slot").get(slot, ()) for slot in vocabulary.SLOTS}
        case _:
            return vocabulary.details().get(group) or vocabulary.terms(group)


def _fold(word: str) -> str:
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


def exact(group: str, word: str) -> str | None:
    """The name whose spelling this is, letter case and hyphens aside, or None."""
    return _words(group).get(_fold(word))


def find(group: str, word: str) -> str | None:
    """The name of a `color`, `category`, `slot` or term, or None; a plural is heard, too."""
    said, words = _fold(word), _words(group)
    forms = (said, said.removesuffix("s"), said.removesuffix("es"), f"{said}s")
    return next((words[form] for form in forms if form in words), None)


def name(group: str, word: str, *, where: str) -> str:
    """The name that a word stands for.

    Raises:
        BadRequest: the vocabulary does not have it; the message says where it stood, and what
            it may have been.
    """
    found = find(group, word)
    if found is None:
        close = near(word, group)
        perhaps = f" Did you mean {' or '.join(close)}?" if close else ""
        said = f"{where}: “{word[:MOST_QUOTED]}” is no {group}.{perhaps}"
        raise BadRequest(f"{said} I know {', '.join(_rows(group))}.")
    return found


def near(word: str, *groups: str) -> list[str]:
    """The names of some groups that are spelled nearly as a word, the nearest first."""
    words = {spelling: name for group in groups for spelling, name in _words(group).items()}
    close = get_close_matches(_fold(word[:MOST_QUOTED]), list(words), n=MOST_NEAR)
    return list(dict.fromkeys(words[spelling] for spelling in close))
