"""A person's correction of a garment: checked against the vocabulary, made whole, kept."""

from collections.abc import Callable, Collection
from difflib import get_close_matches
from typing import Annotated, Any, Final

from pydantic import AfterValidator, ConfigDict, Field

from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.garments import ColorShare, GarmentView
from tools.item_facts import ItemFacts

LISTED: Final = frozenset({"seasons", "style_tags"})
"""Fields that are lists; null empties them."""


MOST_QUOTED: Final = 40
"""Characters of an unknown word that its refusal repeats."""


def _known(what: str, names: Callable[[], Collection[str]]) -> AfterValidator:
    def check(word: str) -> str:
        if word not in names():
            meant = " or ".join(get_close_matches(word[:MOST_QUOTED], names(), n=2, cutoff=0.75))
            ask = f"Did you mean {meant}? Known" if meant else "Known"
            known = ", ".join(sorted(names()))
            said = f"“{word[:MOST_QUOTED]}” is not a {what} we know. {ask} are: {known}."
            raise ValueError(said)
        return word

    return AfterValidator(check)


def _term(group: str) -> AfterValidator:
    return _known(group, lambda: vocabulary.terms(group))


KindName = Annotated[str, _known("category", vocabulary.kinds)]
Season = Annotated[str, _term("season")]
Style = Annotated[str, _term("style")]
ColorName = Annotated[str, _known("colour", vocabulary.colors)]


def _once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))


class GarmentChange(ItemFacts):
    """What may be changed of a garment. A field that is left out stays; null means unknown."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"category": "sweater", "color_primary": "navy", "warmth_clo": 0.4},
                {"brand": "Loom & Co", "size": "M", "price": 49.9, "currency": "EUR"},
                {"availability": "laundry"},
            ]
        },
    )

    category: KindName | None = None
    subcategory: KindName | None = None
    color_primary: ColorName | None = None
    color_secondary: ColorName | None = None
    pattern: Annotated[str, _term("pattern")] | None = None
    material: Annotated[str, _term("material")] | None = None
    fit: Annotated[str, _term("fit")] | None = None
    formality: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    warmth_clo: float | None = Field(default=None, ge=0, le=5, allow_inf_nan=False)
    seasons: Annotated[list[Season], AfterValidator(_once)] | None = None
    style_tags: Annotated[list[Style], AfterValidator(_once)] | None = None

    def correction(self, garment: GarmentView) -> dict[str, Any]:
        """The fields of the label row that this change is, seen from the garment as it is now.

        Raises:
            BadRequest: category and subcategory do not fit together.
        """
        fields = self.model_dump(exclude=set(ItemFacts.model_fields), exclude_unset=True)
        if {"category", "subcategory"} & fields.keys():
            fields |= _kind(fields, garment)
        if {"color_primary", "color_secondary"} & fields.keys():
            fields["colors"] = _colors(fields, garment)
        return {
            key: [] if value is None and key in LISTED else value for key, value in fields.items()
        }


def _kind(fields: dict[str, Any], garment: GarmentView) -> dict[str, Any]:
    """Category and subcategory that fit together; a finer name also says its category."""
    kinds = vocabulary.kinds()
    category = fields.get("category", garment.category)
    finer = fields.get("subcategory")
    if category in kinds and kinds[category].parent:
        category, finer = kinds[category].parent, finer or category
    if "category" not in fields and finer is not None:
        category = kinds[finer].category
    if finer is not None and kinds[finer].category != category:
        raise BadRequest(f"A {finer} is not a kind of {category or 'garment'}.")
    if "subcategory" not in fields and finer is None:
        known = kinds.get(garment.subcategory or "")
        finer = known.name if known and known.category == category else None
    said = {"category": category, "subcategory": None if finer == category else finer}
    # What the person did not speak of is no correction unless it had to follow.
    return {k: v for k, v in said.items() if k in fields or v != getattr(garment, k)}


def _colors(fields: dict[str, Any], garment: GarmentView) -> list[dict[str, Any]]:
    """The garment's colours with the corrected ones in their places, shares kept.

    A main colour that the person does not know leaves no colours at all.
    """
    seen = garment.attributes.colors
    names: list[str | None] = [color.name for color in seen]
    names += [None] * (2 - len(names))
    for place, field in enumerate(("color_primary", "color_secondary")):
        names[place] = fields.get(field, names[place])
    if names[0] is None:
        return []
    kept = list(dict.fromkeys(name for name in names if name is not None))
    shares = [color.share for color in seen] or [1.0]
    shares += [vocabulary.EXCLUDED_SHARE] * (len(kept) - len(shares))
    hexes = {name: color.hex for name, color in vocabulary.colors().items()}
    hexes |= {color.name: color.hex for color in seen}
    return [
        ColorShare(name=name, hex=hexes[name], share=share).model_dump()
        for name, share in zip(kept, shares, strict=False)
    ]
