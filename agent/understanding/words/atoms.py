"""A turn as a row of atoms: values, cues, marks and plain words, each with its offsets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from agent.understanding.words.lexicon import Reading, admitted, is_value, lexicon
from agent.understanding.words.spelling import mended
from agent.understanding.words.tokens import Token

Polarity = Literal["want", "avoid", "allow", "retract", "neutral"]
FAR: Final = 60
"""No clause is looked through further than this many atoms, so that reading stays linear."""
STOPS: Final = frozenset(".!?")
CONTEXT: Final = frozenset(
    {"occasion", "condition", "season", "temperature", "place", "when", "budget", "count", "aspect"}
    | {"rain_chance"}
)
LOOK: Final = frozenset({"color", "color_group", "pattern", "pattern_group", "material"})
HEAD: Final = frozenset({"category", "slot"})
MANNER: Final = frozenset({"style", "fit", "formality", "quality", "move"})
DETAIL: Final = "detail"
VALUES: Final = CONTEXT | LOOK | HEAD | MANNER | {DETAIL}


@dataclass(frozen=True, slots=True)
class Found:
    """A value that a pattern found in the raw text, with its offsets."""

    kind: str
    value: Any
    start: int
    end: int


@dataclass(slots=True)
class Atom:
    """One unit of a turn. `kind` is a kind of value, "stop", "comma", "cue" or "word".

    `degree` is "more", "less", "too" or "enough"; a `tied` atom qualifies the phrase before it, as
    in "no black except shoes". What is `firm` is settled, whatever else the clause says.
    """

    kind: str
    value: Any
    word: str
    start: int
    end: int
    cues: frozenset[str] = frozenset()
    polarity: Polarity = "want"
    degree: str = ""
    tied: bool = False
    firm: bool = False

    def is_value(self) -> bool:
        """Whether this carries a value of the frame."""
        return self.kind in VALUES


_DENIED: Final = re.compile(r"(?P<before>\w{3,})less|(?:non?|un)(?P<after>\w{3,})")
_NOTHING: Final[frozenset[str]] = frozenset()


def _mark(token: Token) -> Atom | None:
    if token.word in STOPS:
        return Atom("stop", None, token.word, token.start, token.end)
    if token.word == ",":
        return Atom("comma", None, ",", token.start, token.end)
    return None


def _read(reading: Reading, tokens: Sequence[Token], i: int, *, counts: bool) -> Atom:
    j = i + len(reading.phrase)
    kind = (reading.kind if counts else "") or ("cue" if reading.cues else "word")
    word = " ".join(reading.phrase)
    return Atom(kind, reading.name, word, tokens[i].start, tokens[j - 1].end, reading.cues)


def _at(
    tokens: Sequence[Token], spelled: Sequence[str], beside: Sequence[str], i: int
) -> tuple[Atom, int]:
    for reading in lexicon().at(spelled, i) if spelled[i] in lexicon().by_first else ():
        counts = bool(reading.kind) and admitted(reading, beside, i)
        if counts or reading.cues:
            return _read(reading, tokens, i, counts=counts), len(reading.phrase)
    return Atom("word", None, spelled[i], tokens[i].start, tokens[i].end), 1


def _without(token: Token) -> list[Token]:
    """The two words that one such as "tieless" or "nonblack" says: without, tie."""
    if token.word in lexicon().known or not (found := _DENIED.fullmatch(token.word)):
        return [token]
    stem = found["before"] or found["after"]
    if not is_value(stem):
        return [token]
    return [Token("without", token.start, token.start), Token(stem, token.start, token.end)]


def atoms(tokens: Sequence[Token], found: Sequence[Found]) -> list[Atom]:
    """The atoms of a turn; what patterns `found` replaces the words it covers."""
    covered = {f.start: f for f in found}
    inside = sorted((f.start, f.end) for f in found)
    kept = [t for t in tokens if not any(a < t.end and t.start < b for a, b in inside)]
    row = [*kept, *(Token("\0", f.start, f.end) for f in covered.values())]
    row = [part for token in row for part in _without(token)]
    row.sort(key=lambda token: token.start)
    spelled = [mended(token.word) for token in row]
    # A gate looks at the words themselves, also where a pattern found a time or a place.
    first = {token.start: token.word for token in tokens}
    beside = [
        first.get(token.start, "") if token.word == "\0" else word
        for token, word in zip(row, spelled, strict=True)
    ]
    made: list[Atom] = []
    i = 0
    while i < len(row):
        token = row[i]
        if token.word == "\0":
            hit = covered[token.start]
            made.append(Atom(hit.kind, hit.value, "\0", hit.start, hit.end))
            i += 1
            continue
        mark = _mark(token)
        atom, width = (mark, 1) if mark else _at(row, spelled, beside, i)
        made.append(atom)
        i += width
    return made
