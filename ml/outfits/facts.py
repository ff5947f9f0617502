"""What the judgement needs to know of one garment, with the vocabulary's priors where unseen."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ml.outfits.weights import number
from stylist import vocabulary
from stylist.garments import GarmentView
from stylist.vocabulary import EXCLUDED_SHARE, Slot

TOP, MID, DRESS, BOTTOM, BLAZER, OUTER, SHOES, HAT, TIE, BELT, BAG = range(11)
COLUMNS: Final = 11
"""Places of an outfit: one garment per (slot, layer), accessories one per category."""
CLOTHES: Final = tuple(range(SHOES + 1))
"""The main pieces: everything but accessories."""
ACCESSORIES: Final = {"hat": HAT, "tie": TIE, "belt": BELT, "bag": BAG}
INNER_TO_OUTER: Final = (TOP, DRESS, MID, BOTTOM, BLAZER, OUTER, SHOES, HAT, TIE, BELT, BAG)
IMPLIED_MATERIAL: Final = {
    "jeans": "denim",
    "denim-jacket": "denim",
    "denim-shorts": "denim",
    "denim-skirt": "denim",
    "leather-jacket": "leather",
    "wool-coat": "wool",
    "fur-coat": "fur",
    "rain-boots": "rubber",
    "sweater": "knit",
    "cardigan": "knit",
    "turtleneck": "knit",
}
"""Materials that a kind's name already states."""


@dataclass(frozen=True, slots=True)
class GarmentFacts:
    """One garment as the judgement sees it. `colors` maps a name to its share of the garment.

    Garments of one `sort` are of a kind, and of the same colours, pattern and material.
    """

    view: GarmentView
    slot: Slot
    column: int
    category: str
    subcategory: str | None
    formality: float
    clo: float
    colors: Mapping[str, float]
    pattern: str
    material: str | None
    sort: Hashable

    @property
    def kind_names(self) -> tuple[str, str]:
        """Category and subcategory; the category twice when there is nothing finer."""
        return self.category, self.subcategory or self.category

    @property
    def removable(self) -> bool:
        """Whether this comes off indoors."""
        return self.slot == "outerwear"

    @property
    def main_colors(self) -> list[str]:
        """Colours that speak, largest first."""
        return [*_spoken(tuple(self.colors.items()))]


@lru_cache(maxsize=65_536)
def _spoken(colors: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    floor = number("color", "min_share")
    return tuple(name for name, share in colors if share >= floor) or tuple(
        name for name, _ in colors[:1]
    )


@lru_cache(maxsize=4_096)
def column_of(slot: Slot, category: str, subcategory: str | None) -> int | None:
    """The place of an outfit that a kind takes, or None for an accessory without one."""
    layer = vocabulary.layer_of(category, subcategory)
    if slot == "top":
        return MID if layer == "mid" else TOP
    if slot == "outerwear":
        return BLAZER if layer == "mid" else OUTER
    if slot == "accessory":
        return ACCESSORIES.get(category)
    return {"bottom": BOTTOM, "dress": DRESS, "shoes": SHOES}[slot]


def color_shares(garment: GarmentView) -> dict[str, float]:
    """Share per colour name, largest first; a colour known only by name counts as if seen."""
    seen = garment.attributes
    shares = {color.name: color.share for color in seen.colors}
    for name in (seen.color_primary, seen.color_secondary):
        if name and shares.get(name, 0.0) < EXCLUDED_SHARE:
            shares[name] = EXCLUDED_SHARE if shares else 1.0
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def facts_of(garment: GarmentView) -> GarmentFacts | None:
    """The facts of a garment, or None while nobody knows where it is worn."""
    category, subcategory = garment.category, garment.subcategory
    kind = vocabulary.kinds().get(subcategory or "") or vocabulary.kinds().get(category or "")
    if kind is None or category is None:
        return None
    column = column_of(kind.slot, kind.category, subcategory)
    if column is None:
        return None
    seen = garment.attributes
    colors, pattern = color_shares(garment), seen.pattern or "solid"
    material = seen.material or IMPLIED_MATERIAL.get(kind.name)
    return GarmentFacts(
        view=garment,
        slot=kind.slot,
        column=column,
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        formality=kind.formality if seen.formality is None else seen.formality,
        clo=kind.clo if seen.warmth_clo is None else seen.warmth_clo,
        colors=colors,
        pattern=pattern,
        material=material,
        sort=(kind.name, pattern, material, *colors.items()),
    )
