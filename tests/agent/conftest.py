"""Three outfits that stand on the screen in the dialogue and policy tests."""

from uuid import UUID, uuid5

import pytest

from stylist import vocabulary
from stylist.garments import ColorShare
from stylist.outfits import OutfitCard, OutfitItem

SPACE = UUID(int=0)
OUTFITS = {
    "o1": [
        ("shirt", "shirt", "oxford-shirt", "white", "solid"),
        ("chinos", "pants", "chinos", "navy", "solid"),
        ("loafers", "shoes", "loafers", "brown", "solid"),
        ("blazer", "blazer", None, "navy", "solid"),
    ],
    "o2": [
        ("sweater", "sweater", None, "gray", "solid"),
        ("jeans", "jeans", None, "blue", "solid"),
        ("boots", "boots", "ankle-boots", "black", "solid"),
        ("coat", "coat", "wool-coat", "beige", "solid"),
    ],
    "o3": [
        ("dress", "dress", None, "pink", "floral"),
        ("sneakers", "sneakers", None, "white", "solid"),
        ("denim", "jacket", "denim-jacket", "blue", "solid"),
    ],
}


def named(name: str) -> UUID:
    return uuid5(SPACE, name)


def item(name: str, category: str, subcategory: str | None, color: str, pattern: str) -> OutfitItem:
    slot = vocabulary.slot_of(category, subcategory)
    assert slot is not None
    return OutfitItem(
        garment_id=named(name),
        name=f"{color.capitalize()} {(subcategory or category).replace('-', ' ')}",
        slot=slot,
        layer=vocabulary.layer_of(category, subcategory),
        category=category,
        subcategory=subcategory,
        colors=[ColorShare(name=color, hex=vocabulary.colors()[color].hex, share=0.9)],
        pattern=pattern,
    )


def card(name: str) -> OutfitCard:
    items = [item(*row) for row in OUTFITS[name]]
    slots: dict[str, list[UUID]] = {}
    for one in items:
        slots.setdefault(one.slot, []).append(one.garment_id)
    return OutfitCard(
        id=named(name),
        score=0.8,
        score_breakdown={},
        slots=slots,
        garment_ids=[one.garment_id for one in items],
        items=items,
        explanation="The colours go well together.",
    )


@pytest.fixture
def shown() -> list[OutfitCard]:
    return [card(name) for name in OUTFITS]
