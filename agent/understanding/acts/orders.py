"""Where an order begins behind something else: "why the first, and show me something dressier"."""

import re
from typing import Final

from agent.understanding.words.tokens import same_length_lower

_ORDER: Final = re.compile(
    r"(?:\s*[,;:]\s*(?:(?:and|but|then|so|also)\s+)*|\s+(?:and|but|then)\s+)"
    r"(?:(?:then|please|also|now|maybe|just|(?:can|could|would)\s+you)\s+)*"
    r"(?=(?:show|give|find|suggest|recommend|pick|dress|style|swap|switch|replace|change|exchange"
    r"|make|save|put\s+(?:me|together))\b(?!\s+(?:it|that|this|you|me)\s+(?:so|the)\b))",
)


_QUESTION: Final = re.compile(
    r"\W*(?:(?:and|so|ok|okay|oh|well|but|please|can you|could you)\W+)*"
    r"(?:why|explain|how|what|what['’]?s|which|who|where|tell me|is|are|does|do|compare)\b",
    re.IGNORECASE,
)


_FOR_OUTFITS: Final = re.compile(
    r"^\W*(?:(?:and|but|then|also|please|now|so|can|could|would|you|maybe|just)\W+)*"
    r"(?:show|give|find|suggest|recommend|pick|dress|style|make|put)\b",
    re.IGNORECASE,
)


def parts(sentence: str) -> list[tuple[int, int]]:
    """A sentence as character ranges: a question apart from the order that follows in it."""
    asked = len(before_order(sentence))
    if asked == len(sentence) or not _QUESTION.match(sentence):
        return [(0, len(sentence))]
    return [(0, asked), (asked, len(sentence))]


def asks_and_orders(text: str) -> bool:
    """Whether a question and an order for outfits stand in one sentence."""
    sentences = re.findall(r"[^.!?\n]+[.!?]*", text)
    behind = [s[p[1][0] :] for s in sentences if len(p := parts(s)) > 1]
    return any(_FOR_OUTFITS.search(order) for order in behind)


def before_order(sentence: str) -> str:
    """The part of a sentence before the order that follows in it; all of it when none does."""
    found = _ORDER.search(same_length_lower(sentence))
    return sentence[: found.start()] if found and found.start() else sentence
