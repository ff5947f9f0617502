"""What a question takes as given, and so wishes for: "what shoes go with a green skirt?"."""

import re
from typing import Final

_NEAR: Final = 120
"""Characters before a thing that are looked at."""
_WITH: Final = re.compile(
    r"(?:^|[.!?\n,]\s*|\b(?:and|so|ok|okay|then)\s+)(?:what|which|whats)\b[^.!?]*\b(?:go|goes|work|works|match|matches"
    r"|pair|pairs|wear|team|looks? (?:good|nice|best|right))(?: \w+)? (?:with|to|under|over)\s+"
    r"(?:(?:an?|the|my|those|these|this|that|some)\s+)?$",
    re.IGNORECASE,
)


def is_given(text: str, at: int) -> bool:
    """Whether the thing at character `at` is what something is to go with."""
    return _WITH.search(text[max(0, at - _NEAR) : at]) is not None
