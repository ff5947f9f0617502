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
from agent.understanding.words.predicates import belongs

_FARTHEST: Final = 5
"""Fragments between a name and the "no" to it."""
_FEW: Final = 4
_STOPS: Final = frozenset({".", "!", "?"})
_OWN: Final = frozenset({"i", "we", "please"})
_JOINS: Final = frozenset({"but", "and", "so"})
_ENDS: Final = frozenset({"", ".", "!", "?"})
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
        if k and not part.things and part.mark in _ENDS:
            _refuse_named(parts, k)


def _refuse_named(parts: Sequence[_Part], k: int) -> None:
    kinds = ("asked",) if parts[k].mark == "?" else ("said", "of_others", "of_a_name")
    spoken = [word for a in parts[k].atoms for word in a.word.split()]
    found = {kind for kind in kinds for said in (parts[k].words, spoken) if _denies(said, kind)}
    found |= {"verdict"} if _is_verdict(parts[k].words) else set()
    alone = parts[k].words == ["no"]
    if not found:
        return
    told = False
    for part in reversed(parts[max(0, k - _FARTHEST) : k]):
        words = {*part.words, *(word for a in part.atoms for word in a.word.split())}
        others = bool(words & _words("others"))
        if words & _words("wishes") and (not others or words & _OWN):
            return
        told = told or others
        if not part.things:
            continue
        asks = part.mark == "?" or any(p.mark == "?" for p in parts[parts.index(part) : k])
        bare = len(part.words) <= _FEW and part.words[:1] != ["i"] and not alone
        named = asks and not words & _words("facts")
        open_ = (
            (told and bool(found - {"of_a_name", "verdict"}))
            or ((named or bare) and bool(found & {"said", "asked"}))
            or (named and (bare or "verdict" in found) and bool(found & {"of_a_name", "verdict"}))
            or (alone and parts[k - 1].mark not in _STOPS)
        )
        if open_ and all(a.polarity in ("want", "neutral") for a in part.things):
            settle_things(part.things, "avoid")
            settle_things([a for a in part.atoms if a.kind == "fit"], "neutral")
        return


def _is_verdict(words: Sequence[str]) -> bool:
    """Whether a sentence is no more than a word of harm: "In a heatwave? Cruel."."""
    return len(words) < _FEW and any(belongs(word, "unwelcome") for word in words)


def _parts(row: Sequence[Atom]) -> list[_Part]:
    parts: list[_Part] = []
    atoms: list[Atom] = []
    for k, atom in enumerate(row):
        joins = atom.word in _JOINS and k + 1 < len(row) and row[k + 1].kind in ("word", "cue")
        if atom.kind in ("stop", "comma") or joins:
            if atoms:
                parts.append(_Part(atoms, _words_of(atoms), atom.word))
            elif parts and atom.word == "?":
                parts[-1] = _Part(parts[-1].atoms, parts[-1].words, "?")
            atoms = []
        else:
            atoms.append(atom)
    return [*parts, _Part(atoms, _words_of(atoms), "")] if atoms else parts


def _words_of(atoms: Sequence[Atom]) -> list[str]:
    """The words that tell; where all of them only stress, these."""
    return plain_words(atoms) or [word for a in atoms for word in a.word.split()]


def _denies(words: Sequence[str], kind: str) -> bool:
    """Whether the words are a whole sentence of a kind that says no."""
    said = list(words)
    while said and not _sentences(kind).fullmatch(" ".join(said)):
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
def _sentences(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{said})" for said in _tables()[kind]))
