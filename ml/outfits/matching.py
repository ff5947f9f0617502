"""Whether a garment is of a category, has a colour, or matches a partial garment of the frame."""

from functools import cache
from typing import Final

from ml.outfits.facts import GarmentFacts
from stylist import vocabulary
from stylist.frame import Piece
from stylist.vocabulary import EXCLUDED_SHARE

UNSURE: Final = EXCLUDED_SHARE
"""A colour with this much share or probability is excluded, in spite of the name that won."""
CALLED: Final = 0.75
"""The part of the largest share that a colour needs to name a garment. A judgement."""


@cache
def below(name: str) -> frozenset[str]:
    """`name` and all that lies below it."""
    return vocabulary.with_descendants(name)


def is_kind(garment: GarmentFacts, name: str) -> bool:
    """Whether the garment is a `name`: a subcategory, a category or a whole slot."""
    return name == garment.slot or not below(name).isdisjoint(garment.kind_names)


def color_weight(garment: GarmentFacts, name: str) -> float:
    """The larger of share and probability (confidence key `color:NAME`) of one colour, 0..1."""
    doubt = garment.view.confidence.get(f"color:{name}", 0.0)
    return max(garment.colors.get(name, 0.0), doubt)


def shows_color(garment: GarmentFacts, name: str) -> bool:
    """Whether an exclusion of this colour hits the garment: a share or a doubt of a fifth."""
    return any(color_weight(garment, color) >= UNSURE for color in below(name))


def has_color(garment: GarmentFacts, name: str) -> bool:
    """Whether somebody who wants this colour would see it: a share of a fifth, no mere doubt."""
    return any(garment.colors.get(color, 0.0) >= EXCLUDED_SHARE for color in below(name))


def is_plainly(garment: GarmentFacts, name: str) -> bool:
    """Whether the garment would be called by this colour: none has a clearly larger share."""
    most = max(garment.colors.values(), default=0.0)
    return any(garment.colors.get(color, 0.0) >= CALLED * most > 0 for color in below(name))


def matches(garment: GarmentFacts, piece: Piece, *, doubt: bool = False) -> bool:
    """Whether every given field of a partial garment fits; with `doubt` a possible colour does."""
    sees = shows_color if doubt else has_color
    return (
        (piece.slot is None or piece.slot == garment.slot)
        and (piece.category is None or is_kind(garment, piece.category))
        and (piece.color is None or sees(garment, piece.color))
        and (piece.pattern is None or piece.pattern == garment.pattern)
        and (piece.material is None or piece.material == garment.material)
    )


def in_words(piece: Piece) -> str:
    """A partial garment as people say it: "blue shoes", "striped shirt"."""
    noun = plural(piece.category or piece.slot or "piece")
    words = (piece.color, piece.pattern, piece.material, noun)
    return " ".join(word.replace("-", " ") for word in words if word)


SLOT_NOUNS: Final = {
    "top": "top",
    "bottom": "trousers or skirt",
    "outerwear": "coat or jacket",
    "accessory": "accessory",
}


def plural(name: str) -> str:
    """A category or slot as a noun in a sentence."""
    return SLOT_NOUNS.get(name, name).replace("-", " ")
