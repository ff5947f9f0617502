"""What is asked about a garment, in words, with the answers that one tap gives."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import BaseModel

from stylist import vocabulary
from stylist.garments import GarmentView
from ui.cards import words
from ui.garment_calls import FieldDoubt

_LABELS: Final[Mapping[str, str]] = {
    "category": "Kind",
    "subcategory": "More exactly",
    "color_primary": "Colour",
    "pattern": "Pattern",
    "material": "Material",
    "formality": "How formal",
    "warmth_clo": "How warm",
}
_USUAL: Final = ("category", "color_primary", "pattern", "material")
"""What can be put right of every garment."""
_GROUPS: Final = {"category": "kind", "color_primary": "color", "pattern": "pattern"}
"""Under which heading the API tells the chances of a field's values."""
_MOST_OPTIONS: Final = 3
_LEAST_CHANCE: Final = 0.02
_FORMALITY_STEP: Final = 0.25
_WARMTH_FACTOR: Final = 1.5
"""One tap of "more formal" or "warmer". A judgement: a step that a person would call one."""


class Option(BaseModel):
    """An answer of one tap: what stands on the button, and the value it gives."""

    label: str
    value: Any


class Row(BaseModel):
    """A field, what it is taken for, and other answers; `suggestions` are words to type."""

    field: str
    label: str
    now: str
    options: list[Option]
    suggestions: list[str]


def question(garment: GarmentView) -> str:
    """The question whether a garment is what it is taken for."""
    kind = garment.subcategory or garment.category
    if kind is None:
        return "What is this?"
    seen = garment.attributes
    pattern = None if seen.pattern in (None, "solid", "other") else seen.pattern
    said = " ".join(words(part) for part in (seen.color_primary, pattern, kind) if part)
    if kind.endswith("s") and not kind.endswith("ss"):
        return f"Are these {said}?"
    return f"Is this {'an' if said[0] in 'aeiou' else 'a'} {said}?"


def doubt_rows(garment: GarmentView, doubts: Iterable[FieldDoubt]) -> list[Row]:
    """A row for each field in doubt, with the likeliest other values."""
    return [
        _row(garment, doubt.field, [other.value for other in doubt.alternatives])
        for doubt in doubts
        if doubt.field in _LABELS
    ]


def usual_rows(garment: GarmentView, without: Iterable[str] = ()) -> list[Row]:
    """A row for each field that a person may want to put right."""
    left = [field for field in _USUAL if field not in set(without)]
    return [_row(garment, field, _likely(garment, field)) for field in left]


def named(field: str, said: str) -> str:
    """The vocabulary's name for what a person typed; the typed words when there is none."""
    text = " ".join(said.lower().split())
    known = _names(field)
    for name in known:
        if text in (name, words(name)):
            return name
    return next((name for name, others in known.items() if text in others), said.strip())


def _row(garment: GarmentView, field: str, others: list[str]) -> Row:
    options = [Option(label=words(name), value=name) for name in others[:_MOST_OPTIONS]]
    return Row(
        field=field,
        label=_LABELS[field],
        now=_now(garment, field),
        options=options or _steps(garment, field),
        suggestions=sorted(words(name) for name in _names(field)),
    )


def _now(garment: GarmentView, field: str) -> str:
    seen = garment.attributes
    if field == "category":
        return words(garment.category or "not known")
    if field == "subcategory":
        return words(garment.subcategory or "not known")
    if field == "formality" and seen.formality is not None:
        return f"{seen.formality:.0%} of the way from casual to formal"
    if field == "warmth_clo" and seen.warmth_clo is not None:
        return f"{seen.warmth_clo:.2f} clo"
    return words(getattr(seen, field) or "not known")


def _steps(garment: GarmentView, field: str) -> list[Option]:
    """One step to either side, for what is a number."""
    seen = garment.attributes
    if field == "formality" and seen.formality is not None:
        less, more = seen.formality - _FORMALITY_STEP, seen.formality + _FORMALITY_STEP
        return [
            Option(label="less formal", value=round(max(0.0, less), 2)),
            Option(label="more formal", value=round(min(1.0, more), 2)),
        ]
    if field == "warmth_clo" and seen.warmth_clo is not None:
        return [
            Option(label="lighter", value=round(seen.warmth_clo / _WARMTH_FACTOR, 3)),
            Option(label="warmer", value=round(seen.warmth_clo * _WARMTH_FACTOR, 3)),
        ]
    return []


def _likely(garment: GarmentView, field: str) -> list[str]:
    """Other values that the photo may show, likeliest first."""
    if field not in _GROUPS:
        return []
    group = f"{_GROUPS[field]}:"
    now = {garment.category, garment.subcategory, getattr(garment.attributes, field, None)}
    chances = {
        key.removeprefix(group): chance
        for key, chance in garment.confidence.items()
        if key.startswith(group) and chance >= _LEAST_CHANCE
    }
    known = [name for name in chances if name in _names(field) and name not in now]
    return sorted(known, key=lambda name: -chances[name])


def _names(field: str) -> dict[str, tuple[str, ...]]:
    """The names of a field and what people say for each of them."""
    if field in ("category", "subcategory"):
        return {name: kind.words for name, kind in vocabulary.kinds().items()}
    if field == "color_primary":
        return {name: color.words for name, color in vocabulary.colors().items()}
    return vocabulary.terms(field) if field in ("pattern", "material") else {}
