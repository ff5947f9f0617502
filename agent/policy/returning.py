"""The outfit from before it was changed, for "undo that" after a swap or "dressier"."""

from collections.abc import Sequence
from typing import Final

from agent.policy.situation import Call, Situation
from agent.understanding.frame.undoing import goes_back
from agent.worn import Worn, is_excluded
from stylist.frame import Delta
from stylist.named_frame import closed
from stylist.outfits import OutfitCard

_CHANGED: Final = 2
"""Most garments by which an outfit and the one it was made from differ: one went, one came."""


def made_from(shown: Sequence[OutfitCard], known: Sequence[OutfitCard]) -> OutfitCard | None:
    """The earlier outfit that the first on the screen was made from; `known` oldest first."""
    if not shown:
        return None
    now, here = set(shown[0].garment_ids), {card.id for card in shown}
    for card in reversed(known):
        if card.id not in here and 0 < len(set(card.garment_ids) ^ now) <= _CHANGED:
            return card
    return None


def returned(situation: Situation) -> list[Call]:
    """The call that shows the outfit from before a swap again; none where nothing was swapped."""
    before = situation.replaced
    said = situation.understanding
    if before is None or "retract" not in said.acts or said.delta != Delta():
        return []
    if not goes_back(situation.user_text) or _is_ruled_out(before, situation):
        return []
    return [Call(name="show_again", arguments={"outfit_ids": [str(before.id)]})]


def _is_ruled_out(card: OutfitCard, situation: Situation) -> bool:
    return any(is_excluded(Worn.of_item(item), closed(situation.frame)) for item in card.items)
