"""The clauses and sentences of a turn, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from agent.understanding.words.atoms import DETAIL, HEAD, LOOK, Atom
from agent.understanding.words.lists import word_at
from agent.understanding.words.predicates import belongs, words_of

THINGS: Final = LOOK | HEAD | {DETAIL, "style"}
_BREAKS: Final = frozenset(
    {"but", "because", "so", "though", "although", "while", "if", "when", "since"}
)
TAKEN_UP: Final = frozenset({"they", "theyre", "those", "these"})
"""Words that take a thing up again: "heels, they hurt"."""
TOLD: Final = frozenset({"told"})
"""The cue of words whose meaning a construction has taken up."""
OWNERS: Final = frozenset({"my", "our", "his", "her"})


def clauses_of(row: Sequence[Atom]) -> Iterator[list[Atom]]:
    """The clauses of a turn, without those of questions."""
    clauses: list[list[Atom]] = [[]]
    for k, atom in enumerate(row):
        following = word_at(row, k + 1)
        if atom.kind == "stop":
            if atom.word != "?":
                yield from clauses
            clauses = [[]]
        elif atom.kind == "comma" and _is_aside(row, k):
            continue
        elif _parts(atom, following, clauses[-1]):
            clauses.append([])
        else:
            clauses[-1].append(atom)
    yield from clauses


def _is_aside(row: Sequence[Atom], k: int) -> bool:
    """Whether a comma begins or ends an aside: "turtlenecks, frankly, choke me"."""
    for first, step in ((k + 1, 1), (k - 1, -1)):
        at = first
        while 0 <= at < len(row) and row[at].word in words_of("openings"):
            at += step
        if at != first and 0 < at < len(row) and row[at].kind == "comma":
            ahead = row[max(at, k) + 1] if max(at, k) + 1 < len(row) else row[k]
            goes_on = ahead.kind in ("word", "cue") and not _begins(ahead.word)
            return goes_on and min(at, k) > 0 and row[min(at, k) - 1].kind in THINGS
    return False


def _parts(atom: Atom, following: str, clause: Sequence[Atom]) -> bool:
    """Whether an atom ends the clause so far."""
    if atom.kind == "comma":
        return following not in TAKEN_UP
    if atom.word == "so" and clause and clause[-1].word in words_of("finite"):
        return False
    joins = atom.word == "and" and _begins(following) and _is_sentence(clause)
    return joins or atom.word in _BREAKS


def _begins(word: str) -> bool:
    first = word.split()[0] if word else ""
    return first in OWNERS or first in words_of("subjects")


def _is_sentence(clause: Sequence[Atom]) -> bool:
    """Whether a clause says more than the name of a thing."""
    return any(
        word not in words_of("before")
        for a in clause
        if not a.is_value()
        for word in a.word.split()
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clause, or a value as a whole."""

    said: str
    atom: Atom

    @property
    def is_thing(self) -> bool:
        """Whether it names a garment or what one looks like."""
        return self.atom.kind in THINGS

    @property
    def is_value(self) -> bool:
        """Whether it carries any value of the frame."""
        return self.atom.is_value()

    def of(self, name: str) -> bool:
        """Whether it is a plain word of a class."""
        return not self.is_value and belongs(self.said, name)


def words_in(clause: Sequence[Atom]) -> list[Word]:
    """The words of a clause, without its marks."""
    return [
        Word(said, atom)
        for atom in clause
        if atom.kind not in ("comma", "stop") and atom.cues != TOLD
        for said in ([atom.word] if atom.is_value() else atom.word.split())
    ]


def sentences_of(row: Sequence[Atom]) -> Iterator[tuple[list[Atom], str]]:
    """The sentences with the mark that ends them."""
    sentence: list[Atom] = []
    for atom in row:
        if atom.kind != "stop":
            sentence.append(atom)
        elif sentence:
            yield sentence, atom.word
            sentence = []
    if sentence:
        yield sentence, ""
