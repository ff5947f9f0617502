"""Whether a sentence takes a refusal back: its words of wishing and of permission, by whom.

The words are data, in `grants.toml`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from agent.understanding.refusals.granting_words import (
    FARTHEST,
    REQUEST,
    SELF,
    names,
    of,
    plain_words,
    sentences_in,
    without_openers,
)
from agent.understanding.words.atoms import Atom
from agent.understanding.words.clauses import THINGS
from agent.understanding.words.predicates import words_of

_ALLOWING: Final = frozenset({"allow", "allows", "allowed", "permit", "permits", "permitted"})
_OF_SOMETHING: Final = frozenset({"the", "a", "an", "my", "our", "your", "this", "these", "some"})
_THERE: Final = frozenset({"at", "there", "here", "in"})
_QUOTED: Final = re.compile(r"[\"“”«„][^\"“”«»]*[\"”“»]")
_TAKEN_BACK: Final = re.compile(
    r"\b(?:changed? (?:my|our) minds?|c[ao]me (?:a?round|back) to|warmed (?:up )?to"
    r"|was wrong|forget|never ?mind|scratch|ignore|drop|lift"
    r"|remove|undo|dont mind|(?:ok|okay|fine|good|happy|cool) with|bring back"
    r"|no longer (?:mind|avoid|exclude)|take back|(?:you|we|i) (?:can|may)(?: now| again| also)?"
    r" (?:use|wear|show|include|suggest|add|pick|have))\b"
)
_FINE: Final = re.compile(
    r"(?:ones |one )?(?:is|are|would be|will be|can be)(?: \w+){0,2}? (?:<fine>)\b"
    r"|(?:ones |one )?(?:works|would work|will do)\b|it is\b|again\b|after all\b"
)
_LONGEST_NAME: Final = 40
_OTHER_THINGS: Final = frozenset({"condition", "place"})
"""What a look never qualifies as a wish: "black clouds"."""
_LONGEST_CITED: Final = 200
_CITES: Final = re.compile(r"[\w\])]\s*:\s|[\[\]{}<>=]")
_MOST_CLAUSES: Final = 8
"""A list with more commas is followed back no further; what stands refused stays so."""


class Grants:
    """What the sentences of a turn wish for or permit, in the person's own name."""

    def __init__(self, row: Sequence[Atom], text: str) -> None:
        self.text = text
        self.quoted = [m.span() for m in _QUOTED.finditer(text)]
        self.sentences = list(sentences_in(row, len(text)))

    def grant(self, named: Sequence[Atom], polarity: str) -> bool:
        """Whether what is named is wished for or permitted there, and not only mentioned."""
        first, last = min(a.start for a in named), max(a.end for a in named)
        sentence = next((s for s in self.sentences if s.start <= first < s.end), None)
        if sentence is None or sentence.asks or self._is_cited(first, sentence.start):
            return False
        clauses = sentence.clauses
        # Bisected, not walked: a long turn asks this for each of hundreds of names.
        at = bisect_left(clauses, first, key=lambda clause: clause[-1].end)
        if at == len(clauses) or clauses[at][0].start > first:
            return False
        if polarity in ("allow", "retract"):
            return _permits(*_around(clauses[at], first, last), sentence.words)
        return _is_wished(clauses, at, first, last)

    def _is_cited(self, first: int, start: int) -> bool:
        """Whether it is quoted, marked up, another name, or follows the name of who speaks."""
        if any(a < first < b for a, b in self.quoted):
            return True
        ahead = " ".join(self.text[first : first + _LONGEST_NAME].lower().split())
        if ahead.startswith(names()):
            return True
        said = self.text[max(start, first - _LONGEST_CITED) : first].rsplit("\n", 1)[-1]
        return bool(_CITES.search(said))


def _around(clause: Sequence[Atom], first: int, last: int) -> tuple[list[str], list[str]]:
    end, begin = bisect_right(clause, first, key=_end), bisect_left(clause, last, key=_start)
    before = plain_words(clause[max(0, end - FARTHEST) : end])
    return before, plain_words(clause[begin : begin + FARTHEST])


def _close_behind(clause: Sequence[Atom], last: int) -> Sequence[Atom]:
    """What begins where a thing ends, or one place on."""
    begin = bisect_left(clause, last, key=_start)
    return clause[begin : bisect_right(clause, last + 1, lo=begin, key=_start)]


def _start(atom: Atom) -> int:
    return atom.start


def _end(atom: Atom) -> int:
    return atom.end


