"""Whether somebody asks what the weather will be, and nothing else."""

import re
from typing import Final

from agent.policy.situation import Situation
from agent.understanding.circumstances.skies import asks_of_sky

_PLACE: Final = re.compile(r"\b(?:in|on|at|for|over) (?:the )?(?!the\b)[a-z]+")


def asks_weather(situation: Situation) -> bool:
    """Whether the weather is all that is asked for: "will it rain tomorrow?"."""
    if not asks_of_sky(situation.user_text):
        return False
    said = situation.understanding
    if said.delta.moves or said.swap_slots or set(said.delta.add) - {"weather.conditions"}:
        return False
    changed = said.delta.set
    known = changed.get("weather.place") or changed.get("weather.when")
    # Words that say where or when and are not understood ask for a place that nobody knows.
    return bool(known) or _PLACE.search(situation.user_text.lower()) is None
