"""What stood on the screen, so that a suite's places become ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals import wardrobe
from stylist.outfits import OutfitCard

MISSING = "nothing-there:"
"""Begins the id of a place that does not exist; it equals no id."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The outfits shown before a turn, and the ids of the wardrobe's garments by `n`."""

    shown: Sequence[OutfitCard] = ()
    garments: Mapping[str, str] = field(default_factory=dict)

    def outfit(self, place: str) -> OutfitCard | None:
        """The outfit that a place names (`shown.2`, `office`), or None."""
        name, _, rest = place.partition(".")
        if name != "shown":
            return wardrobe.outfits().get(name)
        at = int(rest.split(".")[0]) - 1
        return self.shown[at] if at < len(self.shown) else None

    def ids(self, place: str) -> list[str]:
        """The id of an outfit, or the ids of garments; one that equals nothing where none is."""
        if place in self.garments:
            return [self.garments[place]]
        card, slot = self.outfit(place), slot_of(place)
        if card is None:
            return [f"{MISSING}{place}"]
        if slot is None:
            return [str(card.id)]
        worn = [str(item.garment_id) for item in card.items if item.slot == slot]
        return worn or [f"{MISSING}{place}"]

    def is_outfit(self, place: str) -> bool:
        """Whether a place is a whole outfit."""
        return place not in self.garments and slot_of(place) is None

    def resolve(self, path: str, value: Any) -> list[Any]:
        """A member of a frame's list, with ids where it names garments."""
        return list(self.ids(value)) if path.startswith("items.") else [value]


def slot_of(place: str) -> str | None:
    """The slot that a place ends in."""
    parts = place.split(".")
    return parts[-1] if len(parts) == (3 if parts[0] == "shown" else 2) else None


def fixed_screen(names: Sequence[str]) -> Screen:
    """The screen of an utterance: outfits of the fixed world."""
    ids = {n: str(garment.id) for n, garment in wardrobe.garments().items()}
    return Screen([wardrobe.outfits()[name] for name in names], ids)
