"""A clause that only speaks of a thing: "that ship has sailed for heels", "my kids laugh at wool".

Where nothing asks and the words around the thing are no part of its name, it is no wish; a "no"
that reached nothing else refuses it.
"""

from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import Final

from agent.understanding.pointing.references import DEMONSTRATIVE
from agent.understanding.refusals.sayings import DOUBTFUL
from agent.understanding.refusals.unwelcome import doubt_of
from agent.understanding.words.atoms import Atom, Polarity
from agent.understanding.words.clauses import THINGS, Word, words_in
from agent.understanding.words.predicates import words_of
from stylist.frame import Doubt

_SETTLED: Final = frozenset({"neg", "positive", "allow", "retract", "except"})
_AIMED: Final = frozenset({"to", "on", "for", "about", "with", "of", "from"})
_FOR: Final = frozenset({"for", "at", "after", "during", "despite"})
_LINKS: Final = frozenset({"for", "to", "about", "at", "of", "from", "than", "against", "over"})
_DETERMINERS: Final = frozenset({"the", "my", "those", "these", "this", "that", "your"})
_FEW: Final = 2


def unasked(clause: Sequence[Atom], *, shown: bool) -> Polarity | None:
    """What a clause says of its things that asks for nothing; None where it may ask."""
    words = words_in(clause)
    first = next(k for k, word in enumerate(words) if word.is_thing)
    lead = list(dropwhile(lambda word: word.said in words_of("openings"), words[:first]))
    if not lead or lead[0].said in words_of("questions") or _asks(lead):
        return None
    if shown and any(word.said in DEMONSTRATIVE for word in lead):
        return None
    if (
        stray := next((k for k, w in enumerate(lead) if "neg_post" in w.atom.cues), None)
    ) is not None:
        aimed = any(word.said in _AIMED for word in lead[stray:])
        return "avoid" if aimed else "neutral"
    return "neutral" if _speaks_ill(lead) or _stands_apart(lead) else None


def _asks(lead: Sequence[Word]) -> bool:
    return any(
        word.of("asking") or word.said in words_of("wanted_with") or word.atom.cues & _SETTLED
        for word in lead
    )


def _speaks_ill(lead: Sequence[Word]) -> bool:
    """Whether a word of harm is told of the thing, and not of the day or as a part of its name."""
    ill = [k for k, w in enumerate(lead) if w.of("unwelcome") and w.said not in words_of("placed")]
    named = len(lead) - 1
    return any(
        k != named and not any(w.said in _FOR for w in lead[max(0, k - _FEW) : k]) for k in ill
    )


def _stands_apart(lead: Sequence[Word]) -> bool:
    """Whether an unknown word is no adjective of the thing: "that ship has sailed for heels"."""
    strange = [k for k, word in enumerate(lead) if _is_strange(word)]
    if not strange or any(w.is_value for w in lead):
        return False
    between = [word.said for word in lead[strange[-1] + 1 :]]
    links = [said for said in between if said not in _DETERMINERS]
    return links[-1] in _LINKS if links else any(said in _DETERMINERS for said in between)


def _is_strange(word: Word) -> bool:
    known = words_of("before") | words_of("light") | words_of("attached") | words_of("openings")
    plain = word.said.isalpha() and not word.said.endswith("ly")
    return plain and not word.is_value and word.said not in known


def left_open(row: Sequence[Atom], text: str) -> Iterator[Doubt]:
    """The doubts that a construction leaves: "when I wear heels, people stare"."""
    for k, atom in enumerate(row):
        if DOUBTFUL in atom.cues:
            near = row[k + 1 : k + 1 + 2 * _FEW]
            if things := [a for a in near if a.kind in THINGS and a.polarity == "neutral"]:
                yield doubt_of(things, text)
