"""A turn as one line of plain words in which every thing is the same sign.

"Hoodies aren't really off the table" becomes "§ be not off the table": short forms are spelled
out, words that only stress are left out, and so one wording stands for many.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.atoms import DETAIL, HEAD, LOOK, Atom

THING: Final = "§"
THINGS: Final = LOOK | HEAD | {DETAIL, "style"}
_TOLD_OF_A_THING: Final = ("size:", "price:", "rating:", "brand:", "fit:")
"""Details that are mostly told of a garment: "my coat is too small"."""


@dataclass(frozen=True, slots=True)
class Line:
    """The words, each followed by a space; `starts` and `atoms` go with them one by one."""

    text: str
    starts: tuple[int, ...]
    atoms: tuple[int, ...]

    @property
    def words(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.text.split())


@cache
def tables() -> dict[str, Any]:
    """The file of constructions as it stands."""
    return tomllib.loads(files(__package__).joinpath("constructions.toml").read_text("utf-8"))


@cache
def _stressing() -> frozenset[str]:
    return frozenset(tables()["stressing"].split())


@cache
def _spelled() -> dict[str, tuple[str, ...]]:
    spelled = {word: tuple(said.split()) for word, said in tables()["spelled"].items()}
    return spelled | {word: () for word in _stressing()}


def render(row: Sequence[Atom]) -> Line:
    """The line of a turn, a full stop before it."""
    said, starts, at = [". "], [0], 2
    atoms = [-1]
    spelled = _spelled()
    for k, atom in enumerate(row):
        for word in _words(atom):
            for plain in spelled.get(word, (word,)):
                said.append(f"{plain} ")
                starts.append(at)
                atoms.append(k)
                at += len(plain) + 1
    return Line("".join(said), tuple(starts), tuple(atoms))


def _words(atom: Atom) -> list[str]:
    if atom.kind in THINGS and not str(atom.value).startswith(_TOLD_OF_A_THING):
        return [THING]
    if atom.kind == "comma":
        return [","]
    return atom.word.split()
