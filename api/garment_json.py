"""A garment as the HTTP API gives it: the effective garment with signed image links."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from stylist.garments import Availability, GarmentAttributes, GarmentStatus, GarmentView
from stylist.vocabulary import Layer, Slot
from tools.garments import Changed
from tools.image_urls import ImageUrls

EXAMPLE: JsonDict = {
    "id": "7c0b7b5e-3a64-4f6e-9a53-0c9a6f9c8f11",
    "status": "ready",
    "name": "navy striped t-shirt",
    "custom_name": None,
    "notes": None,
    "brand": "Loom & Co",
    "size": "M",
    "price": 49.9,
    "currency": "EUR",
    "purchased_on": "2025-05-02",
    "availability": "clean",
    "slot": "top",
    "layer": "base",
    "category": "t-shirt",
    "subcategory": None,
    "attributes": {
        "color_primary": "navy",
        "color_secondary": "white",
        "colors": [
            {"name": "navy", "hex": "#1f2a44", "share": 0.7},
            {"name": "white", "hex": "#f4f4f2", "share": 0.3},
        ],
        "pattern": "striped",
        "fit": "regular",
        "formality": 0.25,
        "warmth_clo": 0.08,
        "seasons": ["spring", "summer"],
        "style_tags": ["casual"],
        "material": "cotton",
    },
    "confidence": {"category": 0.93, "pattern": 1.0},
    "corrected": ["pattern"],
    "backend": {"category": "efficientnet-lite0-head"},
    "doubts": ["blurred"],
    "drawn": False,
    "photo_version": 1,
    "rotation": 0,
    "background_removed": True,
    "image_url": "/v1/images/…?expires=1795000000&signature=…",
    "cutout_url": "/v1/images/…?expires=1795000000&signature=…",
    "thumbnail_url": "/v1/images/…?expires=1795000000&signature=…",
    "error_message": None,
    "created_at": "2026-11-21T09:00:00Z",
    "updated_at": "2026-11-21T09:00:05Z",
}


class GarmentOut(BaseModel):
    """A garment; `confidence` is 0..1 per field, and a corrected field has 1.

    `image_url` is the photo as it was sent; cut-out and thumbnail are turned by `rotation` degrees
    clockwise, and show the whole photo when the background is not removed.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: UUID
    status: GarmentStatus
    name: str
    custom_name: str | None
    notes: str | None
    brand: str | None
    size: str | None
    price: float | None
    currency: str | None
    purchased_on: date | None
    availability: Availability
    slot: Slot | None
    layer: Layer
    category: str | None
    subcategory: str | None
    attributes: GarmentAttributes
    confidence: dict[str, float]
    corrected: list[str]
    backend: dict[str, str]
    doubts: list[str]
    drawn: bool
    photo_version: int
    rotation: int
    background_removed: bool
    image_url: str | None
    cutout_url: str | None
    thumbnail_url: str | None
    error_message: str | None
    created_at: datetime
    updated_at: datetime


class ChangedGarment(GarmentOut):
    """A garment after a change; `degraded` names what could not follow at once."""

    degraded: list[str] = Field(default_factory=list)


def garment_fields(garment: GarmentView, urls: ImageUrls) -> dict[str, object]:
    """The fields of the garment's JSON."""
    return {
        **garment.model_dump(),
        "slot": garment.slot,
        "layer": garment.layer,
        "image_url": urls.sign(garment.image_key),
        "cutout_url": urls.sign(garment.cutout_key),
        "thumbnail_url": urls.sign(garment.thumbnail_key),
    }


def changed_json(change: Changed, urls: ImageUrls) -> ChangedGarment:
    """The JSON of a garment after a change."""
    fields = garment_fields(change.garment, urls)
    return ChangedGarment.model_validate({**fields, "degraded": change.degraded})


def garment_json(garment: GarmentView, urls: ImageUrls) -> GarmentOut:
    """The garment's JSON."""
    return GarmentOut.model_validate(garment_fields(garment, urls))
