"""Whether somebody asks what the weather will be, and nothing else."""

import re
from typing import Final

from agent.policy.situation import Situation

_STATE: Final = (
    r"(?:rain(?:ing|y)?|snow(?:ing|y)?|storm(?:ing|y)?|sunny|cloudy|windy|foggy|cold|chilly|warm"
    r"|hot|mild|freezing|wet|dry|icy|humid)"
)
_IT: Final = r"(?:will it|is it(?: (?:going to|gonna))?|does it)"
_ASKS: Final = re.compile(
    r"\b(?:what|whats|how|hows|tell me|know|check|show me|look up)\b[^.?!]*"
    r"\b(?:weather|forecast|temperature)\b"
    rf"|\b{_IT} (?:be )?(?:\w+ )?{_STATE}\b"
    rf"|\bhow (?:{_STATE}|many degrees) (?:is|will|does)\b(?: it| be)?"
    r"|\bneed an umbrella\b|\bwhat (?:will|is) it (?:be )?like (?:outside|out)\b"
)
_CLOTHES: Final = re.compile(
    r"\b(?:wear\w*|outfits?|clothes|dress\w*|looks?|put on|suggest|recommend|jackets?|coats?"
    r"|shoes|boots|sweaters?|something|layers?|enough|too|for that)\b"
)
_PLACE: Final = re.compile(r"\b(?:in|on|at|for|over) (?:the )?(?!the\b)[a-z]+")


def asks_weather(situation: Situation) -> bool:
    """Whether the weather is all that is asked for: "will it rain tomorrow?"."""
    text = " ".join(situation.user_text.lower().replace("'", "").replace("’", "").split())
    if not _ASKS.search(text) or _CLOTHES.search(text):
        return False
    changed = situation.understanding.delta.set
    known = changed.get("weather.place") or changed.get("weather.when")
    # Words that say where or when and are not understood ask for a place that nobody knows.
    return bool(known) or _PLACE.search(text) is None
