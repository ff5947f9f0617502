"""A thing is wished for only where a sentence asks for it; what it says else is asked back.

"Navy chinos" and "I'd love navy chinos" wish. "Turtlenecks choke me" refuses, by a word of harm,
and "turtlenecks glorf me" is not understood: neither a wish nor nothing, but a doubt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Final

from agent.understanding.atoms import DETAIL, HEAD, LOOK, Atom, Polarity
from agent.understanding.lists import ARTICLES, word_at
from agent.understanding.predicates import belongs, words_of
from agent.understanding.references import DEMONSTRATIVE
from stylist.frame import Doubt

_THINGS: Final = LOOK | HEAD | {DETAIL, "style"}
_BREAKS: Final = frozenset(
    {"but", "because", "so", "though", "although", "while", "if", "when", "since"}
)
_SELF: Final = frozenset({"i", "im", "me", "we", "ive"})
_OBJECTS: Final = frozenset({"me", "us", "myself", "my"})
_TAKEN_UP: Final = frozenset({"they", "theyre", "those", "these"})
"""Words that take a thing up again: "heels, they hurt"."""
_OWNERS: Final = frozenset({"my", "our", "his", "her"})


def unclear(
    row: Sequence[Atom], text: str, *, shown: bool = False, answers: bool = False
) -> list[Doubt]:
    """Take the wish from what a sentence does not ask for: refuse it, or doubt and tell.

    `answers` is true after a question of ours, where "no" may answer and not refuse.
    """
    found: list[Doubt] = []
    for clause in _clauses(row):
        things = [a for a in clause if a.kind in _THINGS and a.polarity == "want"]
        if not things:
            continue
        said = _said_of(clause, shown=shown)
        if said is None:
            continue
        _settle(things, said)
        if said == "neutral":
            found.append(_doubt(things, text))
    return [*found, *_curt(row, text, answers=answers)]


def _settle(things: Sequence[Atom], polarity: Polarity) -> None:
    for atom in things:
        atom.polarity = polarity


def _doubt(things: Sequence[Atom], text: str) -> Doubt:
    start, end = things[0].start, things[-1].end
    return Doubt(text=text[start:end], start=start, end=end, why="unclear")


def _clauses(row: Sequence[Atom]) -> Iterator[list[Atom]]:
    """The clauses of a turn, without those of questions."""
    clauses: list[list[Atom]] = [[]]
    for k, atom in enumerate(row):
        following = word_at(row, k + 1)
        if atom.kind == "stop":
            if atom.word != "?":
                yield from clauses
            clauses = [[]]
        elif _parts(atom, following, clauses[-1]):
            clauses.append([])
        else:
            clauses[-1].append(atom)
    yield from clauses


def _parts(atom: Atom, following: str, clause: Sequence[Atom]) -> bool:
    """Whether an atom ends the clause so far."""
    if atom.kind == "comma":
        return following not in _TAKEN_UP
    joins = atom.word == "and" and _begins(following) and _is_sentence(clause)
    return joins or atom.word in _BREAKS


def _begins(word: str) -> bool:
    first = word.split()[0] if word else ""
    return first in _OWNERS or first in words_of("subjects")


def _is_sentence(clause: Sequence[Atom]) -> bool:
    """Whether a clause says more than the name of a thing."""
    return any(
        word not in words_of("before")
        for a in clause
        if not a.is_value()
        for word in a.word.split()
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a clause, or a value as a whole."""

    said: str
    atom: Atom

    @property
    def is_thing(self) -> bool:
        return self.atom.kind in _THINGS

    @property
    def is_value(self) -> bool:
        return self.atom.is_value()

    def of(self, name: str) -> bool:
        """Whether it is a plain word of a class."""
        return not self.is_value and belongs(self.said, name)


def _words(clause: Sequence[Atom]) -> list[_Word]:
    return [
        _Word(said, atom)
        for atom in clause
        if atom.kind not in ("comma", "stop")
        for said in ([atom.word] if atom.is_value() else atom.word.split())
    ]


def _said_of(clause: Sequence[Atom], *, shown: bool) -> Polarity | None:
    """What a clause says of its things: "avoid", "neutral" when unclear, None where it may wish."""
    words = _words(clause)
    first = next(k for k, word in enumerate(words) if word.is_thing)
    if words[0].said in words_of("questions"):
        return None
    lead = list(dropwhile(lambda word: word.said in words_of("openings"), words[:first]))
    if lead and _is_subject(lead):
        return _told_by(lead, words[first:])
    if (
        len(lead) > 1
        and lead[0].said in words_of("unwelcome")
        and lead[-1].said in words_of("before")
    ):
        return "avoid"
    if shown and any(word.said in DEMONSTRATIVE for word in lead):
        return None
    if any(word.of("asking") or "neg" in word.atom.cues for word in lead):
        return None
    strange = [w for w in lead if not w.is_value and w.said not in words_of("before")]
    return _told_of(words[first:], strange=strange)


