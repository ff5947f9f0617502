"""The outfits on the screen that somebody points at."""

from agent.policy.situation import Situation
from stylist.outfits import OutfitCard


def referred(situation: Situation) -> list[OutfitCard]:
    """The shown outfits that the person points at, in order: as a whole, or else by a garment."""
    found = situation.understanding.references
    whole = [reference for reference in found if not reference.garment_ids]
    ids = {reference.outfit_id for reference in whole or found}
    return [card for card in situation.shown if str(card.id) in ids]
