"""What a question is after: "how much is it", "what sizes does the red one come in"."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from agent.understanding.dialogue import Signals
from agent.understanding.tokens import Token, words
from stylist import vocabulary

_OPENS: Final = re.compile(
    r"\b(what|whats|what's|which|who|how|tell me|let me know|know|is there|are there|give me"
    r"|can i get|info|details|remind me)\b",
    re.I,
)


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


def inquiries(signals: Signals, text: str) -> tuple[list[Inquiry], list[tuple[int, int]]]:
    """The qualities that a turn asks for, and the sentences that only ask for them."""
    found: list[Inquiry] = []
    sentences: list[tuple[int, int]] = []
    for first, last in _sentences(signals.tokens):
        span = signals.tokens[first].start, signals.tokens[last].end
        if not _OPENS.search(text[slice(*span)]):
            continue
        asked = list(_qualities(signals.tokens[first : last + 1]))
        if asked:
            found.extend(asked)
            sentences.append(span)
    return found, sentences


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
