"""What is said to what is shown, clause by clause: taken, left, asked why of, or just chatted.

"Can't fault it" takes and "it's a no from me" leaves, whatever single words in them mean elsewhere.
The words are read as a whole clause, so that "perfect for a boring meeting" is none of them.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

Kind = Literal["accept", "reject", "praise", "loose", "scoffs", "complaint", "why", "chat"]
MOST_CLAUSES: Final = 24
LONGEST: Final = 120
"""Letters of a clause that may be a reaction; a longer one tells more."""
_NEAR: Final = 40
"""Letters before a "but" that are looked at; a look at all of them is quadratic."""
_CLAUSE: Final = re.compile(r"[^.,;:!?\n()—–]+")
_NUMBER: Final = re.compile(r"(?<=\b[Nn]o)\.(?= ?\d)")
_ALL_BUT: Final = re.compile(r"\b(?:everything|anything|all|any|every|nothing)\s*$", re.I)
_BUT: Final = re.compile(
    r"\s+(?:but|because|cos|cuz|so|and(?=\s+(?:i|i['’]\w+|it|it['’]s|that['’]s|we)\b))\s+", re.I
)
_DASH: Final = re.compile(r"\s+-+\s+")
_REASONS: Final = frozenset({"because", "why", "cos", "cuz"})
_OPEN: Final[tuple[Kind, ...]] = ("complaint", "why")
"""Kinds that a clause may begin with, and go on to name things."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """A clause that reacts, as end-exclusive offsets in the turn."""

    kind: Kind
    start: int
    end: int


@cache
def tables() -> dict[str, Any]:
    """The file of reactions as it stands."""
    return tomllib.loads(files(__package__).joinpath("reactions.toml").read_text("utf-8"))


@cache
def _around(name: str) -> frozenset[str]:
    return frozenset(tables()[name].split())


@cache
def _rounded() -> re.Pattern[str]:
    return re.compile(f"(.+?)(?: (?:{'|'.join(tables()['rounded'])}))+")


@cache
def _opened() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(tables()['opened'])}) (.+)")


@cache
def _patterns() -> dict[Kind, re.Pattern[str]]:
    data = tables()
    lists: dict[Kind, Sequence[str]] = {
        "accept": data["accept"]["said"],
        "praise": data["accept"]["of_garments"],
        "reject": data["reject"]["said"],
        "loose": data["reject"]["loose"],
        "scoffs": data["reject"]["scoffs"],
        "complaint": data["complaint"]["said"],
        "why": data["why"]["said"],
        "chat": data["chat"]["said"],
    }
    return {kind: re.compile(f"(?:{_named('|'.join(said))})") for kind, said in lists.items()}


def _named(joined: str) -> str:
    names: dict[str, str] = tables()["names"]
    while found := re.search(r"<(\w+)>", joined):
        joined = joined.replace(found.group(), f"(?:{names[found[1]]})")
    return joined


def reactions(text: str) -> list[Reaction]:
    """The clauses of a turn that react, in order."""
    return [found for a, b in _clauses(text) if (found := _read(text, a, b)) is not None]


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    number = 0
    for whole in _CLAUSE.finditer(_NUMBER.sub(" ", text)):
        start = whole.start()
        cuts = [*_BUT.finditer(whole.group()), *_DASH.finditer(whole.group())]
        for cut in sorted(cuts, key=lambda one: one.start()):
            if _ALL_BUT.search(whole.group(), max(0, cut.start() - _NEAR), cut.start()):
                continue
            yield start, whole.start() + cut.start()
            start = whole.start() + cut.end()
        yield start, whole.end()
        number += 1
        if number == MOST_CLAUSES:
            return


def _read(text: str, start: int, end: int) -> Reaction | None:
    if end - start > LONGEST:
        return None
    words = plain(text[start:end]).split()
    asks = text[end : end + 3].strip()[:1] == "?" or "?" in text[end : end + 2]
    if asks and words and words[-1] in _REASONS:
        return Reaction("why", start, end)
    for core in _cores(words):
        said = " ".join(core)
        for kind, pattern in _patterns().items():
            if asks and kind in ("accept", "praise", "reject", "loose"):
                continue
            if (pattern.match if kind in _OPEN else pattern.fullmatch)(said):
                return Reaction(kind, start, end)
    return None


def _cores(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The words as they stand, then without what opens them and what rounds them off."""
    if not words:
        return
    yield words
    if rounded := _rounded().fullmatch(" ".join(words)):
        words = rounded[1].split()
        yield words
    if opened := _opened().fullmatch(" ".join(words)):
        words = opened[1].split()
        yield words
    first, last = 0, len(words)
    while first < last - 1 and words[first] in _around("lead"):
        first += 1
    while last > 1 and words[last - 1] in _around("tail"):
        last -= 1
    for begins in range(1, first + 1):
        yield words[begins:]
    if last < len(words):
        yield words[:last]
        if 0 < first < last:
            yield words[first:last]


def plain(said: str) -> str:
    """Lower-case words without apostrophes and without pictures."""
    bare = said.lower().replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[^\w\s/+-]", " ", bare).split())
