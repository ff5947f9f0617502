"""A garment as an exclusion sees it, of an outfit or of a tool's answer, and what rules it out.

The engine that makes outfits keeps the same rules; this shares no code with it, so that a mistake
there is held back here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stylist import vocabulary
from stylist.frame import ConstraintFrame, Piece
from stylist.outfits import OutfitItem
from stylist.vocabulary import EXCLUDED_SHARE, with_descendants
from tools.boundary import GarmentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Worn:
    """A garment by what can be ruled out; `material` None is unknown."""

    id: str
    slot: str | None
    kinds: frozenset[str]
    colors: frozenset[str]
    pattern: str | None
    material: str | None

    @classmethod
    def of_item(cls, item: OutfitItem) -> "Worn":
        """A garment of an outfit, with every colour that shows on it."""
        return cls(
            id=str(item.garment_id),
            slot=item.slot,
            kinds=frozenset(name for name in (item.category, item.subcategory) if name),
            colors=frozenset(c.name for c in item.colors if c.share >= EXCLUDED_SHARE),
            pattern=item.pattern,
            material=item.material,
        )

    @classmethod
    def of_ref(cls, ref: GarmentRef) -> "Worn":
        """A garment that a tool gave out, by its main colour."""
        return cls(
            id=str(ref.garment_id),
            slot=vocabulary.slot_of(ref.category, ref.subcategory) if ref.category else None,
            kinds=frozenset(name for name in (ref.category, ref.subcategory) if name),
            colors=frozenset(ref.colors[:1]),
            pattern=ref.pattern,
            material=ref.material,
        )


def is_excluded(worn: Worn, frame: ConstraintFrame) -> bool:
    """Whether the frame rules this garment out."""
    if worn.id in frame.items.exclude:
        return True
    return any(fits(worn, piece) for piece in (*_flat(worn, frame), *frame.pieces.avoid))


def fits(worn: Worn, piece: Piece) -> bool:
    """Whether a garment is all that a partial garment says; what is unknown does not fit."""
    return (
        piece.slot in (None, worn.slot)
        and (piece.category is None or _is_kind(worn, piece.category))
        and (piece.color is None or not with_descendants(piece.color).isdisjoint(worn.colors))
        and piece.pattern in (None, worn.pattern)
        and piece.material in (None, worn.material)
    )


def rules_out_slot(frame: ConstraintFrame, slot: str) -> bool:
    """Whether nothing at all may be worn in a slot."""
    whole = (Piece(slot=slot), Piece(category=slot), Piece(slot=slot, category=slot))
    return slot in frame.categories.avoid or any(piece in whole for piece in frame.pieces.avoid)


def _flat(worn: Worn, frame: ConstraintFrame) -> Iterable[Piece]:
    """The flat `avoid` lists as pieces, less those that this garment is let off."""
    let_off = [piece for piece in frame.pieces.allow if fits(worn, piece)]
    avoided = {
        "category": frame.categories.avoid,
        "color": frame.colors.avoid,
        "pattern": frame.patterns.avoid,
        "material": frame.materials.avoid,
    }
    return [
        Piece.model_validate({field: name})
        for field, names in avoided.items()
        if not any(getattr(piece, field) for piece in let_off)
        for name in names
    ]


def _is_kind(worn: Worn, category: str) -> bool:
    return category == worn.slot or not with_descendants(category).isdisjoint(worn.kinds)
