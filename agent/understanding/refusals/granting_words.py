"""The sentences and clauses of a turn as rows of plain words, for what they grant.

The words are data, in `grants.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.words.atoms import Atom

_BREAKS: Final = frozenset({"but", "because", "though", "although", "while", "since", "unless"})
_JOINS: Final = frozenset({"and", "so", "as", "if", "when"})
SELF: Final = frozenset({"i", "we", "id", "ill", "im", "ive", "wed"})
REQUEST: Final = re.compile(
    r"(?:can|could|would|will) (?:you|we)\b(?! (?:wear|like|love|be)\b)"
    r"|(?:can|could|may) i(?= (?:see|have|get|try)\b)|let (?:me|us)(?= (?:see|have|get|try)\b)"
)
_QUESTION: Final = re.compile(
    r"(?:(?:and|so|ok|okay|but|well|hm+|oh) )*(?:is|are|was|were|am|do|does|did|should|shall"
    r"|would|could|can|may|might|will|what|which|who|whose|how|why|when|where|isnt|arent|dont i)\b"
)
FARTHEST: Final = 40
"""Words of one clause that are looked at, so that reading stays linear."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses; `asks` where it is a question."""

    start: int
    end: int
    words: list[str]
    asks: bool
    clauses: list[list[Atom]]


def sentences_in(row: Sequence[Atom], end: int) -> Iterator[Sentence]:
    """The sentences of a turn of `end` characters."""
    start = 0
    atoms: list[Atom] = []
    for atom in [*row, Atom("stop", None, "", end + 1, end + 1)]:
        if atom.kind != "stop":
            atoms.append(atom)
            continue
        words = plain_words(atoms)
        opened = " ".join(without_openers(words))
        asks = atom.word == "?" or bool(_QUESTION.match(" ".join(words[:FARTHEST])))
        asks = asks and not REQUEST.match(opened)
        yield Sentence(start, atom.start, words, asks, list(_clauses(atoms)))
        start, atoms = atom.end, []


def _clauses(sentence: Sequence[Atom]) -> Iterator[list[Atom]]:
    clause: list[Atom] = []
    for k, atom in enumerate(sentence):
        following = sentence[k + 1].word.split() if k + 1 < len(sentence) else []
        subject = bool(following) and (following[0] in SELF | {"my", "the", "everyone"})
        verb = bool(following) and following[0] in of("asking") | of("others")
        joins = atom.word in _JOINS and (subject or verb or atom.word in ("if", "when", "as"))
        if atom.kind == "comma" or atom.word in _BREAKS or (joins and not atom.is_value()):
            if clause:
                yield clause
            clause = [atom] if atom.word in ("if", "when", "as", "unless") else []
        else:
            clause.append(atom)
    if clause:
        yield clause


def plain_words(atoms: Iterator[Atom] | Sequence[Atom]) -> list[str]:
    """Plain words; "+" for a value."""
    return [
        word.replace("'", "").replace("’", "")
        for atom in atoms
        if atom.kind != "comma"
        for word in (["+"] if atom.is_value() and atom.kind != "move" else atom.word.split())
    ]


def without_openers(words: Sequence[str]) -> list[str]:
    """The words after those that may open any sentence."""
    k = 0
    while k < len(words):
        if words[k : k + 2] in (["i", "think"], ["i", "guess"], ["you", "know"]):
            k += 2
        elif words[k] in of("openers") or words[k] == "+":
            k += 1
        else:
            break
    return list(words[k : k + FARTHEST])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("grants.toml").read_text("utf-8"))


def others() -> frozenset[str]:
    """Words for others than who speaks."""
    return of("others")


@cache
def of(name: str) -> frozenset[str]:
    """The words of a class of the file."""
    return frozenset(_data()[name].split())


@cache
def names() -> tuple[str, ...]:
    """Names of other things that begin with the name of a look."""
    return tuple(_data()["names"])
