"""What stands refused is taken back by who refused it, and never by a mention.

"Black is fine now" and "I want black shoes" take a refusal of black back; "the sofa is black", "my
mother loves black" and "should I wear black?" do not. In doubt the refusal stands.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.atoms import Atom
from agent.understanding.clauses import THINGS
from agent.understanding.details import read
from agent.understanding.ledger import WISHES, Ledger, covers
from agent.understanding.named_details import said_by
from agent.understanding.phrases import Phrase, members
from agent.understanding.predicates import words_of
from stylist import vocabulary
from stylist.frame import ConstraintFrame

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
_QUOTED: Final = re.compile(r"[\"“”«„][^\"“”«»]*[\"”“»]")
_TAKEN_BACK: Final = re.compile(
    r"\b(?:changed? (?:my|our) minds?|was wrong|forget|never ?mind|scratch|ignore|drop|lift"
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


class Standing:
    """What was refused before this turn, and whether the turn takes it back.

    `row` are the atoms of the turn `text`; `frame` is the one before anything was entered.
    """

    def __init__(self, frame: ConstraintFrame, row: Sequence[Atom], text: str) -> None:
        self.ledger = Ledger(frame, turn=0, text="")
        self.row, self.text = row, text
        self.quoted = [m.span() for m in _QUOTED.finditer(text)]

    def holds_against(self, phrase: Phrase) -> bool:
        """Whether a phrase names what stands refused, and only mentions it."""
        said = [a for a in phrase.atoms if a is not phrase.head] if phrase.borrowed else []
        named = said or phrase.atoms
        return self._names_refused(phrase) and not self._is_granted(named, phrase.polarity)

    def holds_against_one(self, atom: Atom) -> bool:
        """The same of a style or of a detail."""
        if atom.polarity not in ("want", "allow", "retract"):
            return False
        refused = (
            atom.kind == "style" and atom.value in self.ledger.wish("style").avoid
        ) or _is_refused_detail(self.ledger.frame, atom)
        return refused and not self._is_granted([atom], atom.polarity)

    def _names_refused(self, phrase: Phrase) -> bool:
        if phrase.polarity not in ("want", "allow", "retract"):
            return False
        pieces = phrase.pieces()
        refused = self.ledger.frame.pieces.avoid
        if any(self.ledger.forbidden(p) or any(covers(no, p) for no in refused) for p in pieces):
            return True
        named = {pair for atom in phrase.atoms for pair in members(atom)}
        flat = any(
            kind in WISHES and name in vocabulary.with_descendants(no)
            for kind, name in named
            for no in (self.ledger.wish(kind).avoid if kind in WISHES else ())
        )
        tied = phrase.polarity != "want" and any(
            named & set(no.model_dump(exclude_none=True).items()) for no in refused
        )
        return flat or tied

    def _is_granted(self, named: Sequence[Atom], polarity: str) -> bool:
        first, last = min(a.start for a in named), max(a.end for a in named)
        if self._is_cited(first):
            return False
        sentence, asks = self._sentence(first)
        if asks:
            return False
        clauses = list(_clauses(sentence))
        at = next(n for n, c in enumerate(clauses) if c[0].start <= first <= c[-1].end)
        clause = clauses[at]
        before = _words(a for a in clause if a.end <= first)
        after = _words(a for a in clause if a.start >= last)
        following = _words(clauses[at + 1]) if at + 1 < len(clauses) else []
        if following and following[0] in _of("reporting"):
            return False
        if following[:1] == ["if"] and "wear" in before:
            return False
        if any(a.kind in _OTHER_THINGS for a in clause if last <= a.start <= last + 1):
            return False
        if polarity in ("allow", "retract"):
            return _permits(before, after, _words(sentence))
        if _wishes(before, after) or _takes_back(before, after):
            return True
        led = at == 0 or not any(a.kind in THINGS and a.polarity == "want" for a in clauses[at - 1])
        granted = led or self._is_granted(
            [a for a in clauses[at - 1] if a.kind in THINGS][-1:], "want"
        )
        return _is_bare(before, after) and granted

    def _is_cited(self, first: int) -> bool:
        """Whether it is quoted, marked up, another name, or follows the name of who speaks."""
        if any(a < first < b for a, b in self.quoted):
            return True
        ahead = " ".join(self.text[first : first + _LONGEST_NAME].lower().split())
        if ahead.startswith(_names()):
            return True
        said = re.split(r"[.!?\n]", self.text[:first])[-1]
        return bool(re.search(r"[\w\])]\s*:\s|[\[\]{}<>=]", said))

    def _sentence(self, first: int) -> tuple[list[Atom], bool]:
        """The atoms of the sentence around an offset, and whether it is a question."""
        ends = [a for a in self.row if a.kind == "stop"]
        start = max((a.end for a in ends if a.start < first), default=0)
        stop = next((a for a in ends if a.start >= first), None)
        upto = stop.start if stop else len(self.text) + 1
        sentence = [a for a in self.row if start <= a.start < upto and a.kind != "stop"]
        words = " ".join(_words(sentence))
        asks = bool(stop and stop.word == "?") or bool(_QUESTION.match(words))
        opened = " ".join(_without_openers(words.split()))
        return sentence, asks and not _REQUEST.match(opened)


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
    return not told and not set([*before, *after]) & (_of("others") | {"if", "wish", "pretend"})


def _is_bare(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the clause is no more than the name of the thing and what it is for."""
    if not _only_names(before) or not _ends_well(after):
        return False
    rest = [word for word in after if word != "+" and word not in _of("bare")]
    told = words_of("finite") | _of("others") | _of("reporting") | _SELF
    return not told & set(rest)


def _is_refused_detail(frame: ConstraintFrame, atom: Atom) -> bool:
    refused = {(detail.attribute, detail.value) for detail in frame.details.avoid}
    return bool(refused) and any(read(value) in refused for value in said_by(atom))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("grants.toml").read_text("utf-8"))


@cache
def _of(name: str) -> frozenset[str]:
    return frozenset(_data()[name].split())


@cache
def _names() -> tuple[str, ...]:
    return tuple(_data()["names"])
