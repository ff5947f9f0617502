"""What may not mean what it says: other languages, sarcasm, contradictions."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from agent.understanding.wishes.irony import irony
from agent.understanding.words.atoms import CONTEXT, HEAD, LOOK, Atom
from agent.understanding.words.foreign import is_foreign
from agent.understanding.words.phrases import Phrase, phrases
from agent.understanding.words.tokens import Token
from stylist import vocabulary
from stylist.frame import Doubt, Piece

_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?\n]*")
_EXCEPTIONS: Final = frozenset({"but", "except", "except for", "unless", "only", "otherwise"})
LONGEST: Final = 4000
"""Characters beyond this are not looked through for sarcasm."""


def doubts(
    row: list[Atom],
    tokens: Sequence[Token],
    text: str,
    *,
    refused: frozenset[str] = frozenset(),
) -> list[Doubt]:
    """The doubts of a turn; what is in doubt is no wish any more, and a refusal stays one.

    `refused` are the names of what was refused before, at which delight is no delight.
    """
    if is_foreign(tokens, text):
        row.clear()
        return [Doubt(text=text, start=0, end=len(text), why="language")]
    return [*_sarcasm(row, text, refused), *_contradictions(row, text)]


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


def _contradictions(row: Sequence[Atom], text: str) -> Iterator[Doubt]:
    """Wishes that the same turn refuses; the refusal stands."""
    found = phrases(row) if any(atom.polarity == "avoid" for atom in row) else []
    refused = [phrase for phrase in found if phrase.polarity == "avoid" and not phrase.tied]
    for wanted in (phrase for phrase in found if phrase.polarity == "want"):
        for other in refused:
            if _covers(other, wanted) and not _is_apart(row, other, wanted):
                for atom in wanted.atoms:
                    if _named(other) & {(atom.kind, atom.value)}:
                        atom.polarity = "neutral"
                yield _doubt(text, *wanted.atoms, *other.atoms)
                break
    bands = [a for a in row if a.kind == "formality" and a.polarity == "want" and not a.degree]
    for one, two in combinations(bands[:4], 2):
        (low, high), (least, most) = (
            vocabulary.formality_bands()[str(a.value)] for a in (one, two)
        )
        if high < least or most < low:
            yield _doubt(text, one, two)


def _named(phrase: Phrase) -> set[tuple[str, object]]:
    return {(atom.kind, atom.value) for atom in phrase.atoms}


def _covers(refused: Phrase, wanted: Phrase) -> bool:
    return any(_within(no, yes) for no in refused.pieces() for yes in wanted.pieces())


def _within(no: Piece, yes: Piece) -> bool:
    stated = no.model_dump(exclude_none=True)
    return bool(stated) and stated.items() <= yes.model_dump(exclude_none=True).items()


def _is_apart(row: Sequence[Atom], refused: Phrase, wanted: Phrase) -> bool:
    """Whether the wish is an exception ("no black, but black shoes") or only a question."""
    stop = next((a for a in row if a.kind == "stop" and a.start > wanted.atoms[-1].start), None)
    if stop is not None and stop.word == "?":
        return True
    first, last = refused.atoms[0].start, wanted.atoms[0].start
    words = {a.word for a in row}
    if words & {"otherwise", "elsewhere", "instead", "actually"}:
        return True
    if last < first:
        return False
    between = {a.word for a in row if first < a.start < last}
    return bool(between & _EXCEPTIONS)


def _doubt(text: str, *atoms: Atom) -> Doubt:
    start, end = min(a.start for a in atoms), max(a.end for a in atoms)
    return Doubt(text=text[start:end], start=start, end=end, why="contradiction")
