"""The details that an atom names, by itself or within a garment's name ("miniskirt")."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from agent.understanding.words.atoms import DETAIL, FAR, HEAD, Atom
from agent.understanding.words.lexicon import detail_phrases
from agent.understanding.words.tokens import words

_SHAPES: Final = frozenset({"length", "neckline", "sleeves", "cut"})


@cache
def _table() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for value, phrase in detail_phrases():
        found.setdefault(words(phrase), value)
    return found


def holds_detail(head: Atom) -> bool:
    """Whether a garment's word says more than its category: "miniskirt", "mini skirt"."""
    return any(True for _ in said_by(head))


def said_by(atom: Atom) -> Iterator[str]:
    """The details (`attribute:value`) of an atom; what the category's own name says is none."""
    if atom.kind == DETAIL:
        yield str(atom.value)
    elif atom.kind in HEAD:
        said, table = tuple(atom.word.split())[:FAR], _table()
        own = set(str(atom.value).split("-"))
        for width in (len(said), *range(len(said) - 1, 0, -1)):
            for i in range(len(said) - width + 1):
                value = table.get(said[i : i + width])
                if value is not None and _adds(value, own):
                    yield value
                    return


def _adds(value: str, own: set[str]) -> bool:
    """Whether a detail is one of shape, and not what the category is anyway."""
    attribute, _, name = value.partition(":")
    return attribute in _SHAPES and not set(name.split("-")) & own
