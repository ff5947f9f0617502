"""Questions of fact about the wardrobe, as searches."""

import re
from collections.abc import Sequence
from typing import Final

from agent.policy.last_worn import asks_last_worn, look_up
from agent.policy.situation import Call, Situation
from agent.policy.superlatives import most_asked
from agent.policy.talk import says
from stylist.frame import Piece

MOST_SEARCHES: Final = 3
_CLOTHES: Final = re.compile(
    r"\b(?:i|we)(?:['’]ve)? (?:\w+ )?(?:have|own|got|keep)\b|\bhave i\b"
    r"|\b(?:wardrobe|closet|clothes|clothing|garments?|wear\w*|worn|outfits?|colou?rs?)\b",
    re.I,
)
_NOT_SO: Final = re.compile(
    r"\b(?:not|isn['’]?t|aren['’]?t|without|non|no|except|other than)\b", re.I
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
    if asks_last_worn(situation):
        return [look_up(situation)]
    asked = whole_pieces(situation.understanding.asked) or [Piece()]
    return [
        Call(name="search_wardrobe", arguments=_arguments(piece, situation))
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


def unknown_thing(situation: Situation) -> str:
    """What is asked for and no list knows, in the person's word: "do I own a scarf?"."""
    found = says("owned", situation.user_text)
    return found["said"].strip() if found and not situation.understanding.asked else ""


def _looks(piece: Piece, text: str) -> dict[str, str]:
    """The pattern and material that must be there; a "no" beside them leaves it to the words."""
    if _NOT_SO.search(text):
        return {}
    stated = {"pattern": piece.pattern, "material": piece.material}
    return {name: value for name, value in stated.items() if value}


def _arguments(piece: Piece, situation: Situation) -> dict[str, str | int]:
    stated = piece.model_dump(exclude_none=True)
    text, most = situation.user_text, most_asked(situation.user_text)
    said = " ".join(stated.values()) or unknown_thing(situation) or text[:100] or "everything"
    if _NOT_SO.search(text) and piece.material and (piece.slot or piece.category):
        # The search reads a "no" in its words; a piece can not hold one.
        said = f"{piece.category or piece.slot}, no {piece.material}"
    return {
        "query": said,
        "slot": piece.slot or "",
        "category": piece.category or "",
        "color": piece.color or "",
        **_looks(piece, text),
        **({"most": most} if most else {}),
        "limit": 8,
    }
