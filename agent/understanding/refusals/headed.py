"""A heading that refuses holds for what stands below: "NO: ties, brown", "Avoid:", then "- silk".

A heading is what stands before a colon, or alone in its line. A lone "no:" answers where a sentence
follows, and refuses a bare list of things.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from agent.understanding.words.atoms import Atom
from agent.understanding.words.clauses import THINGS
from agent.understanding.words.layout import HEADS
from agent.understanding.words.predicates import belongs, words_of

_TELLS: Final = frozenset({"positive", "allow", "retract", "neutral", "except", "allow_post"})
_LISTS: Final = frozenset({"and", "or", "det", "dem"})
_COLONS: Final = (":", "=")
_DASHES: Final = ("-", "–", "—")
_ALONE: Final = 3
"""Atoms of a heading that has a line to itself, without a colon."""
_SHORT: Final = 5
"""Words of a heading that is no more than a "no": "never again:"."""


def refuse_below(row: Sequence[Atom], text: str) -> None:
    """Refuse the things after a heading that refuses, in its line or in those below."""
    lines = _lines(row)
    for line in lines:
        for label, body in _labelled(line, text):
            if _refuses(label, body):
                _refuse(_up_to_turn(body, text))
    heading = False
    for line, following in pairwise([*lines, []]):
        if _is_heading(line, text):
            heading = _refuses(line, following)
        elif line[0].kind != "comma" and not (heading and _is_bare(line)):
            heading = False
        elif heading and not any(a.cues & _TELLS for a in line):
            _refuse(line)
        if following and _is_blank_between(line, following, text):
            heading = heading and _is_heading(line, text)


def _labelled(line: Sequence[Atom], text: str) -> list[tuple[Sequence[Atom], Sequence[Atom]]]:
    """Each heading within a line, with the atoms behind its colon up to the next one."""
    colons = [k for k, a in enumerate(line) if _is_colon(a, text)] or _dash(line, text)
    begins = [_begin(line, k) for k in colons]
    ends = [*begins[1:], len(line)] if begins else []
    return [
        (line[a:k], line[k + 1 : max(k + 1, b)])
        for a, k, b in zip(begins, colons, ends, strict=True)
        if a < k and not any(atom.is_value() for atom in line[a:k])
    ]


def _dash(line: Sequence[Atom], text: str) -> list[int]:
    """The dash behind a heading that announces a list: "things that aren't me - pink"."""
    for k, atom in enumerate(line):
        if atom.kind in THINGS:
            break
        if atom.kind == "comma" and text[atom.start : atom.end] in _DASHES:
            words = {word for a in line[:k] for word in a.word.split()}
            return [k] if words & words_of("listing") and _is_bare(line[k + 1 :]) else []
    return []


def _begin(line: Sequence[Atom], colon: int) -> int:
    """Where the words before a colon begin, after the mark or the thing before them."""
    at = colon
    while at and line[at - 1].kind != "comma" and not line[at - 1].is_value():
        at -= 1
    return at


def _refuse(atoms: Sequence[Atom]) -> None:
    for atom in atoms:
        if atom.kind in THINGS and atom.polarity == "want":
            atom.polarity = "avoid"


def _up_to_turn(line: Sequence[Atom], text: str) -> Sequence[Atom]:
    """The atoms up to where something else is told."""
    for k, atom in enumerate(line):
        if atom.cues & (_TELLS | {"end"}) or _is_colon(atom, text):
            return line[:k]
    return line


def _is_colon(atom: Atom, text: str) -> bool:
    return atom.kind == "comma" and text[atom.start : atom.end] in _COLONS


def _lines(row: Sequence[Atom]) -> list[list[Atom]]:
    lines: list[list[Atom]] = [[]]
    for atom in row:
        if atom.kind == "stop":
            lines.append([])
        else:
            lines[-1].append(atom)
    return [line for line in lines if line]


def _is_heading(line: Sequence[Atom], text: str) -> bool:
    """Whether a line is no more than a heading: with a colon, or a few words alone in it."""
    if any(a.is_value() for a in line):
        return False
    before, after = text[: line[0].start].rstrip(" \t"), text[line[-1].end :].lstrip(" \t")
    alone = after.startswith("\n") and (not before or before.endswith("\n"))
    return _is_colon(line[-1], text) or (alone and len(line) <= _ALONE)


def _is_blank_between(line: Sequence[Atom], following: Sequence[Atom], text: str) -> bool:
    return "\n\n" in text[line[-1].end : following[0].start].replace(" ", "")


def _is_bare(body: Sequence[Atom]) -> bool:
    """Whether nothing but things stands there, as in a list."""
    if any(a.cues & {"ones"} for a in body):
        return False
    plain = ("please", "anything", "also", "ever", "thanks", "all")
    return any(a.kind in THINGS for a in body) and all(
        a.kind in THINGS or a.kind == "comma" or a.cues & _LISTS or a.word in plain for a in body
    )


def _refuses(label: Sequence[Atom], body: Sequence[Atom]) -> bool:
    """Whether a heading refuses; a "no:" before a sentence and "not sure:" only answer."""
    if any(a.cues & _TELLS and not a.word.startswith("not ") for a in label):
        return False
    words = [word for a in label for word in a.word.split() if a.kind != "comma"]
    listed = any(word in words_of("listing") for word in words)
    if any("neg_post" in a.cues for a in label):
        return True
    if any(belongs(word, "refusing") for word in words):
        return True
    if (listed or "my" in words) and any(belongs(word, "unwelcome") for word in words):
        return _is_bare(body)
    denied = any(a.cues & ({"neg"} | HEADS) for a in label) or words[:1] == ["not"]
    denies = denied and "to" not in words
    curt = len(words) <= _SHORT and _is_bare(body)
    return denies and (listed or curt or (len(words) == 1 and words[0] != "no:"))
