"""Wardrobes for the outfit tests: single garments, random ones, the shared table as garments."""

import csv
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from stylist import vocabulary
from stylist.frame import ConstraintFrame, Piece
from stylist.garments import ColorShare, GarmentAttributes, GarmentView

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SPACE = UUID("7d1f3f0e-64c1-5b0e-9c3f-2f6f6f0a9a11")
PATTERNS = ["solid"] * 5 + ["striped", "plaid", "floral", "dotted"]
MATERIALS = [None] * 4 + ["cotton", "leather", "suede", "wool", "silk"]


def make(kind_name: str, color: str = "gray", *, key: str = "", **seen: object) -> GarmentView:
    """A ready garment of a kind and a colour; `seen` overrides attributes."""
    kind = vocabulary.kinds()[kind_name]
    second = seen.pop("second", None)
    shares = [(color, 0.7), (str(second), 0.3)] if second else [(color, 1.0)]
    return GarmentView(
        id=uuid5(SPACE, f"{kind_name}/{color}/{key}"),
        status="ready",
        name=f"{color} {kind_name}".replace("-", " "),
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        attributes=GarmentAttributes(
            color_primary=color,
            colors=[
                ColorShare(name=name, hex=vocabulary.colors()[name].hex, share=share)
                for name, share in shares
            ],
            **seen,
        ),
        created_at=NOW,
        updated_at=NOW,
    )


def draw(rng: random.Random, key: str, kinds: list[str] | None = None) -> GarmentView:
    """A random garment."""
    names = kinds or [*vocabulary.kinds()]
    kind = vocabulary.kinds()[rng.choice(names)]
    return make(
        kind.name,
        rng.choice([*vocabulary.colors()]),
        key=key,
        second=rng.choice([None, None, *vocabulary.colors()]),
        pattern=rng.choice(PATTERNS),
        material=rng.choice(MATERIALS),
        formality=min(1.0, max(0.0, kind.formality + rng.uniform(-0.2, 0.2))),
    )


def draw_frame(rng: random.Random) -> ConstraintFrame:
    """A random frame with exclusions, wishes and weather."""
    frame = ConstraintFrame()
    colors, kinds = [*vocabulary.colors()], [*vocabulary.kinds()]
    frame.colors.avoid = rng.sample(colors, rng.randint(0, 3))
    frame.categories.avoid = rng.sample(kinds, rng.randint(0, 3))
    frame.patterns.avoid = rng.sample(PATTERNS[4:], rng.randint(0, 1))
    frame.materials.avoid = rng.sample(MATERIALS[4:], rng.randint(0, 1))
    frame.colors.want = rng.sample(colors, rng.choice([0, 0, 1]))
    frame.categories.want = rng.sample(kinds, rng.choice([0, 0, 1, 2]))
    frame.weather.temperature_c = rng.choice([None, -5.0, 3.0, 12.0, 18.0, 24.0, 31.0])
    frame.weather.conditions = rng.choice([[], [], ["rain"], ["wind"], ["snow"]])
    if rng.random() < 0.5:
        low = rng.uniform(0.0, 0.6)
        frame.formality.min, frame.formality.max = low, low + 0.35
    if rng.random() < 0.3:
        piece = Piece(slot=rng.choice(["shoes", "top", "outerwear"]), color=rng.choice(colors))
        rng.choice([frame.pieces.want, frame.pieces.avoid]).append(piece)
    return frame


@pytest.fixture
def garment() -> Callable[..., GarmentView]:
    return make


@pytest.fixture
def random_wardrobe() -> Callable[..., list[GarmentView]]:
    return lambda rng, size: [draw(rng, str(i)) for i in range(size)]


@pytest.fixture
def random_frame() -> Callable[[random.Random], ConstraintFrame]:
    return draw_frame


@pytest.fixture
def capsule() -> list[GarmentView]:
    """A small wardrobe of our own that can dress a rainy day, with black things and boots in it."""
    kinds = [
        ("shirt", "white"), ("shirt", "light-blue"), ("shirt", "black"), ("polo", "navy"),
        ("t-shirt", "white"), ("sweater", "beige"), ("sweater", "black"), ("hoodie", "pink"),
        ("trousers", "gray"), ("chinos", "navy"), ("jeans", "blue"), ("jeans", "black"),
        ("skirt", "navy"), ("dress", "teal"), ("shorts", "beige"), ("blazer", "navy"),
        ("trench-coat", "gray"), ("quilted-coat", "burgundy"), ("puffer-jacket", "black"),
        ("denim-jacket", "blue"), ("oxfords", "brown"), ("sneakers", "white"),
        ("loafers", "burgundy"), ("ankle-boots", "brown"), ("rain-boots", "orange"),
        ("boots", "black"), ("sandals", "brown"), ("beanie", "black"), ("belt", "brown"),
    ]  # fmt: skip
    return [make(kind, color) for kind, color in kinds]


@pytest.fixture
def photographed(shared_data: Path) -> list[GarmentView]:
    """The 42 photographed garments as their table describes them."""
    table = shared_data / "wardrobe" / "wardrobe.tsv"
    assert table.exists(), f"{table} is absent; set STYLIST_SHARED_DATA"
    patterns = {"polka-dot": "dotted", "animal-print": "other"}
    with table.open(newline="") as rows:
        return [
            make(
                row["subcategory"],
                row["colour"],
                key=row["n"],
                pattern=patterns.get(row["pattern"], row["pattern"]),
                formality=(int(row["formality_1_5"]) - 1) / 4,
            )
            for row in csv.DictReader(rows, delimiter="\t")
        ]
