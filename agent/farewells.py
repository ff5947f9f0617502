"""Whether "get rid of the jacket" means the wardrobe, or only the outfit on the screen.

What is worn on the screen is left out of it; a person's own garment that is not there can only be
one to part with, and that is asked first.
"""

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.pointing.references import matches
from stylist.frame import Piece
from stylist.outfits import OutfitItem

_FOR_GOOD: Final = re.compile(
    r"\b(?:donate|sell|part\s+with|give|charity|goodwill|oxfam)\b", re.IGNORECASE
)
_BY_US: Final = re.compile(
    r"\bon\s+(?:ebay|vinted|depop|amazon|facebook)\b|\bonline\b", re.IGNORECASE
)
"""Where clothes are sold, which we do for nobody."""
_COULD: Final = re.compile(
    r"\b(?:discard|throw|get\s+(?:rid|shot)\s+of|toss|chuck|bin|trash|dump)\b", re.IGNORECASE
)
_MEANT: Final = re.compile(
    r"^\W*(?:so\W+|ok\W+|and\W+)*i(?:\s+want\s+to|['’]?d\s+like\s+to|\s+need\s+to|\s+think\s+i['’]?ll)",
    re.IGNORECASE,
)
"""Tells what somebody wants to do with their clothes, and asks nothing of an outfit."""
_THROWN: Final = re.compile(r"\b(?:throw|toss|chuck|bin|trash|dump)\b", re.IGNORECASE)
_MINE: Final = re.compile(r"\bmy\b", re.IGNORECASE)
_DEFINITE: Final = re.compile(
    r"^\W*(?:the|that|this|those|these)\s+(?:\w[\w-]*\s+){0,4}?\w[\w-]*\W*$", re.IGNORECASE
)
"""One thing with its looks, and no wish beside it."""


def leaves_wardrobe(
    order: str,
    said: str,
    pieces: Sequence[tuple[Piece, bool]],
    worn: Sequence[OutfitItem],
    *,
    alone: bool,
) -> bool:
    """Whether an order that could be of an outfit is one to part with clothes.

    `said` is the order's object, `pieces` are its garments, each with whether several are meant;
    `worn` is all that stands on the screen; `alone` tells that nothing else was said.
    """
    if not pieces or _BY_US.search(order):
        return False
    if _FOR_GOOD.search(order):
        return bool(_MINE.search(said) or _DEFINITE.match(said))
    if not _COULD.search(order):
        return False
    if _MEANT.search(order) and (_MINE.search(said) or _DEFINITE.match(said)):
        return True
    on_screen = any(matches(item, piece) for item in worn for piece, _ in pieces)
    if _MINE.search(said):
        return _THROWN.search(order) is not None or not on_screen
    if not alone or not _DEFINITE.match(said) or any(several for _, several in pieces):
        return False
    looks = all(piece.color or piece.pattern or piece.material for piece, _ in pieces)
    return not on_screen and (looks or not worn)
