"""Bare words of a wish: "black, navy", "denim", "brown leather shoes"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stylist import names
from stylist.named_frame import GROUPS

BETWEEN: Final = re.compile(r"[,;/\n]|\s(?:and|or)\s", re.IGNORECASE)
BEFORE: Final = frozenset(
    {"no", "any", "all", "my", "the", "a", "an", "in", "anything", "everything", "never"}
)
AFTER: Final = frozenset(
    {"clothes", "clothing", "things", "items", "garments", "pieces", "ones", "colours", "colors"}
)
"""Words around a name that add nothing to it."""
LOOKS: Final = ("color", "pattern", "material")


def split(text: str) -> list[str]:
    """The words or phrases of a list that somebody wrote as one text."""
    return [part for part in (part.strip() for part in BETWEEN.split(text)) if part]


def bare(phrase: str) -> str:
    """A phrase without the words around it that add nothing."""
    words = phrase.replace("_", " ").split()
    while len(words) > 1 and words[0].casefold() in BEFORE:
        words = words[1:]
    while len(words) > 1 and words[-1].casefold() in AFTER:
        words = words[:-1]
    return " ".join(words)


def lists(phrase: str) -> list[str]:
    """Every list of the frame that knows a phrase; those first that know just this spelling."""
    known = [field for field, group in GROUPS.items() if names.find(group, phrase)]
    return sorted(known, key=lambda field: names.exact(GROUPS[field], phrase) is None)


def piece(phrase: str) -> dict[str, str] | None:
    """A partial garment in a phrase: looks, then perhaps the kind; None when a word is unknown."""
    words = phrase.replace("-", " ").split()
    found: dict[str, str] = {}
    while words:
        part = next(_parts(words), None)
        if part is None or part[0] in found:
            return None
        key, name, read = part
        found[key] = name
        words = words[read:]
    return found or None


def _parts(words: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """What the phrase may begin with, the longest first: key, name, how many words.

    The kind ends a phrase, so that "white shirt" is no kind of white.
    """
    for read in range(len(words), 0, -1):
        said = " ".join(words[:read])
        keys = ("category", *LOOKS) if read == len(words) else LOOKS
        for look_up in (names.exact, names.find):
            yield from ((key, name, read) for key in keys if (name := look_up(key, said)))
