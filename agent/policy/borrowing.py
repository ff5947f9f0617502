"""A piece of one outfit that is to be worn in another: "the first with the shoes of the second"."""

import re
from typing import Final

from agent.policy.pointed import referred
from agent.policy.situation import Situation
from stylist.outfits import OutfitCard

_FROM: Final = r"(?:from|of|in|with)\s+(?:the\s+)?"
_IN: Final = r"\b(?:for|to|with|by)\s+(?:the|those|these|that)\s+"
_ONES: Final = r"\b(?:for|to|with|by)\s+(?:the\s+ones?|those|that|the\s+\w+)\s+"


def borrowed(situation: Situation) -> dict[str, object]:
    """Which garments to build around, and the outfit that takes them; nothing when none is lent."""
    lent = _by_garment(situation) or _by_slot(situation)
    if lent is None:
        return {}
    taker, garments = lent
    return {"reference_outfit_id": str(taker.id), "around_garment_ids": garments, "count": 1}


def _by_garment(situation: Situation) -> tuple[OutfitCard, list[str]] | None:
    """An outfit that is pointed at, with a garment of another that this turn asks to have in."""
    required = situation.understanding.delta.add.get("items.require", [])
    whole = [r for r in situation.understanding.references if not r.garment_ids]
    if not required or len(whole) != 1 or len(takers := referred(situation)) != 1:
        return None
    return takers[0], list(required)


def _by_slot(situation: Situation) -> tuple[OutfitCard, list[str]] | None:
    """A slot to be changed for what an outfit wears there."""
    said = situation.understanding
    text = situation.user_text.lower()
    if lent := _by_name(situation, text):
        return lent
    lenders = [
        r.outfit_id
        for r in said.references
        if not r.garment_ids
        and re.search(_ONES + _FROM + re.escape(r.text.lower().removeprefix("the ")), text)
    ]
    if not said.swap_slots or len(lenders) != 1:
        return None
    lender = next((card for card in situation.shown if str(card.id) == lenders[0]), None)
    meant = [card for card in referred(situation) if card != lender]
    taker = next((card for card in [*meant, *situation.shown] if card != lender), None)
    if lender is None or taker is None:
        return None
    worn = [str(i.garment_id) for i in lender.items if i.slot in said.swap_slots]
    return (taker, worn) if worn else None


def _by_name(situation: Situation, text: str) -> tuple[OutfitCard, list[str]] | None:
    """A garment on the screen that shall come in: "swap the shoes for the sneakers"."""
    said = situation.understanding
    lent = [
        item
        for r in said.references
        if r.garment_ids and re.search(_IN + re.escape(r.text.lower()), text)
        for card in situation.shown
        for item in card.items
        if str(item.garment_id) in r.garment_ids and item.slot in said.swap_slots
    ]
    if len({item.garment_id for item in lent}) != 1:
        return None
    wearers = [c for c in situation.shown if lent[0].garment_id in c.garment_ids]
    whole = {r.outfit_id for r in said.references if not r.garment_ids}
    meant = [c for c in situation.shown if str(c.id) in whole and c not in wearers]
    taker = next((c for c in [*meant, *situation.shown] if c not in wearers), None)
    return (taker, [str(lent[0].garment_id)]) if taker else None
