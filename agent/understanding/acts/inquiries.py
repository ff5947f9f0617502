"""What a question is after: "how much is it", "what sizes does the red one come in"."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from agent.understanding.acts.dialogue import Signals
from agent.understanding.words.atoms import Atom
from agent.understanding.words.tokens import Token, words
from stylist import vocabulary

_OPENS: Final = re.compile(
    r"\b(?:what|whats|what's|which|who|how|tell me|let me know|know|is there|are there|info|details"
    r"|remind me)\b"
    r"|\b(?:give|get|have|share|send)\b[^.?!]*\b(?:price|cost|ratings?|sizes|sizing|brand|reviews?)\b",
    re.I,
)

_WEARS: Final = re.compile(
    r"\b(?:what|how|which(?:\s+\w+)?)\s+(?:to|(?:should|shall|do|can|could)\s+i)\s+"
    r"(?:wear|dress|put\s+on)\b"
    r"|\b(?:good|best|right|ok|fine)\s+to\s+wear\b|\b(?:outfit|something)\s+for\b",
    re.I,
)
"""Asks what to wear, whatever quality is named on the way: "for the company party"."""


@cache
def _asked() -> dict[tuple[str, ...], str]:
    return {
        words(phrase): quality
        for quality, said in vocabulary.asked_words().items()
        for phrase in said
    }


class Inquiry:
    """One quality that is asked for: its name and the words, as character offsets."""

    def __init__(self, quality: str, start: int, end: int) -> None:
        self.quality, self.start, self.end = quality, start, end


def inquiries(
    signals: Signals, text: str, row: Sequence[Atom]
) -> tuple[list[Inquiry], list[tuple[int, int]]]:
    """The qualities that a turn asks for, and the sentences that only ask for them."""
    found: list[Inquiry] = []
    sentences: list[tuple[int, int]] = []
    for first, last in _sentences(signals.tokens):
        span = signals.tokens[first].start, signals.tokens[last].end
        if not _OPENS.search(text[slice(*span)]) or _WEARS.search(text[slice(*span)]):
            continue
        asked = [
            inquiry
            for inquiry in _qualities(signals.tokens[first : last + 1])
            if not any(_within(inquiry, atom) for atom in row)
        ]
        if asked:
            found.extend(asked)
            sentences.append(span)
    return found, sentences


def _within(inquiry: Inquiry, atom: Atom) -> bool:
    """Whether the word is part of a longer value: the sleeve of a long sleeve top."""
    covers = atom.start <= inquiry.start and inquiry.end <= atom.end
    return covers and atom.is_value() and (atom.start, atom.end) != (inquiry.start, inquiry.end)


def _sentences(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """First and last word of each sentence."""
    found, first = [], 0
    for i, token in enumerate(tokens):
        if token.word in (".", "!", "?") or i == len(tokens) - 1:
            found.append((first, i))
            first = i + 1
    return found


def _qualities(tokens: Sequence[Token]) -> list[Inquiry]:
    table, found, i = _asked(), [], 0
    while i < len(tokens):
        for width in (3, 2, 1):
            said = tuple(token.word for token in tokens[i : i + width])
            if len(said) == width and said in table:
                found.append(Inquiry(table[said], tokens[i].start, tokens[i + width - 1].end))
                i += width - 1
                break
        i += 1
    return found
