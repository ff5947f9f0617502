"""A heading that refuses holds for the lines below it: "Avoid:", then "- silk" and "- satin"."""

from collections.abc import Sequence
from typing import Final

from agent.understanding.words.atoms import Atom
from agent.understanding.words.clauses import THINGS
from agent.understanding.words.predicates import belongs, words_of

_TELLS: Final = frozenset({"positive", "allow", "retract", "neutral", "except", "allow_post"})


def refuse_below(row: Sequence[Atom], text: str) -> None:
    """Refuse the things after a heading that refuses, in its line or in those below."""
    lines = _lines(row)
    for line in lines:
        colon = next((k for k, a in enumerate(line) if _is_colon(a, text)), 0)
        if colon and _is_heading(line[: colon + 1], text) and _refuses(line[:colon]):
            _refuse(_up_to_turn(line[colon + 1 :], text))
    heading = False
    for line in lines:
        if _is_heading(line, text):
            heading = _refuses(line)
        elif line[0].kind != "comma":
            heading = False
        elif heading and not any(a.cues & _TELLS for a in line):
            _refuse(line)


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
    return atom.kind == "comma" and text[atom.start : atom.end] == ":"


def _lines(row: Sequence[Atom]) -> list[list[Atom]]:
    lines: list[list[Atom]] = [[]]
    for atom in row:
        if atom.kind == "stop":
            lines.append([])
        else:
            lines[-1].append(atom)
    return [line for line in lines if line]


def _is_heading(line: Sequence[Atom], text: str) -> bool:
    return _is_colon(line[-1], text) and not any(a.is_value() for a in line)


def _refuses(line: Sequence[Atom]) -> bool:
    """Whether a heading refuses; a lone "no:" or "not sure:" only answers."""
    if any(a.cues & _TELLS for a in line):
        return False
    words = [word for a in line for word in a.word.split()]
    listed = any(word in words_of("listing") for word in words)
    return any(
        "neg_post" in a.cues
        or (a.cues & {"neg"} and (listed or (len(words) == 1 and a.word != "no")))
        or any(belongs(word, "refusing") for word in a.word.split())
        for a in line
    )
