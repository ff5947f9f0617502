"""The outfits on the screen that somebody points at."""

import re
from typing import Final

from agent.policy.situation import Situation
from stylist.outfits import OutfitCard

_ALIKE: Final = re.compile(
    r"(?<!n['’]t )(?<!not )(?<!nothing )\b(?:like|similar to|close to|along the lines of)"
    r" (?:this|that|it|these|those)\b",
    re.I,
)
_MORE: Final = re.compile(r"\b(?:more|another|others?|something|anything|one|outfits?)\b", re.I)


def asks_for_alike(situation: Situation) -> bool:
    """Whether outfits like what stands there are asked for: "more like this"."""
    text = situation.user_text
    return _ALIKE.search(text) is not None and _MORE.search(text) is not None


def referred(situation: Situation) -> list[OutfitCard]:
    """The shown outfits that the person points at, in order: as a whole, or else by a garment."""
    found = situation.understanding.references
    whole = [reference for reference in found if not reference.garment_ids]
    ids = {reference.outfit_id for reference in whole or found}
    return [card for card in situation.shown if str(card.id) in ids]
