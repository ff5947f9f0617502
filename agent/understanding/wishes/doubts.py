"""What may not mean what it says: other languages, sarcasm, contradictions."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import combinations
from typing import Final

from agent.understanding.wishes.irony import irony
from agent.understanding.words.atoms import CONTEXT, HEAD, LOOK, Atom
from agent.understanding.words.foreign import is_foreign
from agent.understanding.words.phrases import Phrase, phrases
from agent.understanding.words.tokens import Token
from agent.understanding.words.told import Told, within
from stylist import vocabulary
from stylist.frame import Doubt, Piece

_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?\n]*")
_EXCEPTIONS: Final = frozenset({"but", "except", "except for", "unless", "only", "otherwise"})
_ELSE: Final = frozenset({"otherwise", "elsewhere", "instead", "actually"})
MOST_WEIGHED: Final = 4
"""Refusals of one thing that a wish is weighed against, so that a repetitive turn stays quick."""
LONGEST: Final = 4000
"""Characters beyond this are not looked through for sarcasm."""


def doubts(
    row: list[Atom],
    tokens: Sequence[Token],
    text: str,
    *,
    refused: frozenset[str] = frozenset(),
    only_told: Sequence[Told] = (),
) -> list[Doubt]:
    """The doubts of a turn; what is in doubt is no wish any more, and a refusal stays one.

    `refused` are the names of what was refused before, at which delight is no delight. What is
    `only_told` wishes for nothing, and contradicts nothing.
    """
    if is_foreign(tokens, text):
        row.clear()
        return [Doubt(text=text, start=0, end=len(text), why="language")]
    return [*_sarcasm(row, text, refused), *_contradictions(row, text, only_told)]


def _sarcasm(row: Sequence[Atom], text: str, refused: frozenset[str]) -> Iterator[Doubt]:
    sentences = [(m.start(), m.end()) for m in _SENTENCE.finditer(text[:LONGEST])]
    for n, (start, end) in enumerate(sentences):
        ironic = irony(text[start:end])
        if ironic is None:
            continue
        inside = _wishes(row, start, end)
        if ironic == "things" and not any(a.kind in LOOK | HEAD for a in inside):
            continue
        if ironic == "refused" and not any(str(a.value) in refused for a in inside):
            continue
        first = start
        if n and not inside:
            first = sentences[n - 1][0]
        for atom in _wishes(row, first, end):
            atom.polarity = "neutral"
        said = text[first:end].strip()
        begun = text.index(said, first)
        yield Doubt(text=said, start=begun, end=begun + len(said), why="sarcasm")


def _wishes(row: Sequence[Atom], start: int, end: int) -> list[Atom]:
    return [
        a
        for a in row
        if start <= a.start < end
        and a.is_value()
        and a.polarity in ("want", "allow", "retract")
        and a.kind not in CONTEXT
    ]


def _contradictions(row: Sequence[Atom], text: str, only_told: Sequence[Told]) -> Iterator[Doubt]:
    """Wishes that the same turn refuses; the refusal stands."""
    found = phrases(row) if any(atom.polarity == "avoid" for atom in row) else []
    refusals = _refusals(found)
    said = _Said(row) if refusals else None
    told: set[tuple[int, frozenset[tuple[str, object]]]] = set()
    for wanted in (phrase for phrase in found if phrase.polarity == "want"):
        if within(only_told, wanted.atoms[0].start):
            continue
        covering = _covering(refusals, wanted)
        other = next((no for no in covering if said and not said.is_apart(no, wanted)), None)
        if other is not None:
            for atom in wanted.atoms:
                if _named(other) & {(atom.kind, atom.value)}:
                    atom.polarity = "neutral"
            if (same := (id(other), frozenset(_named(wanted)))) not in told:
                told.add(same)
                yield _doubt(text, *wanted.atoms, *other.atoms)
    bands = [a for a in row if a.kind == "formality" and a.polarity == "want" and not a.degree]
    for one, two in combinations(bands[:4], 2):
        (low, high), (least, most) = (
            vocabulary.formality_bands()[str(a.value)] for a in (one, two)
        )
        if high < least or most < low:
            yield _doubt(text, one, two)


def _named(phrase: Phrase) -> set[tuple[str, object]]:
    return {(atom.kind, atom.value) for atom in phrase.atoms}


def _refusals(found: Sequence[Phrase]) -> dict[frozenset[tuple[str, str]], list[Phrase]]:
    """What is refused, each partial garment once, with the phrases that refuse it."""
    refusals: dict[frozenset[tuple[str, str]], list[Phrase]] = {}
    for phrase in found:
        if phrase.polarity == "avoid" and not phrase.tied:
            for stated in filter(None, map(_stated, phrase.pieces())):
                refusals.setdefault(stated, []).append(phrase)
    return refusals


def _covering(
    refusals: dict[frozenset[tuple[str, str]], list[Phrase]], wanted: Phrase
) -> list[Phrase]:
    """The phrases that refuse what is wanted, the nearest first and no more than a few."""
    pieces = [_stated(piece) for piece in wanted.pieces()] if refusals else []
    covering = [
        phrase
        for no, refusing in refusals.items()
        if any(no <= yes for yes in pieces)
        for phrase in refusing
    ]
    place = wanted.atoms[0].start
    return nsmallest(MOST_WEIGHED, covering, key=lambda no: abs(no.atoms[0].start - place))


def _stated(piece: Piece) -> frozenset[tuple[str, str]]:
    return frozenset(piece.model_dump(exclude_none=True).items())


class _Said:
    """The atoms of a turn, to look between two of them."""

    def __init__(self, row: Sequence[Atom]) -> None:
        self._row = sorted(row, key=lambda atom: atom.start)
        self._starts = [atom.start for atom in self._row]
        self._stops = [atom for atom in self._row if atom.kind == "stop"]
        self._ends = [atom.start for atom in self._stops]
        self._says_else = bool(_ELSE & {atom.word for atom in row})

    def is_apart(self, refused: Phrase, wanted: Phrase) -> bool:
        """Whether the wish is an exception ("no black, but black shoes") or only a question."""
        after = bisect_right(self._ends, wanted.atoms[-1].start)
        if after < len(self._stops) and self._stops[after].word == "?":
            return True
        if self._says_else:
            return True
        first, last = refused.atoms[0].start, wanted.atoms[0].start
        begin, end = bisect_right(self._starts, first), bisect_left(self._starts, last)
        return any(atom.word in _EXCEPTIONS for atom in self._row[begin:end])


def _doubt(text: str, *atoms: Atom) -> Doubt:
    start, end = min(a.start for a in atoms), max(a.end for a in atoms)
    return Doubt(text=text[start:end], start=start, end=end, why="contradiction")
