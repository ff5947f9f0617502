"""Wardrobes and requests that the benchmarks of outfits ask about."""

import random
from datetime import UTC, datetime
from uuid import UUID

from cli.wardrobe_table import read_table
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Formality, Weather, Wish
from stylist.garments import ColorShare, GarmentAttributes, GarmentView
from stylist.settings import Settings

WEIGHTS = {"top": 7, "bottom": 5, "shoes": 4, "outerwear": 3, "dress": 3, "accessory": 2}
RAINY = ConstraintFrame(
    weather=Weather(temperature_c=12, conditions=["rain"]),
    formality=Formality(min=0.35, max=0.7),
    colors=Wish(avoid=["black"]),
    categories=Wish(avoid=["boots"]),
)
FRAMES = {
    "rain, 12 °C, smart casual, no black, no boots": RAINY,
    "nothing said": ConstraintFrame(),
    "a hot day at the beach": ConstraintFrame(occasion="beach", weather=Weather(temperature_c=31)),
    "−5 °C and snow, something teal": ConstraintFrame(
        weather=Weather(temperature_c=-5, conditions=["snow"]), colors=Wish(want=["teal"])
    ),
}


def wardrobe(size: int, seed: int) -> list[GarmentView]:
    """Random garments with about the slot shares of a real wardrobe."""
    rng, now = random.Random(seed), datetime.now(UTC)
    kinds = [*vocabulary.kinds().values()]
    chances = [WEIGHTS[kind.slot] / sum(k.slot == kind.slot for k in kinds) for kind in kinds]
    colors = vocabulary.colors()
    made = []
    for kind in rng.choices(kinds, chances, k=size):
        color = rng.choice([*colors])
        seen = GarmentAttributes(
            color_primary=color,
            colors=[ColorShare(name=color, hex=colors[color].hex, share=0.9)],
            pattern=rng.choice(["solid"] * 5 + ["striped", "floral"]),
            formality=min(1.0, max(0.0, kind.formality + rng.uniform(-0.15, 0.15))),
        )
        made.append(
            GarmentView(
                id=UUID(int=rng.getrandbits(128)),
                status="ready",
                name=f"{color} {kind.name}",
                category=kind.category,
                subcategory=kind.name if kind.parent else None,
                attributes=seen,
                created_at=now,
                updated_at=now,
            )
        )
    return made


def photographed() -> list[GarmentView]:
    """The 42 photographed garments of the shared data.

    Raises: FileNotFoundError without `STYLIST_SHARED_DATA`.
    """
    return read_table(Settings().shared_data / "wardrobe" / "wardrobe.tsv").garments
