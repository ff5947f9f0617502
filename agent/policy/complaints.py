"""Whether somebody tells that they were cold or warm in what they wore."""

import re
from typing import Final, Literal

from agent.policy.situation import Situation

Felt = Literal["too_cold", "too_warm"]
_WAS: Final = r"\bi (?:was|felt|got|have been|ve been) (?:(?!not\b|never\b)\w+ ){0,2}?"
_COLD: Final = re.compile(rf"{_WAS}(?:too (?:cold|chilly|cool)|freezing|frozen)\b|\bi froze\b")
_WARM: Final = re.compile(rf"{_WAS}(?:too (?:hot|warm)|boiling|sweating|roasting)\b|\bi sweated\b")


def felt_in_it(text: str) -> Felt | None:
    """What was felt in an outfit that was worn: "I was too cold in that"; None when nothing."""
    plain = " ".join(text.lower().replace("'", "").replace("’", "").split())
    if _COLD.search(plain):
        return "too_cold"
    return "too_warm" if _WARM.search(plain) else None


def only_felt(situation: Situation) -> bool:
    """Whether nothing else was said: no wish stands beside the complaint."""
    clauses = re.split(r"[.!?;,\n]+|\b(?:and|but|so|then)\b", situation.user_text)
    others = [clause for clause in clauses if len(clause.split()) > 1 and not felt_in_it(clause)]
    said = situation.understanding
    return bool(situation.shown and felt_in_it(situation.user_text)) and not (
        others or said.swap_slots
    )
