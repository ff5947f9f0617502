"""What a plain "yes" agrees to, after our "Shall I leave turtlenecks out?"."""

import re
from typing import Final

from agent.understanding.words.atoms import Atom, atoms
from agent.understanding.words.tokens import tokenize

_QUESTION: Final = re.compile(r"\bshall i leave (.{1,80}?) out\?", re.IGNORECASE)


def left_out(question: str, answer: str) -> list[Atom]:
    """The things that our question named, refused now; their words are the whole `answer`."""
    asked = _QUESTION.findall(question)
    named = [a for a in atoms(tokenize(". ".join(asked)), []) if a.is_value() or a.kind == "stop"]
    for atom in named:
        atom.start, atom.end, atom.polarity = 0, len(answer), "avoid"
    return named