def _is_subject(lead: Sequence[_Word]) -> bool:
    if lead[0].said in words_of("subjects"):
        return True
    return lead[0].said in _OWNERS and any(not w.is_value for w in lead[1:])


def _told_by(lead: Sequence[_Word], rest: Sequence[_Word]) -> Polarity | None:
    """What somebody tells of a thing: "I'm off leather", "my feet bleed in heels"."""
    if (said := _told_within(rest)) is not None:
        return said
    if any(word.of("asking") or "neg" in word.atom.cues for word in lead) or any(
        word.said == "please" for word in rest
    ):
        return None
    if any(w.of("negators") for w in (*lead, *rest)):
        return None
    if _is_unwelcome(lead) or _is_unwelcome(rest):
        return "avoid"
    known = any(word.of("stating") for word in lead[1:]) or any(w.is_value for w in lead)
    strange = [w for w in lead[1:] if w.said not in words_of("light")]
    return "neutral" if strange and not known else None


def _told_within(rest: Sequence[_Word]) -> Polarity | None:
    """What a sentence within a sentence tells: "I think turtlenecks choke me"."""
    at = next((k for k, w in enumerate(rest) if not _names_on(rest, k)), len(rest))
    told = rest[at:]
    opens = bool(told) and not told[0].is_value
    if not opens or not (told[0].of("finite") or (told[0].of("unwelcome") and _touches(told))):
        return None
    return _told_of(rest, strange=())


def _told_of(words: Sequence[_Word], *, strange: Sequence[_Word]) -> Polarity | None:
    """What a sentence tells of the thing it begins with: "turtlenecks choke me"."""
    at = next((k for k, w in enumerate(words) if not _names_on(words, k)), len(words))
    after = list(words[at:])
    if not after:
        return None
    together = after[0].said == "and" and len(after) > 1 and after[1].said in _SELF
    if together:
        after = after[2:]
    while after and after[0].said in _TAKEN_UP:
        after = after[1:]
    if strange and not (len(strange) == 1 and _touches(after)):
        return None
    if not together and not (after and _is_predicate(words[:at], after)):
        return None
    if any(w.of("negators") for w in after):
        return None
    if _is_unwelcome(after):
        return "avoid"
    if any(w.of("praising") for w in after):
        return None
    told = [w for w in after if not w.is_value and w.said not in words_of("light")]
    return "neutral" if together or any(w.said not in words_of("finite") for w in told) else None


def _names_on(words: Sequence[_Word], k: int) -> bool:
    """Whether the name of the thing, or the list of things, goes on at `k`."""
    word = words[k]
    if word.is_value or word.said in ("ones", "one"):
        return True
    listing = word.said in ("and", "or") or word.said in ARTICLES or word.said in _OWNERS
    return (
        listing
        and k + 1 < len(words)
        and (
            words[k + 1].is_value
            or (
                k + 2 < len(words)
                and words[k + 2].is_thing
                and word.said in ("and", "or")
                and words[k + 1].said in words_of("before")
            )
        )
    )


def _touches(after: Sequence[_Word]) -> bool:
    return any(word.said in _OBJECTS for word in after[1:5])


def _is_predicate(name: Sequence[_Word], after: Sequence[_Word]) -> bool:
    """Whether what follows a thing tells something of it, and does not go on naming it."""
    opens = after[0]
    if opens.atom.cues & {"neg", "except", "with", "positive", "allow"}:
        return False
    if opens.of("finite") or opens.said in words_of("finite"):
        return True
    if opens.is_value or opens.said in words_of("attached"):
        return False
    if _touches(after) or (opens.of("unwelcome") and opens.said not in words_of("placed")):
        return True
    last = name[-1]
    return last.atom.kind in HEAD and last.said.endswith("s") and not opens.of("attached")


def _is_unwelcome(words: Sequence[_Word]) -> bool:
    for k, word in enumerate(words):
        if word.said in words_of("placed"):
            if not word.is_value and (k == len(words) - 1 or words[k + 1].is_thing):
                return True
        elif word.of("unwelcome"):
            return True
    return False


def _curt(row: Sequence[Atom], text: str, *, answers: bool) -> Iterator[Doubt]:
    """Refuse the leather of "NO. LEATHER."; after a question of ours the "no" may answer it."""
    for k, atom in enumerate(row):
        alone = atom.word == "no" and (k == 0 or row[k - 1].kind == "stop")
        if not alone or k + 2 >= len(row) or row[k + 1].kind != "stop" or row[k + 1].word == "?":
            continue
        end = next((j for j in range(k + 2, len(row)) if row[j].kind == "stop"), len(row))
        things = row[k + 2 : end]
        if things and all(a.kind in _THINGS and a.polarity == "want" for a in things):
            _settle(things, "neutral" if answers else "avoid")
            if answers:
                yield _doubt(things, text)
