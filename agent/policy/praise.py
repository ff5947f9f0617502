"""When praise is a verdict on an outfit, and when it is only talk."""

import re

from agent.policy.situation import Situation
from agent.policy.talk import says
from stylist.outfits import OutfitCard


def meant_alone(situation: Situation) -> list[OutfitCard]:
    """The outfit that is judged without being pointed at: the only one, or the one spoken of."""
    text = situation.user_text
    clear = len(situation.shown) == 1 or says("it", text)
    return situation.shown[:1] if clear else []


def only_talks(situation: Situation) -> bool:
    """Whether praise is no verdict: it is bound to a "but", to others, or to a garment."""
    text = situation.user_text
    if any(says(name, text) for name in ("others_like", "the_idea", "bound", "lukewarm")):
        return True
    if any(r.garment_ids for r in situation.understanding.references):
        return True
    delta = situation.understanding.delta
    changes = delta.add or delta.moves or delta.remove or situation.understanding.swap_slots
    return bool(changes) and says("would_be", text) is not None


def only_asked(text: str, at: int) -> bool:
    """Whether the sentence around a character asks; an order may: "can you save it?"."""
    starts = [0, *(m.end() for m in re.finditer(r"[.!?]+", text) if m.end() <= at)]
    end = re.compile(r"[.!?]+|$").search(text, at)
    sentence = text[starts[-1] : end.end() if end else len(text)]
    return sentence.endswith("?") and says("kindly", sentence) is None
