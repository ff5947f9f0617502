"""The last look at outfits before a person sees them: none with anything that is ruled out.

Nor one that lacks a top or a bottom because the person has ruled it out: what is left is no outfit.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from langchain_core.messages import ToolMessage

from agent.worn import Worn, is_excluded, rules_out_slot
from stylist.frame import ConstraintFrame
from stylist.named_frame import closed
from stylist.outfits import OutfitCard

WITHHELD = "outfit-withheld"
_BODY: Final = ("top", "bottom")
_BARE: Final = frozenset({"beach"})
"""Occasions at which less is worn."""


def withhold(
    cards: Iterable[OutfitCard], frame: ConstraintFrame
) -> tuple[list[OutfitCard], list[str]]:
    """The cards that hold, and the degraded state when something ruled out stood in one."""
    found, frame = list(cards), closed(frame)
    kept = [card for card in found if not _holds_excluded(card, frame)]
    whole = [card for card in kept if not lacks_what_is_ruled_out(card, frame)]
    return whole, [WITHHELD] if len(kept) < len(found) else []


def _holds_excluded(card: OutfitCard, frame: ConstraintFrame) -> bool:
    return any(is_excluded(Worn.of_item(item), frame) for item in card.items)


def lacks_what_is_ruled_out(card: OutfitCard, frame: ConstraintFrame) -> bool:
    """Whether the body is left bare by what is ruled out, as in "no tops, no dresses"."""
    worn = {item.slot for item in card.items}
    if "dress" in worn or frame.occasion in _BARE or not worn & {*_BODY, "shoes"}:
        return False
    missing = [slot for slot in _BODY if slot not in worn]
    return any(rules_out_slot(frame, slot) for slot in missing)


def without_withheld(answer: ToolMessage, kept: Sequence[OutfitCard]) -> ToolMessage:
    """The tool's answer without the outfits that are not shown, in its words and its block."""
    block: dict[str, Any] = answer.artifact or {}
    shown = {str(card.id) for card in kept}
    gone = [card["id"] for card in block.get("outfits", []) if card["id"] not in shown]
    if not gone:
        return answer
    lines = str(answer.content).split("\n")
    told = [line for line in lines if not any(str(id_) in line for id_ in gone)]
    held = "outfits were held back: the person has ruled out what they wear"
    outfits = [card for card in block["outfits"] if card["id"] in shown]
    update = {
        "content": "\n".join([*told, f"{answer.name}: {len(gone)} {held}"]),
        "artifact": {**block, "outfits": outfits},
    }
    return answer.model_copy(update=update)
