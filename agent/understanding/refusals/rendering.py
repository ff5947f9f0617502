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

from agent.understanding.words.atoms import DETAIL, HEAD, LOOK, Atom

THING: Final = "§"
THINGS: Final = LOOK | HEAD | {DETAIL, "style"}
_TOLD_OF_A_THING: Final = ("size:", "price:", "rating:", "brand:", "embellishment:ripped")
"""Details that are mostly told of a garment: "my coat is too small"."""


@dataclass(frozen=True, slots=True)
class Line:
    """The words, each followed by a space; `starts` and `atoms` go with them one by one.

    `things` are the atoms that are a thing in it.
    """

    text: str
    starts: tuple[int, ...]
    atoms: tuple[int, ...]
    things: frozenset[int]

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


def render(row: Sequence[Atom], text: str) -> Line:
    """The line of a turn `text`, a full stop before it."""
    said, starts, at = [". "], [0], 2
    atoms = [-1]
    spelled = _spelled()
    for k in range(len(row)):
        for word in _words(row, k, text):
            plain = (word,) if _is_all(row, k) else spelled.get(word, (word,))
            for one in plain:
                said.append(f"{one} ")
                starts.append(at)
                atoms.append(k)
                at += len(one) + 1
    things = frozenset(k for one, k in zip(said, atoms, strict=True) if one == f"{THING} ")
    return Line("".join(said), tuple(starts), tuple(atoms), things)


def plain_words(atoms: Sequence[Atom]) -> list[str]:
    """The words of atoms as a line spells them, their values by the words that named them."""
    spelled = _spelled()
    return [
        plain
        for atom in atoms
        for word in atom.word.split()
        for plain in spelled.get(word, (word,))
    ]


def _is_all(row: Sequence[Atom], k: int) -> bool:
    """Whether nothing else stands between two marks: "heels? Seriously?"."""
    marks = ("stop", "comma")
    opens = k == 0 or row[k - 1].kind in marks
    return opens and (k + 1 == len(row) or row[k + 1].kind in marks)


def _words(row: Sequence[Atom], k: int, text: str) -> list[str]:
    atom = row[k]
    if atom.kind in THINGS and not _is_told(row, k):
        return [THING]
    if atom.kind == "comma":
        return [","]
    said = atom.word if atom.word.strip("\0") else text[atom.start : atom.end].lower()
    return said.split()


def _is_told(row: Sequence[Atom], k: int) -> bool:
    """Whether a detail is told of a garment and does not name it: "my jeans are ripped"."""
    names = k + 1 < len(row) and row[k + 1].kind in HEAD
    return str(row[k].value).startswith(_TOLD_OF_A_THING) and not names
