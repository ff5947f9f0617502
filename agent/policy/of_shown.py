"""Questions about what is on the screen: "are those shoes leather?", "any yellow in that?"."""

import re
from collections.abc import Sequence
from typing import Final

from agent.policy.pointed import referred
from agent.policy.questions import whole_pieces
from agent.policy.situation import Situation
from agent.policy.wording import plain, say
from agent.understanding.pointing.references import matches
from stylist.frame import Piece
from stylist.outfits import OutfitItem
from stylist.wording import is_plural, listed

_IN_IT: Final = re.compile(
    r"\bthere\b[^.?!]*\b(?:in|on|to) (?:it|that|this|those|them|these|any of \w+|the \w+)\b", re.I
)
_ANY_OF_IT: Final = re.compile(
    r"\b(?:is|are) (?:any|some|all|none|anything) (?:of )?(?:it|that|this|those|them|these)\b", re.I
)
_OF_IT: Final = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|oh|but|hm+)\W+)*(?:is|are|was|were|isn['’]?t|aren['’]?t)"
    r" (?:the|that|those|these|this|its|their)\b",
    re.I,
)


def of_shown(situation: Situation) -> str:
    """The answer to a question about the shown garments; "" where none is asked."""
    asked = situation.understanding.asked
    if not situation.shown or not asked or "ask_fact" not in situation.understanding.acts:
        return ""
    cards = referred(situation) or situation.shown
    worn = list({item.garment_id: item for card in cards for item in card.items}.values())
    if _IN_IT.search(situation.user_text) or _ANY_OF_IT.search(situation.user_text):
        return _is_there(situation, [i for i in worn if any(_is(i, piece) for piece in asked)])
    pieces = whole_pieces(asked)
    if not _OF_IT.match(situation.user_text) or len(pieces) != 1:
        return ""
    (piece,) = pieces
    kind = Piece(slot=piece.slot, category=piece.category)
    of_kind = [item for item in worn if matches(item, kind)]
    if kind in (Piece(), piece) or not of_kind:
        return ""
    return _are(situation, of_kind, piece)


def _is_there(situation: Situation, found: Sequence[OutfitItem]) -> str:
    if not found:
        return say("reply_not_in_it", situation)
    return say("reply_in_it", situation, names=_names(found))


def _are(situation: Situation, of_kind: Sequence[OutfitItem], piece: Piece) -> str:
    """Which of the garments have the look that is asked for."""
    unknown = [item for item in of_kind if piece.material and item.material is None]
    known = [item for item in of_kind if item not in unknown]
    right = [item for item in known if _is(item, piece)]
    wrong = [item for item in known if item not in right]
    look = " and ".join(word for word in (piece.color, piece.pattern, piece.material) if word)
    told = [
        f"{_names(items)} {_verb(items)} {said}"
        for items, said in ((right, look), (wrong, f"not {look}"))
        if items
    ]
    if unknown:
        told.append(f"of {_names(unknown)} I do not know it")
    return say("reply_are", situation, told=_capital("; ".join(told)))


def _is(item: OutfitItem, piece: Piece) -> bool:
    return matches(item, piece) and piece.material in (None, item.material)


def _names(items: Sequence[OutfitItem]) -> str:
    return listed([f"the {plain(item.name)}" for item in items])


def _verb(items: Sequence[OutfitItem]) -> str:
    return "are" if len(items) > 1 or is_plural(items[0].name, items[0].category) else "is"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
