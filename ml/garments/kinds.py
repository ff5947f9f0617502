"""What the training labels mean in our vocabulary, and what is usual for a kind of garment."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from stylist import vocabulary
from stylist.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class CoarseLabel:
    """One of the 17 labels of the training photos: its category and the kinds found under it."""

    name: str
    category: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A kind's usual material (None: it varies) and styles."""

    material: str | None
    styles: tuple[str, ...]


@cache
def coarse_labels() -> dict[str, CoarseLabel]:
    """The 17 labels by name."""
    return {
        name: CoarseLabel(name, row["category"], tuple(row["kinds"]))
        for name, row in _table()["labels"].items()
    }


@cache
def trained_kinds() -> tuple[str, ...]:
    """Every kind that the training photos hold, in the order of the classifier's output."""
    return tuple(sorted({kind for label in coarse_labels().values() for kind in label.kinds}))


def look_of(kind: str, category: str) -> Look:
    """What is usual for a kind, else for its category."""
    row = _table()["looks"].get(kind) or _table()["looks"].get(category) or {}
    return Look(row.get("material"), tuple(row.get("styles", ())))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("kinds.toml").read_text("utf-8"))


def shares_by(shares: Mapping[str, float], group: Callable[[Kind], str]) -> dict[str, float]:
    """The probability of each group of kinds."""
    found: dict[str, float] = {}
    for name, share in shares.items():
        key = group(vocabulary.kinds()[name])
        found[key] = found.get(key, 0.0) + share
    return found
