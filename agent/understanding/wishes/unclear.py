"""A thing is wished for only where a sentence asks for it; what it says else is asked back.

"Navy chinos" and "I'd love navy chinos" wish. "Turtlenecks choke me" refuses, by a word of harm,
and "turtlenecks glorf me" is not understood: neither a wish nor nothing, but a doubt.
"""

from collections.abc import Sequence
from itertools import dropwhile
from typing import Final

from agent.understanding.pointing.references import DEMONSTRATIVE
from agent.understanding.refusals.comments import commented, curt
from agent.understanding.refusals.unasked import left_open, unasked
from agent.understanding.refusals.unwelcome import doubt_of, is_unwelcome, settle_things
from agent.understanding.words.atoms import HEAD, Atom, Polarity
from agent.understanding.words.clauses import (
    OWNERS,
    TAKEN_UP,
    THINGS,
    Word,
    clauses_of,
    words_in,
)
from agent.understanding.words.lists import ARTICLES
from agent.understanding.words.predicates import words_of
from stylist.frame import Doubt

_FACTS: Final = ("size:", "price:", "rating:", "brand:")
"""Details that are facts in any sentence: "I vary between a 12 and a 14"."""
_SELF: Final = frozenset({"i", "im", "me", "we", "ive"})
_SETTLED: Final = frozenset({"neg", "positive", "allow", "retract", "except"})
"""Cues whose reach was settled before."""
_GONE: Final = frozenset({"out", "away", "behind"})
_FEW: Final = 2
_NEAR: Final = 6
_OBJECTS: Final = frozenset({"me", "us", "myself", "my"})


def unclear(
    row: Sequence[Atom], text: str, *, shown: bool = False, answers: bool = False
) -> list[Doubt]:
    """Take the wish from what a sentence does not ask for: refuse it, or doubt and tell.

    `answers` is true after a question of ours, where "no" may answer and not refuse.
    """
    found: list[Doubt] = []
    for clause in clauses_of(row):
        things = [a for a in clause if _may_be_wished(a)]
        if all(str(a.value).startswith(_FACTS) for a in things):
            continue
        said = _said_of(clause, shown=shown) or unasked(clause, shown=shown)
        if said is None:
            continue
        settle_things(things, said)
        if said == "avoid":
            settle_things(_listed_on(row, clause), said)
        if said == "neutral":
            found.append(doubt_of(things, text))
    found += left_open(row, text)
    return [*found, *curt(row, text, answers=answers), *commented(row, text)]


def _listed_on(row: Sequence[Atom], clause: Sequence[Atom]) -> list[Atom]:
    """The rest of a list whose first thing ends a clause: "I'm off wool, leather and silk"."""
    at = next(k for k, atom in enumerate(row) if atom is clause[-1]) + 1
    if clause[-1].kind not in THINGS:
        return []
    listed: list[Atom] = []
    joined = False
    while at < len(row) and (row[at].kind == "comma" or row[at].kind in THINGS or _joins(row[at])):
        joined = joined or _joins(row[at])
        if row[at].kind in THINGS:
            listed.append(row[at])
        at += 1
    ends = at >= len(row) or row[at].kind == "stop"
    return [a for a in listed if a.polarity == "want" and not a.firm] if joined or ends else []


def _joins(atom: Atom) -> bool:
    return not atom.is_value() and bool(atom.cues & {"and", "or"})


def _may_be_wished(atom: Atom) -> bool:
    return atom.kind in THINGS and atom.polarity == "want" and not atom.firm


def _said_of(clause: Sequence[Atom], *, shown: bool) -> Polarity | None:
    """What a clause says of its things: "avoid", "neutral" when unclear, None where it may wish."""
    words = words_in(clause)
    first = next(k for k, word in enumerate(words) if word.is_thing)
    if words[0].said in words_of("questions"):
        return None
    lead = list(dropwhile(lambda word: word.said in words_of("openings"), words[:first]))
    if lead and _is_subject(lead):
        return _told_by(lead, words[first:])
    if _dismisses(lead, words[first:]):
        return "avoid"
    if shown and any(word.said in DEMONSTRATIVE for word in lead):
        return None
    if any(word.of("asking") or word.atom.cues & _SETTLED for word in lead):
        return None
    strange = [w for w in lead if not w.is_value and w.said not in words_of("before")]
    return _told_of(words[first:], strange=strange)


def _dismisses(lead: Sequence[Word], rest: Sequence[Word]) -> bool:
    """Whether the thing is to go: "bin the heels", "spare me from neon", "count wool out"."""
    if not lead:
        return False
    opens, last = lead[0], lead[-1]
    if len(lead) > 1 and opens.said in words_of("unwelcome") and last.said in words_of("before"):
        return True
    if last.said == "from" and any(word.of("fleeing") for word in lead):
        return True
    leaves = rest[-1].said in _GONE and not rest[-1].is_value and opens.said.isalpha()
    verb = not opens.is_thing and not opens.of("choosing") and opens.said not in words_of("before")
    return (
        leaves
        and verb
        and all(w.is_value or w.said == "far" for w in rest[:-1])
        and len(lead) <= _FEW
    )


