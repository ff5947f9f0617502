"""The properties of our card elements (`static/public/elements`), from typed outfits."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import BaseModel

from stylist.garments import GarmentView
from stylist.outfits import OutfitCard, OutfitItem
from stylist.vocabulary import LAYERS

_SLOT_ORDER: Final = ("outerwear", "dress", "top", "bottom", "shoes", "accessory")
_PATTERN_WORDS: Final = {"solid": None, "other": "patterned"}
EXPLORATORY: Final = "Something different, to learn what you like"
"""What stands on a card that was drawn to learn from."""
PhotoState = Literal["sending", "looking", "ready", "failed"]


class PhotoCard(BaseModel):
    """One photo on its way into the wardrobe; `progress` is 0..1."""

    name: str
    state: PhotoState = "sending"
    progress: float = 0.0
    note: str = ""
    picture: str | None = None
    garment_id: str | None = None


def outfit_props(outfit: OutfitCard, number: int, pictures: Mapping[str, str]) -> dict[str, Any]:
    """What the outfit card draws; `pictures` maps a thumbnail address to one of our own origin."""
    items = sorted(outfit.items, key=_outer_first)
    return {
        "number": number,
        "outfit_id": str(outfit.id),
        "percent": round(outfit.score * 100),
        "note": EXPLORATORY if outfit.exploratory else "",
        "explanation": outfit.explanation,
        "items": [_item_props(item, pictures) for item in items],
        "parts": [
            {"name": name.replace("_", " "), "percent": round(part.score * 100), "why": part.said}
            for name, part in outfit.score_breakdown.items()
        ],
    }


def _outer_first(item: OutfitItem) -> tuple[int, int]:
    return _SLOT_ORDER.index(item.slot), -LAYERS.index(item.layer)


def _item_props(item: OutfitItem, pictures: Mapping[str, str]) -> dict[str, Any]:
    return {
        "garment_id": str(item.garment_id),
        "name": item.name,
        "slot": item.slot,
        "kind": words(item.subcategory or item.category),
        "colors": [{"name": color.name, "hex": color.hex} for color in item.colors[:3]],
        "picture": pictures.get(item.thumbnail_url or ""),
    }


def spoken(item: OutfitItem) -> str:
    """The word by which a person would name this piece of an outfit."""
    return words(item.category if item.slot in ("accessory", "outerwear", "top") else item.slot)


def describe(garment: GarmentView) -> str:
    """What was recognised on a photo, in a few words."""
    seen = garment.attributes
    kind = words(garment.subcategory or garment.category or "garment")
    pattern = _PATTERN_WORDS.get(seen.pattern, seen.pattern) if seen.pattern else None
    parts = [seen.color_primary, pattern, seen.material, kind]
    return " ".join(words(part) for part in parts if part)


def words(name: str) -> str:
    """A vocabulary name as a person reads it."""
    return name.replace("-", " ") if name != "t-shirt" else name
