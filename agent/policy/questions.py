"""Questions of fact about the wardrobe, as searches."""

import re
from collections.abc import Sequence
from typing import Final

from agent.policy.situation import Call, Situation
from stylist.frame import Piece

MOST_SEARCHES: Final = 3
_CLOTHES: Final = re.compile(
    r"\b(?:i|we)(?:['’]ve)? (?:\w+ )?(?:have|own|got|keep)\b|\bhave i\b"
    r"|\b(?:wardrobe|closet|clothes|clothing|garments?|wear\w*|worn|outfits?|colou?rs?)\b",
    re.I,
)
_OWNS: Final = re.compile(r"\bdo (?:i|we) (?:\w+ )?own\b", re.I)


def asks_what_is_owned(situation: Situation) -> bool:
    """Whether it is asked if something is owned, be it known as clothing or not: a kilt."""
    return _OWNS.search(situation.user_text) is not None


def asks_of_clothes(situation: Situation) -> bool:
    """Whether a question is about the wardrobe, as far as its words tell."""
    said = situation.understanding
    return bool(said.asked or said.asked_about or _CLOTHES.search(situation.user_text))


def searches(situation: Situation) -> list[Call]:
    """The searches that answer a question; none where it is not about clothes."""
    if not asks_of_clothes(situation):
        return []
    asked = whole_pieces(situation.understanding.asked) or [Piece()]
    return [
        Call(name="search_wardrobe", arguments=_arguments(piece, situation.user_text))
        for piece in asked[:MOST_SEARCHES]
    ]


def whole_pieces(asked: Sequence[Piece]) -> list[Piece]:
    """The garments asked for, with looks that were said apart: "what shoes do I have in black?".

    Where looks of one kind disagree ("that are neither black nor red") the garments are looked
    for without them.
    """
    heads = [piece for piece in asked if piece.slot or piece.category]
    looks = [piece.model_dump(exclude_none=True) for piece in asked if piece not in heads]
    if not heads or not looks:
        return list(asked)
    said: dict[str, set[str]] = {}
    for look in looks:
        for field, value in look.items():
            said.setdefault(field, set()).add(value)
    agreed = {field: values.pop() for field, values in said.items() if len(values) == 1}
    if len(heads) > 1:
        return heads
    known = heads[0].model_dump(exclude_none=True)
    return [Piece.model_validate({**agreed, **known})]


def _arguments(piece: Piece, text: str) -> dict[str, str | int]:
    stated = piece.model_dump(exclude_none=True)
    return {
        "query": " ".join(stated.values()) or text[:100] or "everything",
        "slot": piece.slot or "",
        "category": piece.category or "",
        "color": piece.color or "",
        "limit": 8,
    }
