"""Whether a sentence takes a refusal back: its words of wishing and of permission, by whom.

The words are data, in `grants.toml`.
"""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.atoms import Atom
from agent.understanding.clauses import THINGS
from agent.understanding.predicates import words_of

_BREAKS: Final = frozenset({"but", "because", "though", "although", "while", "since", "unless"})
_JOINS: Final = frozenset({"and", "so", "as", "if", "when"})
_SELF: Final = frozenset({"i", "we", "id", "ill", "im", "ive", "wed"})
_REQUEST: Final = re.compile(
    r"(?:can|could|would|will) (?:you|we)\b(?! (?:wear|like|love|be)\b)"
    r"|(?:can|could|may) i(?= (?:see|have|get|try)\b)|let (?:me|us)(?= (?:see|have|get|try)\b)"
)
_QUESTION: Final = re.compile(
    r"(?:(?:and|so|ok|okay|but|well|hm+|oh) )*(?:is|are|was|were|am|do|does|did|should|shall"
    r"|would|could|can|may|might|will|what|which|who|whose|how|why|when|where|isnt|arent|dont i)\b"
)
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
_FARTHEST: Final = 40
"""Words of one clause that are looked at, so that reading stays linear."""
_LONGEST_CITED: Final = 200
_CITES: Final = re.compile(r"[\w\])]\s*:\s|[\[\]{}<>=]")
_MOST_CLAUSES: Final = 8
"""A list with more commas is followed back no further; what stands refused stays so."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    words: list[str]
    asks: bool
    clauses: list[list[Atom]]


class Grants:
    """What the sentences of a turn wish for or permit, in the person's own name."""

    def __init__(self, row: Sequence[Atom], text: str) -> None:
        self.text = text
        self.quoted = [m.span() for m in _QUOTED.finditer(text)]
        self.sentences = list(_sentences(row, len(text)))

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
        if ahead.startswith(_names()):
            return True
        said = self.text[max(start, first - _LONGEST_CITED) : first].rsplit("\n", 1)[-1]
        return bool(_CITES.search(said))


def _around(clause: Sequence[Atom], first: int, last: int) -> tuple[list[str], list[str]]:
    end, begin = bisect_right(clause, first, key=_end), bisect_left(clause, last, key=_start)
    before = _words(clause[max(0, end - _FARTHEST) : end])
    return before, _words(clause[begin : begin + _FARTHEST])


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
        following = _words(clauses[back + 1][:1]) if back + 1 < len(clauses) else []
        if following and following[0] in _of("reporting"):
            return False
        if following[:1] == ["if"] and "wear" in before:
            return False
        if any(a.kind in _OTHER_THINGS for a in _close_behind(clause, last)):
            return False
        if _wishes(before, after) or _takes_back(before, after):
            return True
        if not _is_bare(before, after):
            return False
        listed = [a for a in clauses[back - 1] if a.kind in THINGS] if back else []
        if not any(a.polarity == "want" for a in listed):
            return True
        first, last = listed[-1].start, listed[-1].end
    return False


def _sentences(row: Sequence[Atom], end: int) -> Iterator[_Sentence]:
    start = 0
    atoms: list[Atom] = []
    for atom in [*row, Atom("stop", None, "", end + 1, end + 1)]:
        if atom.kind != "stop":
            atoms.append(atom)
            continue
        words = _words(atoms)
        opened = " ".join(_without_openers(words))
        asks = atom.word == "?" or bool(_QUESTION.match(" ".join(words[:_FARTHEST])))
        asks = asks and not _REQUEST.match(opened)
        yield _Sentence(start, atom.start, words, asks, list(_clauses(atoms)))
        start, atoms = atom.end, []


def _clauses(sentence: Sequence[Atom]) -> Iterator[list[Atom]]:
    clause: list[Atom] = []
    for k, atom in enumerate(sentence):
        following = sentence[k + 1].word.split() if k + 1 < len(sentence) else []
        subject = bool(following) and (following[0] in _SELF | {"my", "the", "everyone"})
        verb = bool(following) and following[0] in _of("asking") | _of("others")
        joins = atom.word in _JOINS and (subject or verb or atom.word in ("if", "when", "as"))
        if atom.kind == "comma" or atom.word in _BREAKS or (joins and not atom.is_value()):
            if clause:
                yield clause
            clause = [atom] if atom.word in ("if", "when", "as", "unless") else []
        else:
            clause.append(atom)
    if clause:
        yield clause


