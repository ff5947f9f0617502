"""Which of the clothes is the warmest, or the dressiest: an order for a search, and its answer."""

import re
from collections.abc import Sequence
from typing import Final

from agent.policy.situation import Situation, ToolResult
from agent.policy.wording import plain, say, told
from stylist.wording import is_plural, listed

_WORDS: Final = {
    "warmest": r"warmest|thickest|cosiest|coziest|heaviest|toastiest|least (?:cold|chilly)",
    "lightest": r"lightest|thinnest|airiest|least warm",
    "dressiest": r"smartest|dressiest|fanciest|poshest|classiest|(?:most (?:formal|elegant"
    r"|dressed[- ]up|smart|dressy))|least casual",
    "most_casual": r"(?:most (?:casual|relaxed|laid[- ]back))|least (?:formal|dressy|smart)",
}
_SAID: Final = {name: re.compile(rf"\b(?:{words})\b", re.I) for name, words in _WORDS.items()}
MOST_BEHIND: Final = 2
"""Garments that are named after the first."""


def most_asked(text: str) -> str:
    """The order that a question asks for, as `tools.search_wardrobe.Most`; "" when none."""
    return next((name for name, said in _SAID.items() if said.search(text)), "")


def tell_most(situation: Situation, result: ToolResult) -> str:
    """The garment that is most of what was asked, those that are as much, and the next ones."""
    facts = told(result)
    names = [plain(name) for name in facts.get("found", [])]
    whys: Sequence[str] = facts.get("why", [])
    most = str(result.arguments["most"]).replace("_", " ")
    alike = [name for name, why in zip(names, whys, strict=True) if why == whys[0]]
    behind = names[len(alike) : len(alike) + MOST_BEHIND]
    several = len(alike) > 1 or is_plural(alike[0], alike[0])
    fields = {
        "first": listed([f"the {name}" for name in alike]),
        "are": "are" if several else "is",
        "most": f"the {most}",
        "behind": f" After that: {listed([f'the {name}' for name in behind])}." if behind else "",
    }
    return say("reply_found_most", situation, **fields)
