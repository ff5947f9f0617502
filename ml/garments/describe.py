"""From probabilities and colours to a garment's attributes, each with how sure it is."""

from typing import Final

from ml.garments.classifier import Guess
from ml.garments.colors import NEUTRAL, Palette
from ml.garments.kinds import look_of
from stylist import vocabulary
from stylist.garments import GarmentAttributes
from stylist.vocabulary import Kind

SURE_KIND: Final = 0.5
"""A subcategory is named when it has this share of its category's probability."""
SURE_PATTERN: Final = 0.4
"""A pattern on a one-coloured garment is believed from here on."""
PRIOR_CONFIDENCE: Final = 0.5
"""How far to trust what is only usual for the kind."""
PATTERN_FORMALITY: Final = {"graphic": -0.15, "floral": -0.05, "plaid": -0.05, "other": -0.08}
"""What a pattern takes from the formality of the kind; ours, mild on purpose."""


def kind_of(guess: Guess) -> tuple[str, float, str | None, float]:
    """Category, its probability, subcategory (None when unsure), its probability."""
    by_category: dict[str, float] = {}
    for name, probability in guess.kinds.items():
        category = vocabulary.kinds()[name].category
        by_category[category] = by_category.get(category, 0.0) + probability
    category = max(by_category, key=lambda name: by_category[name])
    own = {n: p for n, p in guess.kinds.items() if vocabulary.kinds()[n].category == category}
    best = max(own, key=lambda name: own[name])
    sure = own[best] / max(by_category[category], 1e-9)
    named = best != category and sure >= SURE_KIND
    return category, by_category[category], best if named else None, own[best]


def attributes_of(
    guess: Guess, category: str, subcategory: str | None, palette: Palette
) -> tuple[GarmentAttributes, dict[str, float]]:
    """The attributes, and per field the probability (0..1) that it is right."""
    kind = vocabulary.kinds()[subcategory or category]
    look = look_of(kind.name, kind.category)
    pattern, sure_pattern = _pattern(guess, palette)
    attributes = GarmentAttributes(
        color_primary=palette.primary,
        color_secondary=palette.secondary,
        colors=palette.colors,
        pattern=pattern,
        formality=_formality(kind, pattern, palette),
        warmth_clo=kind.clo,
        seasons=list(kind.seasons),
        style_tags=list(look.styles),
        material=look.material,
    )
    sure_kind = guess.kinds.get(kind.name, 0.0)
    confidence = {"color_primary": palette.confidence, "pattern": sure_pattern}
    confidence |= {f"color:{name}": chance for name, chance in palette.chances.items()}
    for field in ("formality", "warmth_clo", "seasons", "style_tags", "material"):
        if getattr(attributes, field) not in (None, []):
            confidence[field] = round(PRIOR_CONFIDENCE * (1 + sure_kind) / 2, 3)
    return attributes, confidence


def _pattern(guess: Guess, palette: Palette) -> tuple[str, float]:
    """The likeliest pattern; without a second colour only a sure one stands against `solid`."""
    best = max(guess.patterns, key=lambda name: guess.patterns[name])
    sure = guess.patterns[best]
    if best != "solid" and palette.secondary is None and sure < SURE_PATTERN:
        return "solid", round(1 - sure, 3)
    return best, round(sure, 3)


def _formality(kind: Kind, pattern: str, palette: Palette) -> float:
    """The kind's formality, less for loud patterns and colours, a little more for dark plain."""
    value = kind.formality + PATTERN_FORMALITY.get(pattern, 0.0)
    if palette.primary in {"black", "navy"} and pattern == "solid":
        value += 0.05
    elif palette.primary is not None and palette.primary not in NEUTRAL:
        value -= 0.03
    return round(min(1.0, max(0.0, value)), 3)
