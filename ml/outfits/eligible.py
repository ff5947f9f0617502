"""Hard constraints on single garments: which may be worn at all, and why another may not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ml.outfits.facts import GarmentFacts, facts_of
from ml.outfits.matching import UNSURE, below, color_weight, in_words, is_kind, matches
from stylist.frame import ConstraintFrame, Piece
from stylist.garments import GarmentView

BY_ITSELF: Final = "you ruled it out"
"""Why a garment that was pointed at may not be worn."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A garment that may not be worn under a frame, and the reasons in words."""

    garment: GarmentFacts
    reasons: tuple[str, ...]


def eligible(
    garments: Sequence[GarmentView], frame: ConstraintFrame
) -> tuple[list[GarmentFacts], list[Refused]]:
    """Split a wardrobe into the garments that the frame allows and those that it refuses.

    Garments that are not ready, or of no known kind, are in neither list.
    """
    allowed: list[GarmentFacts] = []
    refused: list[Refused] = []
    for garment in ready(garments):
        reasons = tuple(refusals(garment, frame))
        if reasons:
            refused.append(Refused(garment, reasons))
        else:
            allowed.append(garment)
    return allowed, refused


def ready(garments: Sequence[GarmentView]) -> list[GarmentFacts]:
    """The facts of every garment that is ready and of a known kind."""
    facts = (facts_of(garment) for garment in garments if garment.status == "ready")
    return [fact for fact in facts if fact is not None]


def refusals(garment: GarmentFacts, frame: ConstraintFrame) -> Iterator[str]:
    """Say each reason why the frame refuses this garment."""
    if str(garment.view.id) in frame.items.exclude:
        yield BY_ITSELF
    yield from (f"no {in_words(p)}" for p in frame.pieces.avoid if matches(garment, p, doubt=True))
    yield from _flat(garment, frame)
    tags = {tag.lower() for tag in garment.view.attributes.style_tags}
    yield from (f"not {style}" for style in frame.styles.avoid if style in tags)


def _flat(garment: GarmentFacts, frame: ConstraintFrame) -> Iterator[str]:
    """Refusals of the flat lists, except those that `pieces.allow` lifts for this garment."""
    for field, names in (
        ("color", frame.colors.avoid),
        ("category", frame.categories.avoid),
        ("pattern", frame.patterns.avoid),
        ("material", frame.materials.avoid),
    ):
        for name in names:
            offending = _offending(garment, field, name)
            if offending and offending - _lifted(garment, field, frame.pieces.allow):
                yield f"no {name.replace('-', ' ')}"


def _offending(garment: GarmentFacts, field: str, name: str) -> frozenset[str]:
    """What in this garment is, or is below, the refused name."""
    if field == "color":
        return frozenset(color for color in below(name) if color_weight(garment, color) >= UNSURE)
    if field == "category":
        return frozenset(garment.kind_names[1:] if is_kind(garment, name) else ())
    return frozenset({name}) & {getattr(garment, field)}


def _lifted(garment: GarmentFacts, field: str, allow: list[Piece]) -> frozenset[str]:
    """Every name of a field that an allowed piece permits in this garment."""
    pieces = [p for p in allow if getattr(p, field) and matches(garment, p, doubt=True)]
    return frozenset().union(*(below(getattr(piece, field)) for piece in pieces))