def _is_subject(lead: Sequence[Word]) -> bool:
    if lead[0].said in words_of("subjects"):
        return True
    named = (w for w in lead[1:] if not w.is_value and w.said not in words_of("before"))
    return lead[0].said in OWNERS and any(named)


def _told_by(lead: Sequence[Word], rest: Sequence[Word]) -> Polarity | None:
    """What somebody tells of a thing: "I'm off leather", "my feet bleed in heels"."""
    if (said := _told_within(rest)) is not None:
        return said
    denied = any(w.of("negators") for w in (*lead, *rest))
    if denied or any(_praises(rest, k) for k in range(1, len(rest))):
        return None
    if any(word.of("asking") or word.atom.cues & _SETTLED for word in lead) or any(
        word.said == "please" for word in rest
    ):
        return None
    flees = lead[-1].said == "from" and any(word.of("fleeing") for word in lead)
    if flees or is_unwelcome(lead) or is_unwelcome(rest):
        return "avoid"
    known = any(word.of("stating") for word in lead[1:]) or any(w.is_value for w in lead)
    strange = [w for w in lead[1:] if w.said not in words_of("light")]
    return "neutral" if strange and not known else None


def _told_within(rest: Sequence[Word]) -> Polarity | None:
    """What a sentence within a sentence tells: "I think turtlenecks choke me"."""
    at = next((k for k, w in enumerate(rest) if not _names_on(rest, k)), len(rest))
    told = rest[at:]
    opens = bool(told) and not told[0].is_value
    if not opens or not (told[0].of("finite") or (told[0].of("unwelcome") and _touches(told))):
        return None
    return _told_of(rest, strange=())


def _told_of(words: Sequence[Word], *, strange: Sequence[Word]) -> Polarity | None:
    """What a sentence tells of the thing it begins with: "turtlenecks choke me"."""
    at = next((k for k, w in enumerate(words) if not _names_on(words, k)), len(words))
    after = list(words[at:])
    if not after:
        return None
    together = _is_together(after)
    if together:
        after = after[2:]
    while after and after[0].said in TAKEN_UP:
        after = after[1:]
    after = _past_place(after)
    if strange and not (len(strange) == 1 and _touches(after)):
        return None
    if not together and not (after and _is_predicate(words[:at], after)):
        return None
    denied = any(w.of("negators") for w in after)
    if is_unwelcome(after):
        return "avoid" if together or not denied else None
    if together and denied:
        return "avoid"
    if any(_praises(after, k) for k in range(len(after))) and not denied:
        return None
    told = [w for w in after if not w.is_value and w.said not in words_of("light")]
    return "neutral" if together or any(w.said not in words_of("finite") for w in told) else None


def _past_place(after: list[Word]) -> list[Word]:
    """What is told after a place or a time: "suede in the rain is a tragedy"."""
    if not after or after[0].said not in ("in", "on", "at", "with", "for"):
        return after
    for k, word in enumerate(after[1:_NEAR], start=1):
        if word.said in ("that", "which", "who") or word.said in words_of("subjects"):
            break
        if word.said in words_of("finite"):
            return after[k:]
    return after


def _praises(after: Sequence[Word], k: int) -> bool:
    """Whether a word praises; in "feels like a tent" the "like" only compares."""
    if after[k].said == "like" and k and after[k - 1].said in words_of("finite"):
        return False
    return after[k].of("praising")


def _is_together(after: Sequence[Word]) -> bool:
    """Whether the thing and the person are spoken of: "heels and I", "wool and my skin"."""
    if len(after) < _FEW or after[0].said != "and":
        return False
    owned = len(after) > _FEW and not after[2].is_value and after[1].said in OWNERS
    ails = after[1].of("unwelcome")
    return after[1].said in _SELF or owned or ails


def _names_on(words: Sequence[Word], k: int) -> bool:
    """Whether the name of the thing, or the list of things, goes on at `k`."""
    word = words[k]
    if word.is_value or word.said in ("ones", "one"):
        return True
    listing = word.said in ("and", "or") or word.said in ARTICLES or word.said in OWNERS
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


def _is_verb_of_one(after: Sequence[Word]) -> bool:
    """Whether a word in "s" is a verb: "wool sheds hair", and no "wool slacks for work"."""
    if len(after) < _FEW or not after[0].said.endswith("s") or after[0].said.endswith("ss"):
        return False
    return not after[1].is_thing and after[1].said not in words_of("attached") - ARTICLES


def _touches(after: Sequence[Word]) -> bool:
    return any(word.said in _OBJECTS for word in after[1:5])


def _is_predicate(name: Sequence[Word], after: Sequence[Word]) -> bool:
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
    acts = _is_verb_of_one(after)
    last = name[-1]
    harms = opens.said.endswith("s") and is_unwelcome(after)
    plural = last.atom.kind in HEAD and last.said.endswith("s") and not opens.of("attached")
    return acts or harms or plural