def _words(atoms: Iterator[Atom] | Sequence[Atom]) -> list[str]:
    """Plain words; "+" for a value."""
    return [
        word.replace("'", "").replace("’", "")
        for atom in atoms
        if atom.kind != "comma"
        for word in (["+"] if atom.is_value() and atom.kind != "move" else atom.word.split())
    ]


def _without_openers(words: Sequence[str]) -> list[str]:
    k = 0
    while k < len(words):
        if words[k : k + 2] in (["i", "think"], ["i", "guess"], ["you", "know"]):
            k += 2
        elif words[k] in _of("openers") or words[k] == "+":
            k += 1
        else:
            break
    return list(words[k : k + _FARTHEST])


def _wishes(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the thing is the object of a wish of who speaks, or of a request."""
    words = _without_openers(before)
    if request := _REQUEST.match(" ".join(words)):
        asked = words[len(request.group().split()) :]
        words = _without_openers(asked) or ["show"]
    k = 0
    if words and words[0] in _SELF:
        k = 1
        while k < len(words) and (words[k] in _of("between") or words[k] == "+"):
            k += 1
        verbs = _of("wishing")
        if not (k < len(words) and words[k] in verbs):
            # "I need black", "I have to have black": the last of them is the verb itself.
            k -= 1
            if words[k] not in ("need", "going"):
                return False
    elif not words or words[0] not in _of("asking") | _of("exchanging"):
        return False
    verb, rest = words[k], words[k + 1 :]
    if verb in _of("exchanging") and not {"for", "to", "with", "into"} & set(rest):
        return False
    if verb == "feel" and rest[:1] == ["like"]:
        rest = rest[1:]
    strange = set(rest) & (_of("others") | _of("supposing") | _of("reporting"))
    return not strange and _ends_well(after)


def _ends_well(after: Sequence[str]) -> bool:
    """Whether the thing is not the first half of another name: "black coffee"."""
    if not after:
        return True
    known = _of("bare") | words_of("attached") | words_of("light")
    return (after[0] == "+" or after[0] in known) and after[0] not in ("out", "away", "off")


def _takes_back(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether it is said in other words that the refusal is over."""
    if set(before) & (_of("others") | {"if"}):
        return False
    opened = " ".join(_without_openers(before))
    if opened == "bring" and after[:1] == ["back"]:
        return True
    if after[:1] and after[0] in _of("rules"):
        after = after[1:]
    if _TAKEN_BACK.match(opened) or re.match(r"(?:i|im|ive|we) ", opened):
        return bool(_TAKEN_BACK.search(opened)) and _ends_well(after)
    return _only_names(before) and _is_fine(after)


def _only_names(before: Sequence[str]) -> bool:
    return all(word == "+" or word in _of("bare") | _of("openers") for word in before)


def _is_fine(after: Sequence[str]) -> bool:
    pattern = _FINE.pattern.replace("<fine>", "|".join(sorted(_of("fine"))))
    strange = set(after) & (_of("others") | _of("reporting") | {"if", "what", "not", "never"})
    return re.match(pattern, " ".join(after)) is not None and not strange


def _permits(before: Sequence[str], after: Sequence[str], sentence: Sequence[str]) -> bool:
    """Whether words of permission are the person's own, of themselves."""
    told = [
        word
        for k, word in enumerate(sentence)
        if word in _of("reporting") and (k == 0 or sentence[k - 1] not in _SELF)
    ]
    opened = _without_openers(before)
    if opened[:1] and opened[0] in _OF_SOMETHING and _ALLOWING & set(opened):
        return False
    if _ALLOWING & set(after) and _THERE & set(after):
        return False
    return not told and not set([*before, *after]) & (_of("others") | {"if", "wish", "pretend"})


def _is_bare(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the clause is no more than the name of the thing and what it is for."""
    if not _only_names(before) or not _ends_well(after):
        return False
    rest = [word for word in after if word != "+" and word not in _of("bare")]
    told = words_of("finite") | _of("others") | _of("reporting") | _SELF
    return not told & set(rest)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("grants.toml").read_text("utf-8"))


def others() -> frozenset[str]:
    """Words for others than who speaks."""
    return _of("others")


@cache
def _of(name: str) -> frozenset[str]:
    return frozenset(_data()[name].split())


@cache
def _names() -> tuple[str, ...]:
    return tuple(_data()["names"])
