"""`manifest.json` of an exported wardrobe: every field, checked against our own words.

Where it is read, it was written by somebody else: no word of it is believed unchecked, and no id of
it is ever used as one of ours. `docs/wardrobe-export.schema.json` is made from these classes.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from stylist import vocabulary
from stylist.garments import Availability, GarmentStatus, LabelSource

FORMAT: Final = "stylist-wardrobe"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
COLUMNS: Final = (
    "status", "error_message", "created_at", "updated_at", "source_name", "drawn", "brand", "size",
    "currency", "purchased_on", "availability", "photo_version", "photo_part", "photo_rotation",
    "background_removed",
)  # fmt: skip
"""What stands in a garment's row under the same name."""
SEEN: Final = (
    "created_at", "detection_confidence", "category", "category_confidence", "subcategory",
    "attributes", "confidence", "backend", "doubts", "photo_version",
)  # fmt: skip
"""The same of a prediction's row."""
SAID: Final = ("created_at", "fields", "category", "subcategory", "source", "undone_at")
"""The same of a label's row."""
KIND_FIELDS: Final = frozenset({"category", "subcategory"})
SHA256: Final = "^[0-9a-f]{64}$"


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("contains a character that cannot be stored")
    return text


def _word_of(what: str, words: Callable[[], Collection[str]]) -> AfterValidator:
    def check(word: str) -> str:
        if word not in words():
            raise ValueError(f"“{word[:40]}” is not a {what} we know")
        return word

    return AfterValidator(check)


def _terms(group: str) -> AfterValidator:
    return _word_of(group, lambda: vocabulary.terms(group))


def _in_our_time(at: datetime) -> datetime:
    if not 1970 <= at.year < 2200:
        raise ValueError("is a time of another age")
    return at


Time = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Text = Annotated[str, AfterValidator(_storable)]
Kind = Annotated[str, _word_of("category", vocabulary.kinds)]
ColorName = Annotated[str, _word_of("colour", vocabulary.colors)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Key = Annotated[Text, Field(max_length=80)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FileEntry(_Strict):
    """A file of the archive: where it is, and what its bytes must be."""

    path: Annotated[Text, Field(max_length=300)]
    sha256: str = Field(pattern=SHA256)
    bytes: int = Field(ge=0)


class ColorEntry(_Strict):
    """A colour with its share of the garment's pixels."""

    name: ColorName
    hex: str = Field(pattern="^#[0-9a-fA-F]{6}$")
    share: Share


class AttributesEntry(_Strict):
    """What was seen on a garment, or said of it; null says that it is unknown."""

    color_primary: ColorName | None = None
    color_secondary: ColorName | None = None
    colors: Annotated[list[ColorEntry], Field(max_length=20)] | None = None
    pattern: Annotated[str, _terms("pattern")] | None = None
    fit: Annotated[str, _terms("fit")] | None = None
    formality: Share | None = None
    warmth_clo: Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)] | None = None
    seasons: Annotated[list[Annotated[str, _terms("season")]], Field(max_length=10)] | None = None
    style_tags: Annotated[list[Annotated[str, _terms("style")]], Field(max_length=50)] | None = None
    material: Annotated[str, _terms("material")] | None = None
    doubts: Annotated[list[Key], Field(max_length=50)] | None = None


class _OfAKind(_Strict):
    category: Kind | None = None
    subcategory: Kind | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        finer = vocabulary.kinds().get(self.subcategory or "")
        if finer is not None and self.category not in (None, finer.category):
            raise ValueError(f"a {finer.name} is not a kind of {self.category}")
        return self


class PredictionEntry(_OfAKind):
    """What one version of the pipeline saw; the newest of the newest photo counts."""

    category: Kind
    created_at: Time
    box_xywh: tuple[int, int, int, int] | None = None
    detection_confidence: Share | None = None
    category_confidence: Share | None = None
    attributes: AttributesEntry
    confidence: dict[Key, Share] = Field(default_factory=dict, max_length=500)
    backend: dict[Key, Annotated[Text, Field(max_length=300)]] = Field(
        default_factory=dict, max_length=50
    )
    doubts: list[Key] = Field(default_factory=list, max_length=50)
    photo_version: int = Field(default=1, ge=1, le=1_000_000)

    @field_validator("box_xywh")
    @classmethod
    def _in_a_photo(cls, box: tuple[int, int, int, int] | None) -> tuple[int, int, int, int] | None:
        if box is not None and not all(0 <= value < 2**31 for value in box):
            raise ValueError("a box is four numbers of pixels")
        return box


class LabelEntry(_OfAKind):
    """What the person said, oldest first; `fields` are those it speaks of."""

    created_at: Time
    fields: list[Key] = Field(max_length=50)
    attributes: AttributesEntry
    source: LabelSource
    undone_at: Time | None = None

    @model_validator(mode="after")
    def _speaks_of_what_we_know(self) -> Self:
        known = KIND_FIELDS | AttributesEntry.model_fields.keys()
        if strange := sorted(set(self.fields) - known):
            raise ValueError(f"“{strange[0][:40]}” is not a field of a garment")
        return self


class GarmentEntry(_Strict):
    """One garment. `id` is the one that it had where it was first exported."""

    id: UUID
    status: GarmentStatus
    error_message: Annotated[Text, Field(max_length=2000)] | None = None
    created_at: Time
    updated_at: Time
    name: Annotated[Text, Field(max_length=100)] | None = None
    notes: Annotated[Text, Field(max_length=10_000)] | None = None
    source_name: Annotated[Text, Field(max_length=255)] | None = None
    drawn: bool = False
    brand: Annotated[Text, Field(max_length=100)] | None = None
    size: Annotated[Text, Field(max_length=40)] | None = None
    price: Annotated[str, Field(pattern=r"^\d{1,10}(\.\d{1,2})?$")] | None = None
    currency: Annotated[str, _word_of("currency", vocabulary.currencies)] | None = None
    purchased_on: date | None = None
    availability: Availability = "clean"
    photo_version: int = Field(default=1, ge=1, le=1_000_000)
    photo_part: int = Field(default=0, ge=0, le=1000)
    photo_rotation: Literal[0, 90, 180, 270] = 0
    background_removed: bool = True
    photo: FileEntry | None
    cutout: FileEntry | None = None
    thumbnail: FileEntry | None = None
    predictions: list[PredictionEntry] = Field(default_factory=list, max_length=200)
    labels: list[LabelEntry] = Field(default_factory=list, max_length=2000)


class Manifest(_Strict):
    """The whole manifest."""

    format: Literal["stylist-wardrobe"]
    version: Literal[1]
    exported_at: Time
    garments: list[GarmentEntry]


class ManifestHead(BaseModel):
    """The manifest before its garments are looked at, so that one bad garment spoils no other."""

    format: str
    version: int
    garments: list[dict[str, Any]]
