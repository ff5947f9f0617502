"""What is not sure of a garment, field by field, and what it would cost to be wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Final

from stylist import vocabulary
from stylist.garments import GarmentView

COST: Final[Mapping[str, float]] = {
    "category": 1.0,
    "color_primary": 0.6,
    "subcategory": 0.4,
    "pattern": 0.4,
    "formality": 0.25,
    "warmth_clo": 0.25,
    "material": 0.15,
    "fit": 0.1,
    "seasons": 0.1,
    "style_tags": 0.1,
}
"""What a wrong field costs against a wrong category, which spoils every outfit. A judgement."""
WORTH_ASKING: Final = 0.15
"""A field is asked about from this expected cost on: a category below .85, a pattern below .63."""
COST_OF_WORD: Final = 0.05
"""What speaks against the whole photo, such as "blurred", has lowered the fields already."""
MOST_ALTERNATIVES: Final = 3
LEAST_CHANCE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value of a field and its probability (0..1)."""

    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class FieldDoubt:
    """A field that may be wrong: its value, how sure it is (0..1), likely others, best first."""

    field: str
    value: Any
    confidence: float
    alternatives: list[Alternative]

    @property
    def cost(self) -> float:
        """What is lost by believing it, on average."""
        return COST[self.field] * (1.0 - self.confidence)


def field_doubts(garment: GarmentView) -> list[FieldDoubt]:
    """The fields worth asking about, the costliest first; what a person said is not doubted."""
    doubts = [
        FieldDoubt(field, value, garment.confidence[field], _alternatives(garment, field))
        for field in COST
        if field in garment.confidence and (value := value_of(garment, field)) not in (None, [])
    ]
    asked = [doubt for doubt in doubts if doubt.cost >= WORTH_ASKING]
    return sorted(asked, key=lambda doubt: -doubt.cost)


def doubt_of(garment: GarmentView, fields: Iterable[FieldDoubt]) -> float:
    """How much a look by its owner is worth: 0 (nothing in doubt) to 1."""
    risks = [doubt.cost for doubt in fields] + [COST_OF_WORD] * len(garment.doubts)
    return round(1.0 - prod(1.0 - risk for risk in risks), 6)


def value_of(garment: GarmentView, field: str) -> Any:
    """The current value of a field of what a garment is."""
    if field in ("category", "subcategory"):
        return getattr(garment, field)
    if field == "colors":
        return [color.model_dump() for color in garment.attributes.colors]
    return getattr(garment.attributes, field)


def _alternatives(garment: GarmentView, field: str) -> list[Alternative]:
    chances = _chances(garment, field)
    chances.pop(str(value_of(garment, field)), None)
    likely = sorted(chances.items(), key=lambda pair: -pair[1])[:MOST_ALTERNATIVES]
    return [Alternative(name, round(p, 3)) for name, p in likely if p >= LEAST_CHANCE]


def _chances(garment: GarmentView, field: str) -> dict[str, float]:
    """What the prediction says of every value of a field, as far as it tells."""
    if field == "color_primary":
        return _told(garment, "color")
    if field == "pattern":
        return _told(garment, "pattern")
    kinds = {n: p for n, p in _told(garment, "kind").items() if n in vocabulary.kinds()}
    if field == "subcategory":
        return {n: p for n, p in kinds.items() if _category(n) == garment.category}
    if field != "category":
        return {}
    summed: dict[str, float] = {}
    for name, chance in kinds.items():
        summed[_category(name)] = summed.get(_category(name), 0.0) + chance
    return summed


def _told(garment: GarmentView, group: str) -> dict[str, float]:
    """The entries `group:NAME` of the confidence."""
    return {
        key.removeprefix(f"{group}:"): chance
        for key, chance in garment.confidence.items()
        if key.startswith(f"{group}:")
    }


def _category(kind: str) -> str:
    return vocabulary.kinds()[kind].category
