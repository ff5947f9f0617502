"""The attributes that taste is learned on, of a garment and of an outfit, in comparable units.

An outfit has of an attribute the mean over its pieces, each weighted by its slot, so that what was
learned is a sum over pieces: the search can bound it, and a person can read it piece by piece.
A value is divided by what makes a plain difference, a few of its standard deviations over outfits.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from ml.outfits.color import chroma, named
from ml.outfits.facts import GarmentFacts
from ml.outfits.situation import slot_weight
from ml.outfits.weights import number
from stylist import vocabulary

MEASURED = ("formality", "lightness", "colorfulness")
"""Attributes that every garment has more or less of; the others it has or has not."""
FAMILIES = ("color", "category", "subcategory", "pattern", "material", "style", "fit")
"""What stands before the colon of an attribute that a garment has or has not."""


def attributes_of(garment: GarmentFacts) -> dict[str, float]:
    """Each attribute of one garment, in plain differences between outfits."""
    return {
        **dict.fromkeys(_names(garment), 1.0 / number("learning", "spread_of_having")),
        **_measured(garment),
    }


def outfit_attributes(worn: Sequence[GarmentFacts]) -> dict[str, float]:
    """The mean of the pieces' attributes, weighted by slot; empty for no piece."""
    whole = sum(slot_weight(garment) for garment in worn)
    mean: dict[str, float] = defaultdict(float)
    for garment in worn:
        for name, value in attributes_of(garment).items():
            mean[name] += slot_weight(garment) * value / whole
    return dict(mean)


def leaning(garment: GarmentFacts, weights: Mapping[str, float]) -> float:
    """What the weights say of one garment, in log-odds of liking an outfit of nothing else."""
    if not weights:
        return 0.0
    return sum(weights.get(name, 0.0) * x for name, x in attributes_of(garment).items())


def is_attribute(name: str) -> bool:
    """Whether taste can be learned on an attribute of this name."""
    family, colon, value = name.partition(":")
    if not colon:
        return name in MEASURED
    if family == "color":
        return value in vocabulary.colors()
    if family in ("category", "subcategory"):
        return value in vocabulary.kinds()
    return family in FAMILIES and value in vocabulary.terms(family)


def _names(garment: GarmentFacts) -> list[str]:
    looks = garment.view.attributes
    said = [("material", garment.material), ("fit", looks.fit)]
    said += [("pattern", None if garment.pattern == "solid" else garment.pattern)]
    said += [("category", garment.category), ("subcategory", garment.subcategory)]
    said += [("color", name) for name in garment.main_colors]
    said += [("style", tag.lower()) for tag in looks.style_tags]
    return [f"{family}:{value}" for family, value in dict.fromkeys(said) if value]


def _measured(garment: GarmentFacts) -> dict[str, float]:
    """Formality, lightness and colourfulness from the middle of what people wear."""
    main = [name for name in garment.main_colors if name in vocabulary.colors()]
    values = {"formality": garment.formality - 0.5}
    if main:
        values["lightness"] = sum(_lightness(name) for name in main) / len(main) - 0.5
        values["colorfulness"] = sum(chroma(name) for name in main) / len(main)
    return {name: value / number("learning", f"spread_of_{name}") for name, value in values.items()}


@cache
def _lightness(color: str) -> float:
    return named(color)[0]