def _is_wished(clauses: Sequence[Sequence[Atom]], at: int, first: int, last: int) -> bool:
    """Whether the clause wishes, or goes on with the list of one that does."""
    for back in range(at, max(-1, at - _MOST_CLAUSES), -1):
        clause = clauses[back]
        before, after = _around(clause, first, last)
        following = plain_words(clauses[back + 1][:1]) if back + 1 < len(clauses) else []
        if following and following[0] in of("reporting"):
            return False
        if following[:1] == ["if"] and "wear" in before:
            return False
        if any(a.kind in _OTHER_THINGS for a in _close_behind(clause, last)):
            return False
        if _wishes(before, after) or _takes_back(before, after):
            return True
        if not _is_bare(before, after):
            return False
        if back and _means_another(after, clauses[back - 1]):
            return False
        listed = [a for a in clauses[back - 1] if a.kind in THINGS] if back else []
        if not any(a.polarity == "want" for a in listed):
            return True
        first, last = listed[-1].start, listed[-1].end
    return False


def _wishes(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the thing is the object of a wish of who speaks, or of a request."""
    words = without_openers(before)
    if request := REQUEST.match(" ".join(words)):
        asked = words[len(request.group().split()) :]
        words = without_openers(asked) or ["show"]
    k = 0
    if words and words[0] in SELF:
        k = 1
        while k < len(words) and (words[k] in of("between") or words[k] == "+"):
            k += 1
        verbs = of("wishing")
        if not (k < len(words) and words[k] in verbs):
            # "I need black", "I have to have black": the last of them is the verb itself.
            k -= 1
            if words[k] not in ("need", "going"):
                return False
    elif not words or words[0] not in of("asking") | of("exchanging"):
        return False
    verb, rest = words[k], words[k + 1 :]
    if verb in of("exchanging") and not {"for", "to", "with", "into"} & set(rest):
        return False
    if verb == "feel" and rest[:1] == ["like"]:
        rest = rest[1:]
    strange = set(rest) & (of("others") | of("supposing") | of("reporting"))
    return not strange and _ends_well(after)


def _means_another(after: Sequence[str], earlier: Sequence[Atom]) -> bool:
    """Whether the "one" of "a taxi, a black one" is no garment."""
    if after[:1] not in (["one"], ["ones"]) or any(a.kind in THINGS for a in earlier):
        return False
    known = of("bare") | of("openers") | of("asking") | of("between") | of("wishing") | SELF
    return any(word != "+" and word not in known for word in plain_words(earlier))


def _ends_well(after: Sequence[str]) -> bool:
    """Whether the thing is not the first half of another name: "black coffee"."""
    if not after:
        return True
    known = of("bare") | words_of("attached") | words_of("light")
    return (after[0] == "+" or after[0] in known) and after[0] not in ("out", "away", "off")


def _takes_back(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether it is said in other words that the refusal is over."""
    if set(before) & (of("others") | {"if"}):
        return False
    opened = " ".join(without_openers(before))
    if opened == "bring" and after[:1] == ["back"]:
        return True
    if after[:1] and after[0] in of("rules"):
        after = after[1:]
    if _TAKEN_BACK.match(opened) or re.match(r"(?:i|im|ive|we) ", opened):
        return bool(_TAKEN_BACK.search(opened)) and _ends_well(after)
    return _only_names(before) and _is_fine(after)


def _only_names(before: Sequence[str]) -> bool:
    return all(word == "+" or word in of("bare") | of("openers") for word in before)


def _is_fine(after: Sequence[str]) -> bool:
    pattern = _FINE.pattern.replace("<fine>", "|".join(sorted(of("fine"))))
    strange = set(after) & (of("others") | of("reporting") | {"if", "what", "not", "never"})
    return re.match(pattern, " ".join(after)) is not None and not strange


def _permits(before: Sequence[str], after: Sequence[str], sentence: Sequence[str]) -> bool:
    """Whether words of permission are the person's own, of themselves."""
    told = [
        word
        for k, word in enumerate(sentence)
        if word in of("reporting") and (k == 0 or sentence[k - 1] not in SELF)
    ]
    opened = without_openers(before)
    if opened[:1] and opened[0] in _OF_SOMETHING and _ALLOWING & set(opened):
        return False
    if _ALLOWING & set(after) and _THERE & set(after):
        return False
    return not told and not set([*before, *after]) & (of("others") | {"if", "wish", "pretend"})


def _is_bare(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the clause is no more than the name of the thing and what it is for."""
    if not _only_names(before) or not _ends_well(after):
        return False
    rest = [word for word in after if word != "+" and word not in of("bare")]
    told = words_of("finite") | of("others") | of("reporting") | SELF
    return not told & set(rest)
