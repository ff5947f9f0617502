"""Where a garment is worn, said beside it: "the tie in number 2", "the first one's trainers".

The place tells which garment is meant, and nothing of what is thought of it, so that what is said
is read without it: "the tie is hideous".
"""

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.pointing.references import outfits_by_position
from agent.understanding.words.atoms import HEAD, LOOK, Atom
from stylist.outfits import OutfitCard

_JOINS: Final = re.compile(
    r"\s*\b(?:from|of|in|on|with|off)\s+(?:the\s+)?(?:outfit\s+|look\s+)?$", re.I
)
_OWNS: Final = re.compile(r"['’]s?\s+$|s['’]?\s+$", re.I)
_NEAR: Final = 24
"""Letters between a garment and the words for its outfit."""


def without_places(row: list[Atom], text: str, shown: Sequence[OutfitCard]) -> list[Atom]:
    """The atoms without the words for an outfit that only tell where a garment is worn."""
    if not shown:
        return row
    kept = row
    for reference in outfits_by_position(text, shown):
        at = text.find(reference.text)
        area = _beside(row, text, at, at + len(reference.text)) if at >= 0 else None
        if area is not None:
            kept = [a for a in kept if not area[0] <= a.start < area[1]]
    return kept


def _beside(row: Sequence[Atom], text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range of the words for the place, with what joins them to the garment before or after."""
    joined = _JOINS.search(text, max(0, start - _NEAR), start)
    begun = joined.start() if joined else start
    before = next((a for a in reversed(row) if a.end <= begun and a.kind != "word"), None)
    sided = text[start : start + 3].lower() in ("on ", "to ", "at ", "in ")
    if before is not None and before.kind in HEAD and before.end >= begun - 1 and (joined or sided):
        return begun, end
    after = next((a for a in row if a.start >= end and a.kind in HEAD), None)
    if after is None:
        return None
    between = [a for a in row if end <= a.start < after.start]
    gap = text[end : between[0].start if between else after.start]
    owns = _OWNS.fullmatch(gap) or (between and between[0].word == "s")
    if owns and all(a.kind in LOOK or a.word == "s" for a in between):
        return start, between[0].end if between and between[0].word == "s" else end
    return None
