"""From probabilities and colours to a garment's attributes, each with how sure it is."""

from typing import Final

from ml.garments.classifier import Guess
from ml.garments.colors import Palette
from ml.garments.kinds import look_of, shares_by
from stylist import vocabulary
from stylist.garments import GarmentAttributes
from stylist.vocabulary import Kind

SURE_PATTERN: Final = 0.4
"""A pattern on a one-coloured garment is believed from here on."""
SURE_MATERIAL: Final = 0.5
SURE_FIT: Final = 0.6
"""Material and fit are said from these probabilities on, else left unknown."""
PRIOR_CONFIDENCE: Final = 0.5
"""How far to trust what is only usual for the kind."""
WARMER: Final = 0.35
"""How much more of its kind's insulation a garment has per level of warmth above its kind's."""
MUCH: Final = 0.5
"""A garment so many levels warmer than its kind is not for summer, one lighter not for winter."""
FEWEST: Final = 0.05
"""A smaller chance is not worth telling among the alternatives."""
ALTERNATIVES: Final = 4


def kind_of(guess: Guess) -> tuple[str, float, str | None, float]:
    """Category, its probability, subcategory (None when nothing finer is likely), its probability.

    The likeliest slot first, then its likeliest category, then the likeliest kind of that: a coat
    that may be one of eight coats is a coat sooner than the one top that it may also be.
    """
    slots = shares_by(guess.kinds, lambda kind: kind.slot)
    slot = max(slots, key=lambda name: slots[name])
    there = {n: p for n, p in guess.kinds.items() if vocabulary.kinds()[n].slot == slot}
    categories = shares_by(there, lambda kind: kind.category)
    category = max(categories, key=lambda name: categories[name])
    own = {n: p for n, p in there.items() if vocabulary.kinds()[n].category == category}
    best = max(own, key=lambda name: own[name])
    return category, categories[category], best if best != category else None, own[best]


def attributes_of(
    guess: Guess, category: str, subcategory: str | None, palette: Palette
) -> tuple[GarmentAttributes, dict[str, float]]:
    """The attributes, and per field the probability (0..1) that it is right.

    Keys like `kind:polo`, `pattern:plaid` and `color:navy` hold the chances of what else it may be.
    """
    kind = vocabulary.kinds()[subcategory or category]
    look = look_of(kind.name, kind.category)
    pattern, sure_pattern = _pattern(guess, palette)
    warmer = _warmer(guess, kind)
    material, sure_material = _said(guess.materials, SURE_MATERIAL)
    fit, sure_fit = _said(guess.fits, SURE_FIT)
    formality, sure_formality = _formality(guess)
    attributes = GarmentAttributes(
        color_primary=palette.primary,
        color_secondary=palette.secondary,
        colors=palette.colors,
        pattern=pattern,
        fit=fit,
        formality=formality,
        warmth_clo=round(kind.clo * max(0.3, 1 + WARMER * warmer), 3),
        seasons=_seasons(kind, warmer),
        style_tags=list(look.styles),
        material=material,
    )
    said = {
        "color_primary": palette.confidence,
        "pattern": sure_pattern,
        "fit": sure_fit,
        "material": sure_material,
        "formality": sure_formality,
        "warmth_clo": max(guess.warmth.values(), default=0.0),
    }
    usual = PRIOR_CONFIDENCE * (1 + guess.kinds.get(kind.name, 0.0)) / 2
    said |= dict.fromkeys(("seasons", "style_tags"), usual)
    known = {k: round(v, 3) for k, v in said.items() if getattr(attributes, k) not in (None, [])}
    chances = {f"color:{name}": chance for name, chance in palette.chances.items()}
    return attributes, known | chances | _others("kind", guess.kinds) | _others(
        "pattern", guess.patterns
    )


def _others(what: str, shares: dict[str, float]) -> dict[str, float]:
    """The likeliest names with their chances, the one that is said among them."""
    best = sorted(shares, key=lambda name: -shares[name])[:ALTERNATIVES]
    return {f"{what}:{name}": round(shares[name], 3) for name in best if shares[name] >= FEWEST}


def _said(shares: dict[str, float], least: float) -> tuple[str | None, float]:
    best = max(shares, key=lambda name: shares[name], default=None)
    if best is None or shares[best] < least:
        return None, 0.0
    return best, shares[best]


def _pattern(guess: Guess, palette: Palette) -> tuple[str, float]:
    """The likeliest pattern; without a second colour only a sure one stands against `solid`."""
    best = max(guess.patterns, key=lambda name: guess.patterns[name])
    sure = guess.patterns[best]
    if best != "solid" and palette.secondary is None and sure < SURE_PATTERN:
        return "solid", round(1 - sure, 3)
    return best, round(sure, 3)


def _formality(guess: Guess) -> tuple[float, float]:
    """The level, 1 to 5, nearest to the expected one, as 0 (very casual) to 1, and its probability.

    A whole level, as people tell them: what lies between two would claim more than is seen.
    """
    mean = sum(int(level) * share for level, share in guess.formality.items())
    level = min(5, max(1, round(mean)))
    return (level - 1) / 4, guess.formality.get(str(level), 0.0)


def _warmer(guess: Guess, kind: Kind) -> float:
    """How many levels warmer (or, below 0, lighter) this garment looks than its kind mostly is."""
    mean = sum(int(level) * share for level, share in guess.warmth.items())
    return mean - guess.usual_warmth.get(kind.name, mean)


def _seasons(kind: Kind, warmer: float) -> list[str]:
    seasons = list(kind.seasons)
    if warmer > MUCH:
        seasons = [one for one in seasons if one != "summer"] or ["winter"]
        return seasons if "winter" in seasons else [*seasons, "winter"]
    if warmer < -MUCH:
        seasons = [one for one in seasons if one != "winter"] or ["summer"]
        return seasons if "summer" in seasons else [*seasons, "summer"]
    return seasons
