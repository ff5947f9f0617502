"""The choice that is left to us, or asked of us: "you choose", "the first or the second?"."""

import re
from typing import Final

from agent.policy.comparing import asks_comparison, ordinal
from agent.policy.pointed import referred
from agent.policy.situation import Situation
from agent.policy.talk import says
from stylist.frame import Delta

_ASKS: Final = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|hm+|well)\W+)*(?:which|what|whats|how|is|are|would|should)\b|\?"
)


def picks(situation: Situation) -> bool:
    """Whether somebody leaves the choice among the shown outfits to us, and asks nothing else."""
    said, text = situation.understanding, situation.user_text
    if not situation.shown or said.swap_slots:
        return False
    if said.delta != Delta():
        # "Not fussed" is kept as a "no" that nothing was read from.
        return set(said.delta.add) == {"notes"} and says("up_to_you", text) is not None
    return bool(says("your_pick", text) or says("up_to_you", text))


def weighs(situation: Situation) -> bool:
    """Whether several shown outfits are asked about against each other."""
    said, text = situation.understanding, situation.user_text.lower()
    if len(situation.shown) < 2 or said.delta != Delta() or said.swap_slots:
        return False
    if says("differ", text) or (not said.asked and asks_comparison(text)):
        return True
    several = len({r.outfit_id for r in said.references if not r.garment_ids}) > 1
    return several and _ASKS.search(text) is not None and not set(said.acts) & {"accept", "reject"}


def which_first(situation: Situation) -> str:
    """The best of the outfits that are meant, in words: they stand in order of merit."""
    if len(situation.shown) < 2:
        return "it"
    meant = referred(situation) or situation.shown
    return f"the {ordinal(situation.shown, meant[0])}"
