"""A sentence that says no to what was named before it, as in "Shorts? In court? Hardly.".

It refuses what a question or a fragment named, or what others were said to wear; never what the
person asked for in words of wishing. The wordings are data, in `denials.toml`.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.refusals.rendering import plain_words
from agent.understanding.refusals.unwelcome import settle_things
from agent.understanding.words.atoms import Atom
from agent.understanding.words.clauses import THINGS

_FARTHEST: Final = 5
"""Fragments between a name and the "no" to it."""
_FEW: Final = 4
_ENDS: Final = frozenset({"", ".", "!"})
_LONGEST: Final = 14
"""Words of a sentence that only says no."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence or a clause with the mark behind it."""

    atoms: Sequence[Atom]
    words: Sequence[str]
    mark: str

    @property
    def things(self) -> list[Atom]:
        return [a for a in self.atoms if a.kind in THINGS]


def deny_before(row: Sequence[Atom]) -> None:
    """Refuse what the sentences before a bare denial only named."""
    parts = _parts(row)
    for k, part in enumerate(parts):
        if k and not part.things and part.mark in _ENDS and _denies(part.words):
            _refuse_named(parts, k)


def _refuse_named(parts: Sequence[_Part], k: int) -> None:
    told = False
    for part in reversed(parts[max(0, k - _FARTHEST) : k]):
        words = {*part.words, *(word for a in part.atoms for word in a.word.split())}
        if words & _words("wishes"):
            return
        told = told or bool(words & _words("others"))
        if not part.things:
            continue
        asks = part.mark == "?" or any(p.mark == "?" for p in parts[parts.index(part) : k])
        bare = len(part.words) <= _FEW and part.words[:1] != ["i"]
        open_ = told or (asks and not words & _words("facts")) or bare
        if open_ and all(a.polarity in ("want", "neutral") for a in part.things):
            settle_things(part.things, "avoid")
        return


def _parts(row: Sequence[Atom]) -> list[_Part]:
    parts: list[_Part] = []
    atoms: list[Atom] = []
    for atom in row:
        if atom.kind in ("stop", "comma") or atom.word in ("but", "and"):
            if atoms:
                parts.append(_Part(atoms, plain_words(atoms), atom.word))
            elif parts and atom.word == "?":
                parts[-1] = _Part(parts[-1].atoms, parts[-1].words, "?")
            atoms = []
        else:
            atoms.append(atom)
    return [*parts, _Part(atoms, plain_words(atoms), "")] if atoms else parts


def _denies(words: Sequence[str]) -> bool:
    """Whether the words are a whole sentence that says no."""
    said = list(words)
    while said and not _said().fullmatch(" ".join(said)):
        if said[-1] in _words("closes"):
            said.pop()
        elif said[0] in _words("opens"):
            said.pop(0)
        else:
            return False
    return bool(said) and len(said) <= _LONGEST


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("denials.toml").read_text("utf-8"))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_tables()[name].split())


@cache
def _said() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{said})" for said in _tables()["said"]))
