"""Where an order begins behind something else: "why the first, and show me something dressier"."""

import re
from typing import Final

_ORDER: Final = re.compile(
    r"(?:\s*[,;:]\s*(?:(?:and|but|then|so|also)\s+)*|\s+(?:and|but|then)\s+)"
    r"(?:(?:then|please|also|now|maybe|just|(?:can|could|would)\s+you)\s+)*"
    r"(?=(?:show|give|find|suggest|recommend|pick|dress|style|swap|switch|replace|change|exchange"
    r"|make|save|put\s+(?:me|together))\b(?!\s+(?:it|that|this|you|me)\s+(?:so|the)\b))",
    re.IGNORECASE,
)


def before_order(sentence: str) -> str:
    """The part of a sentence before the order that follows in it; all of it when none does."""
    found = _ORDER.search(sentence)
    return sentence[: found.start()] if found and found.start() else sentence
