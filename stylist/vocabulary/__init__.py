"""The words of the domain: slots, layers, categories, colours and the closed lists of the frame.

The lists are data (TOML beside this file); this module answers questions about them. Everything
that reads or writes a category, colour or pattern name goes through here, so that excluding a name
excludes what lies below it, everywhere the same.
"""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, Literal, get_args

Slot = Literal["top", "bottom", "dress", "outerwear", "shoes", "accessory"]
Layer = Literal["base", "mid", "outer"]

SLOTS: Final[tuple[Slot, ...]] = get_args(Slot)
LAYERS: Final[tuple[Layer, ...]] = get_args(Layer)
EXCLUDED_SHARE: Final = 0.2
"""A colour is excluded from a garment that shows a share of it this large or larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A category or subcategory: where it is worn and what is known of it before a photo is seen.

    `clo` is the thermal insulation of the single garment (1 clo = 0.155 m²·K/W), `formality` a
    prior in 0..1, `parent` the category of a subcategory.
    """

    name: str
    slot: Slot
    layer: Layer
    clo: float
    formality: float
    seasons: tuple[str, ...]
    words: tuple[str, ...]
    parent: str | None = None

    @property
    def category(self) -> str:
        """The seed's category that this is, or is below of."""
        return self.parent or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Color:
    """A colour name, a representative sRGB hex value and the broader colour it belongs to."""

    name: str
    hex: str
    neutral: bool
    is_a: str | None
    words: tuple[str, ...]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def kinds() -> dict[str, Kind]:
    """Every category and subcategory by name; a subcategory inherits what it does not state."""
    rows: dict[str, dict[str, Any]] = _table("categories")["category"]
    merged = {name: {**rows.get(row.get("parent", ""), {}), **row} for name, row in rows.items()}
    return {
        name: Kind(
            name=name,
            slot=row["slot"],
            layer=row["layer"],
            clo=row["clo"],
            formality=row["formality"],
            seasons=tuple(row["seasons"]),
            words=tuple(rows[name].get("words", ())),
            parent=rows[name].get("parent"),
        )
        for name, row in merged.items()
    }


@cache
def categories() -> tuple[str, ...]:
    """The twenty-one categories of the database design."""
    return tuple(kind.name for kind in kinds().values() if kind.parent is None)


@cache
def colors() -> dict[str, Color]:
    """The nineteen colours by name."""
    return {
        name: Color(
            name=name,
            hex=row["hex"],
            neutral=row.get("neutral", False),
            is_a=row.get("is_a"),
            words=tuple(row["words"]),
        )
        for name, row in _table("colors")["color"].items()
    }


@cache
def terms(group: str) -> dict[str, tuple[str, ...]]:
    """The members of a closed list (`pattern`, `occasion`, `condition`, …) with their synonyms."""
    return {name: tuple(words) for name, words in _table("terms")[group].items()}


@cache
def details() -> dict[str, dict[str, tuple[str, ...]]]:
    """What is said of garments beyond the closed lists: attribute → value → other words for it."""
    return {
        attribute: {value: tuple(words) for value, words in rows.items()}
        for attribute, rows in _table("details").items()
        if attribute != "asked"
    }


@cache
def asked_words() -> dict[str, tuple[str, ...]]:
    """The words that ask for a quality: price → "how much", "cost" and more."""
    return {quality: tuple(words) for quality, words in _table("details")["asked"].items()}


@cache
def formality_bands() -> dict[str, tuple[float, float]]:
    """What a formality phrase means, as a band of the 0..1 axis."""
    return {name: (low, high) for name, (low, high) in _table("terms")["formality"].items()}


@cache
def occasion_formality() -> dict[str, tuple[float, float]]:
    """The formality band an occasion implies when none was stated."""
    return {n: (low, high) for n, (low, high) in _table("terms")["occasion_formality"].items()}


@cache
def currencies() -> frozenset[str]:
    """The ISO 4217 codes of money in use, without funds, metals and codes for testing."""
    return frozenset(files(__package__).joinpath("currencies.txt").read_text("utf-8").split())


_NAMES_KEPT: Final = 1024
"""Names whose descendants are kept: more than the vocabulary has, and bounded for any others."""


@lru_cache(_NAMES_KEPT)
def with_descendants(name: str) -> frozenset[str]:
    """`name` and every category, subcategory or colour below it (boots → ankle-boots, …)."""
    below = {kind.name for kind in kinds().values() if kind.parent == name}
    below |= {color.name for color in colors().values() if color.is_a == name}
    return frozenset({name, *below})


def slot_of(category: str, subcategory: str | None = None) -> Slot | None:
    """The slot that a category is worn in, or None for an unknown name."""
    kind = kinds().get(subcategory or "") or kinds().get(category)
    return kind.slot if kind else None


def layer_of(category: str, subcategory: str | None = None) -> Layer:
    """How far from the skin a category is worn; `base` for an unknown name."""
    kind = kinds().get(subcategory or "") or kinds().get(category)
    return kind.layer if kind else "base"
