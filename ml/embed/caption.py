"""The sentence about a garment whose embedding stands for it."""

from typing import Final

from stylist.garments import GarmentAttributes

_DRESSED: Final = ((0.25, "very casual"), (0.45, "casual"), (0.6, "smart casual"), (0.8, "smart"))
"""Upper ends of formality (0..1) and their words; above the last it is formal."""
_WARM: Final = ((0.12, "light"), (0.3, "medium weight"))
"""Upper ends of insulation in clo and their words; above the last it is warm."""


def describe_garment(
    name: str, category: str | None, subcategory: str | None, attributes: GarmentAttributes
) -> str:
    """What is known of a garment in one English sentence.

    For example `office blazer: navy striped wool blazer, smart, warm, for fall and winter`.
    """
    kind = (subcategory or category or "garment").replace("-", " ")
    colors = [color for color in (attributes.color_primary, attributes.color_secondary) if color]
    pattern = None if attributes.pattern in {None, "solid", "other"} else attributes.pattern
    look = [" and ".join(colors), pattern, attributes.material, attributes.fit, kind]
    parts = [" ".join(word for word in look if word)]
    if attributes.formality is not None:
        parts.append(_word(attributes.formality, _DRESSED, "formal"))
    if attributes.warmth_clo:
        parts.append(_word(attributes.warmth_clo, _WARM, "warm"))
    if subcategory and category:
        parts.append(f"a kind of {category}")
    parts += [style for style in attributes.style_tags if style not in parts]
    if attributes.seasons:
        parts.append(f"for {' and '.join(attributes.seasons)}")
    return f"{name}: {', '.join(parts)}"


def _word(value: float, ends: tuple[tuple[float, str], ...], beyond: str) -> str:
    return next((word for end, word in ends if value <= end), beyond)
