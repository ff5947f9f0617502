"""Questions that a "no" only opens or asks about: "isn't velvet too warm?", "is white a no-no?"."""

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.acts.speech_words import LONGEST, patterns
from agent.understanding.words.atoms import Atom

_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")
_BLANKS: Final = {at: " " for at in range(128) if chr(at).isspace()}
_REFUSES: Final = frozenset({"neg", "neg_post", "retract"})


def hear_questions(row: Sequence[Atom], text: str) -> list[tuple[int, int]]:
    """The character ranges of such questions; what opens them refuses nothing any more.

    A question with a "no" of its own ("can't I leave out the tie?") is none of them.
    """
    found = []
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        opening = _opening(sentence.group())
        if not opening:
            continue
        inside = [atom for atom in row if start <= atom.start < end]
        ours = [
            atom
            for atom in inside
            if any(atom.start < start + b and start + a < atom.end for a, b in opening)
            or atom.word.startswith("too ")
        ]
        if any(atom.cues & _REFUSES for atom in inside if atom not in ours):
            continue
        for atom in ours:
            atom.cues -= _REFUSES
        found.append((start, end))
    return found


def _plain(said: str) -> tuple[Sequence[int], str]:
    """Lower-case words without apostrophes, letter for letter, and where each letter stood."""
    if said.isascii() and "'" not in said:
        return range(len(said)), said.lower().translate(_BLANKS)
    kept = [i for i, c in enumerate(said) if c not in "'’"]
    return kept, "".join(" " if said[i].isspace() else said[i].lower()[:1] for i in kept)


def _opening(sentence: str) -> list[tuple[int, int]]:
    """Where the words stand whose "no" is only asked, as offsets in the sentence."""
    kept, plain = _plain(sentence[:LONGEST])
    for pattern in patterns("yes_no").values():
        if match := pattern.match(plain):
            spans = [match.span(name) for name in pattern.groupindex if match[name]]
            return [(kept[a], kept[b - 1] + 1) for a, b in spans]
    return []
