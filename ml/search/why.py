"""What is said about a hit: what matched, in the garment's own terms, and what did not."""

from typing import Final

from ml.search.likeness import clo_of, formality_of, material_of
from ml.search.query import Wish
from stylist.garments import GarmentView, garment_name

MET: Final = 0.6
"""From this likeness on a wish counts as met."""


def told(wish: Wish, garment: GarmentView) -> str:
    """What the garment is in the aspect of a wish: "navy", "0.6 formal", "warm (0.38 clo)"."""
    seen = garment.attributes
    if wish.aspect == "kind":
        return _plain(garment.subcategory or garment.category)
    if wish.aspect == "color":
        names = (seen.color_primary, seen.color_secondary)
        return " and ".join(name.replace("-", " ") for name in names if name) or "of unknown colour"
    if wish.aspect == "pattern":
        return "another pattern" if seen.pattern == "other" else _plain(seen.pattern)
    if wish.aspect == "material":
        return _plain(material_of(garment), "material")
    if wish.aspect == "warmth":
        clo = clo_of(garment)
        return "warmth unknown" if clo is None else f"{clo:.2f} clo"
    if wish.aspect in ("formality", "occasion"):
        formality = formality_of(garment)
        return "formality unknown" if formality is None else f"{formality:.1f} formal"
    if wish.aspect == "season":
        return f"for {' and '.join(seen.seasons)}" if seen.seasons else "season unknown"
    if wish.aspect == "fit":
        return _plain(seen.fit, "fit")
    return ", ".join(seen.style_tags) or "style unknown"


def _plain(name: str | None, what: str = "garment") -> str:
    return f"{what} unknown" if name is None else name.replace("-", " ")


def reason(garment: GarmentView, hits: list[Wish], misses: list[Wish], by_words: list[str]) -> str:
    """One line: what matched, then what did not and what is there instead."""
    parts = list(dict.fromkeys(told(wish, garment) for wish in hits))
    if by_words:
        parts.append(f"named “{' '.join(by_words)}”")
    said = ", ".join(parts)
    if misses:
        lacks = " or ".join(dict.fromkeys(_lack(wish) for wish in misses))
        instead = ", ".join(dict.fromkeys(told(wish, garment) for wish in misses))
        said = f"{said}; not {lacks}: this one is {instead}" if said else f"not {lacks}: {instead}"
    elif not said:
        seen = garment_name(garment.category, garment.subcategory, garment.attributes)
        said = f"near in words: {seen}"
    return said


def _lack(wish: Wish) -> str:
    return wish.said.removeprefix("not ") if wish.inverse else wish.said
