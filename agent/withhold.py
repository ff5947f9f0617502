"""The last look at outfits before a person sees them: nothing that the frame excludes.

The engine that makes outfits keeps the same rules; this one shares no code with it, so that a
mistake there is held back here and named.
"""

from collections.abc import Iterable

from stylist.frame import ConstraintFrame, Piece
from stylist.outfits import OutfitCard, OutfitItem
from stylist.vocabulary import EXCLUDED_SHARE, with_descendants

WITHHELD = "outfit-withheld"


def withhold(
    cards: Iterable[OutfitCard], frame: ConstraintFrame
) -> tuple[list[OutfitCard], list[str]]:
    """The cards that hold, and the degraded state when some did not."""
    found = list(cards)
    kept = [card for card in found if not any(is_excluded(item, frame) for item in card.items)]
    return kept, [WITHHELD] if len(kept) < len(found) else []


def is_excluded(item: OutfitItem, frame: ConstraintFrame) -> bool:
    """Whether the frame rules this garment out."""
    if str(item.garment_id) in frame.items.exclude:
        return True
    # A card does not tell the material, so a piece that names one is left to the engine.
    pieces = (piece for piece in frame.pieces.avoid if piece.material is None)
    return any(fits(item, piece) for piece in (*_flat(item, frame), *pieces))


def _flat(item: OutfitItem, frame: ConstraintFrame) -> list[Piece]:
    """The flat `avoid` lists as pieces, less those that this garment is let off."""
    let_off = [piece for piece in frame.pieces.allow if fits(item, piece)]
    avoided = {
        "category": frame.categories.avoid,
        "color": frame.colors.avoid,
        "pattern": frame.patterns.avoid,
    }
    return [
        Piece.model_validate({field: name})
        for field, names in avoided.items()
        if not any(getattr(piece, field) for piece in let_off)
        for name in names
    ]


def fits(item: OutfitItem, piece: Piece) -> bool:
    """Whether a garment is all that a partial garment says."""
    return (
        piece.slot in (None, item.slot)
        and (piece.category is None or _is_kind(item, piece.category))
        and (piece.color is None or _shows(item, piece.color))
        and piece.pattern in (None, item.pattern)
    )


def _is_kind(item: OutfitItem, category: str) -> bool:
    return not with_descendants(category).isdisjoint({item.category, item.subcategory})


def _shows(item: OutfitItem, color: str) -> bool:
    names = with_descendants(color)
    return any(c.name in names and c.share >= EXCLUDED_SHARE for c in item.colors)
