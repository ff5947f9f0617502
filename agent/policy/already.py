"""An outfit that has what is asked of it: "the second but with white shoes", which it wears."""

from typing import Final

from agent.policy.pointed import referred
from agent.policy.situation import Call, Situation
from agent.understanding.pointing.references import matches
from stylist import vocabulary
from stylist.frame import Piece
from stylist.outfits import OutfitCard, OutfitItem

_WISHES: Final = frozenset({"pieces.want", "colors.want", "categories.want", "patterns.want"})


def has_already(situation: Situation) -> OutfitCard | None:
    """The only outfit that is pointed at, when it wears each piece that this turn asks for."""
    said = situation.understanding
    pieces = [Piece.model_validate(p) for p in said.delta.add.get("pieces.want", [])]
    others = said.delta.moves or said.swap_slots or said.delta.set or said.delta.remove
    if not pieces or others or set(said.delta.add) - _WISHES:
        return None
    cards = referred(situation)
    worn = len(cards) == 1 and all(any(_is(i, p) for i in cards[0].items) for p in pieces)
    return cards[0] if worn else None


def shown_as_it_is(situation: Situation) -> list[Call]:
    """The call that shows such an outfit again; none where something is to be changed."""
    card = has_already(situation)
    ids = [str(card.id)] if card else []
    return [Call(name="show_again", arguments={"outfit_ids": ids})] if ids else []


def _is(item: OutfitItem, piece: Piece) -> bool:
    """Whether a garment is what is asked for by its first colour, not by a trace of it."""
    first = item.colors[0].name if item.colors else ""
    seen = not piece.color or first in vocabulary.with_descendants(piece.color)
    return seen and matches(item, piece)
