"""How near a garment comes to one wish, 0..1: by names, OKLab distance, clo and formality."""

from collections.abc import Callable
from functools import cache
from typing import Final

from ml.outfits.facts import IMPLIED_MATERIAL
from ml.search.colors import color_likeness
from ml.search.lexicon import band_of, table
from ml.search.query import Wish
from stylist import vocabulary
from stylist.garments import GarmentView

MAYBE: Final = 0.7
"""A category whose subcategory nobody knows may be the one that is asked."""
CLOSE: Final = 0.55
"""Another kind that people take for it (`words.toml`)."""
SIBLING: Final = 0.45
ALIKE: Final = 0.35
SAME_SLOT: Final = 0.12
UNKNOWN: Final = 0.3
"""Nobody knows, for instance, the material."""
FORMALITY_FALL_OFF: Final = 0.35
"""Distance from the asked band, on the axis 0..1, at which nothing is left."""


def likeness(wish: Wish, garment: GarmentView) -> float:
    """How well the garment meets the wish, 0..1."""
    score = _BY_ASPECT[wish.aspect](wish, garment)
    return 1.0 - score if wish.inverse and wish.aspect != "formality" else score


def _kind(wish: Wish, garment: GarmentView) -> float:
    return max(kind_likeness(name, garment.category, garment.subcategory) for name in wish.names)


@cache
def kind_likeness(asked: str, category: str | None, subcategory: str | None) -> float:
    """How near a kind comes to the one that is asked, or to a whole slot (`slot:top`)."""
    if category is None:
        return 0.0
    slot = vocabulary.slot_of(category, subcategory)
    if asked.startswith("slot:"):
        return 1.0 if slot == asked.removeprefix("slot:") else 0.0
    own = {category, subcategory} - {None}
    if own & vocabulary.with_descendants(asked):
        return 1.0
    kind = vocabulary.kinds()[asked]
    groups = [set(group) for group in table()["alike"]["groups"]]
    if any(asked in group and (subcategory or category) in group for group in groups):
        return CLOSE
    if kind.category == category:
        return SIBLING if subcategory else MAYBE
    if any(own & group and {asked, kind.category} & group for group in groups):
        return ALIKE
    return SAME_SLOT if slot == kind.slot else 0.0


def _pattern(wish: Wish, garment: GarmentView) -> float:
    pattern = garment.attributes.pattern
    return UNKNOWN if pattern is None else float(pattern in wish.names)


def material_of(garment: GarmentView) -> str | None:
    """The material that was seen, or that the kind's name states."""
    implied = IMPLIED_MATERIAL.get(garment.subcategory or garment.category or "")
    return garment.attributes.material or implied


def _material(wish: Wish, garment: GarmentView) -> float:
    material = material_of(garment)
    if material is None:
        return UNKNOWN
    if material in wish.names:
        return 1.0
    groups = table()["alike_materials"]["groups"]
    near = any(material in group and set(wish.names) & set(group) for group in groups)
    return ALIKE if near else 0.0


def clo_of(garment: GarmentView) -> float | None:
    """Insulation in clo as seen, else what is usual for the kind."""
    kind = vocabulary.kinds().get(garment.subcategory or garment.category or "")
    seen = garment.attributes.warmth_clo
    return seen if seen is not None else kind.clo if kind else None


def _warmth(wish: Wish, garment: GarmentView) -> float:
    clo = clo_of(garment)
    if clo is None or garment.slot is None:
        return UNKNOWN
    low, high = (float(end) for end in table()["clo"][garment.slot])
    warm = min(1.0, max(0.0, (clo - low) / (high - low)))
    return max(warm if name == "warm" else 1.0 - warm for name in wish.names)


def formality_of(garment: GarmentView) -> float | None:
    """Formality 0..1 as seen, else what is usual for the kind."""
    kind = vocabulary.kinds().get(garment.subcategory or garment.category or "")
    seen = garment.attributes.formality
    return seen if seen is not None else kind.formality if kind else None


def _formality(wish: Wish, garment: GarmentView) -> float:
    bands = [_opposite(band_of(n)) if wish.inverse else band_of(n) for n in wish.names]
    return max(within_band(formality_of(garment), band) for band in bands)


def _opposite(band: tuple[float, float]) -> tuple[float, float]:
    """What "not too" leaves: below a formal band, above a casual one."""
    low, high = band
    return (0.0, max(0.3, low - 0.05)) if low >= 0.35 else (min(0.6, high), 1.0)


def within_band(value: float | None, band: tuple[float, float]) -> float:
    """1 inside the band, less with the distance from it."""
    if value is None:
        return UNKNOWN
    gap = max(band[0] - value, value - band[1], 0.0)
    return max(0.0, 1.0 - gap / FORMALITY_FALL_OFF)


def _season(wish: Wish, garment: GarmentView) -> float:
    kind = vocabulary.kinds().get(garment.subcategory or garment.category or "")
    seasons = garment.attributes.seasons or (kind.seasons if kind else ())
    if not seasons:
        return UNKNOWN
    if not set(wish.names) & set(seasons):
        return 0.0
    # What is worn all year round is for winter as well, though less than what is only for winter.
    return 1.0 - 0.15 * (len(set(seasons) - set(wish.names)))


def _fit(wish: Wish, garment: GarmentView) -> float:
    fit = garment.attributes.fit
    return UNKNOWN if fit is None else float(fit in wish.names)


def _style(wish: Wish, garment: GarmentView) -> float:
    tags = garment.attributes.style_tags
    return UNKNOWN if not tags else float(bool(set(wish.names) & set(tags)))


def _occasion(wish: Wish, garment: GarmentView) -> float:
    return max(_suits(name, garment) for name in wish.names)


def _suits(occasion: str, garment: GarmentView) -> float:
    dressed = within_band(formality_of(garment), vocabulary.occasion_formality()[occasion])
    kinds = table()["occasion_kinds"].get(occasion)
    if kinds is None:
        return dressed
    near = max(kind_likeness(kind, garment.category, garment.subcategory) for kind in kinds)
    return dressed * (near if near == 1.0 else 0.6 * near)


_BY_ASPECT: Final[dict[str, Callable[[Wish, GarmentView], float]]] = {
    "kind": _kind,
    "color": color_likeness,
    "pattern": _pattern,
    "material": _material,
    "warmth": _warmth,
    "formality": _formality,
    "season": _season,
    "fit": _fit,
    "style": _style,
    "occasion": _occasion,
}
