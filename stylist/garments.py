"""A garment as the rest of Stylist sees it: label over prediction, field by field."""

from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from stylist import vocabulary
from stylist.vocabulary import Layer, Slot

GarmentStatus = Literal["pending", "processing", "ready", "failed"]
Availability = Literal["clean", "laundry", "lent", "packed", "archived"]
"""Where a garment is. Only a clean one can be worn; an archived one is kept out of sight."""
AT_HAND: Final[tuple[Availability, ...]] = ("clean",)
"""Where a garment is that may be offered to wear."""
IN_SIGHT: Final[tuple[Availability, ...]] = ("clean", "laundry", "lent", "packed")
"""Where the garments are that a wardrobe shows without being asked for more."""
LabelSource = Literal["person", "confirmed", "import"]
"""Who said what a garment is: a correction, a yes to what was seen, or a wardrobe brought along."""

HYPHENED: Final = frozenset({"t-shirt"})
"""Names whose hyphen is spelling; in the others it stands for a space."""


class ColorShare(BaseModel):
    """A named colour, its sRGB hex value and its share (0..1) of the garment's pixels."""

    name: str
    hex: str
    share: float


class GarmentAttributes(BaseModel):
    """What is seen on a garment. Every field may be unknown (None or empty).

    `formality` is 0 (very casual) to 1 (very formal), `warmth_clo` the insulation of the single
    garment in clo, `colors` are largest first. `color_primary`, `color_secondary`, `style_tags` are
    the keys of the database design.
    """

    color_primary: str | None = None
    color_secondary: str | None = None
    colors: list[ColorShare] = Field(default_factory=list)
    pattern: str | None = None
    fit: str | None = None
    formality: float | None = None
    warmth_clo: float | None = None
    seasons: list[str] = Field(default_factory=list)
    style_tags: list[str] = Field(default_factory=list)
    material: str | None = None


class GarmentView(BaseModel):
    """The effective garment: what tools, outfits and clients read.

    `confidence` holds the prediction's probability (0..1) per field; a corrected field has 1.0.
    `corrected` are the fields that the person has spoken for, by a correction or a yes. `doubts`
    are words for what speaks against the prediction. `rotation` is the turn, in degrees clockwise,
    from the upright photo to the images. Without `background_removed`, the cut-out and the
    thumbnail show the whole photo.
    """

    id: UUID
    status: GarmentStatus
    name: str
    custom_name: str | None = None
    notes: str | None = None
    brand: str | None = None
    size: str | None = None
    price: float | None = None
    currency: str | None = None
    purchased_on: date | None = None
    availability: Availability = "clean"
    category: str | None = None
    subcategory: str | None = None
    attributes: GarmentAttributes = Field(default_factory=GarmentAttributes)
    confidence: dict[str, float] = Field(default_factory=dict)
    corrected: list[str] = Field(default_factory=list)
    backend: dict[str, str] = Field(default_factory=dict)
    doubts: list[str] = Field(default_factory=list)
    error_message: str | None = None
    drawn: bool = False
    photo_version: int = 1
    rotation: int = 0
    background_removed: bool = True
    created_at: datetime
    updated_at: datetime
    image_key: str | None = Field(default=None, exclude=True)
    cutout_key: str | None = Field(default=None, exclude=True)
    thumbnail_key: str | None = Field(default=None, exclude=True)
    """Blob keys; they are signed before anything leaves the machine."""

    @property
    def slot(self) -> Slot | None:
        """The slot this is worn in, or None while the category is unknown."""
        return vocabulary.slot_of(self.category, self.subcategory) if self.category else None

    @property
    def layer(self) -> Layer:
        """How far from the skin this is worn."""
        return vocabulary.layer_of(self.category or "", self.subcategory)


def garment_name(
    category: str | None, subcategory: str | None, attributes: GarmentAttributes
) -> str:
    """What a garment is called when its owner has not named it: "navy striped t-shirt"."""
    if category is None:
        return "unrecognised garment"
    pattern = None if attributes.pattern in (None, "solid", "other") else attributes.pattern
    words = (attributes.color_primary, pattern, subcategory or category)
    return " ".join(word if word in HYPHENED else word.replace("-", " ") for word in words if word)
