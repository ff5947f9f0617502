"""Garments, what the models predicted of them and what the person corrected."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Created, CreatedAndUpdated, Json, Key, OwnerKey


class Garment(CreatedAndUpdated, Base):
    """A piece of clothing that somebody owns; the image columns hold blob keys."""

    __tablename__ = "garments"
    __table_args__ = (
        CheckConstraint(
            "availability IN ('clean', 'laundry', 'lent', 'packed', 'archived')",
            name="availability",
        ),
        CheckConstraint("photo_rotation IN (0, 90, 180, 270)", name="photo_rotation"),
        CheckConstraint("price >= 0", name="price"),
    )

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    original_image_path: Mapped[str] = mapped_column(String(500))
    processed_image_path: Mapped[str | None] = mapped_column(String(500))
    thumbnail_path: Mapped[str | None] = mapped_column(String(500))
    status: Mapped[str] = mapped_column(String(20), server_default="pending", index=True)
    error_message: Mapped[str | None] = mapped_column(Text)
    custom_name: Mapped[str | None] = mapped_column(String(100))
    custom_notes: Mapped[str | None] = mapped_column(Text)
    source_name: Mapped[str | None] = mapped_column(String(255))
    content_sha256: Mapped[str] = mapped_column(String(64), index=True)
    drawn: Mapped[bool] = mapped_column(server_default=text("false"))
    """Made by code for the demo wardrobe, not photographed."""
    brand: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[str | None] = mapped_column(String(40))
    price: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    currency: Mapped[str | None] = mapped_column(String(3))
    purchased_on: Mapped[date | None]
    availability: Mapped[str] = mapped_column(String(20), server_default="clean")
    photo_version: Mapped[int] = mapped_column(server_default="1")
    """Counts the states of the photo; a prediction belongs to one of them."""
    photo_part: Mapped[int] = mapped_column(server_default="0")
    """Which garment of its photo this is, the largest first, where a photo shows several."""
    photo_rotation: Mapped[int] = mapped_column(server_default="0")
    """Degrees clockwise by which the upright photo is turned when it is read."""
    background_removed: Mapped[bool] = mapped_column(server_default=text("true"))
    """Whether the images show the cut-out; else they show the photo as it is."""


class FormerPhoto(Created, Base):
    """A garment's photo and how it was read, before the person changed it; kept to go back."""

    __tablename__ = "former_photos"
    __table_args__ = (UniqueConstraint("garment_id", "photo_version"),)

    id: Mapped[Key]
    garment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("garments.id", ondelete="CASCADE"))
    photo_version: Mapped[int]
    original_image_path: Mapped[str] = mapped_column(String(500))
    processed_image_path: Mapped[str | None] = mapped_column(String(500))
    thumbnail_path: Mapped[str | None] = mapped_column(String(500))
    content_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20))
    error_message: Mapped[str | None] = mapped_column(Text)
    drawn: Mapped[bool]
    photo_part: Mapped[int]
    photo_rotation: Mapped[int]
    background_removed: Mapped[bool]


class GarmentPrediction(Created, Base):
    """What one version of the pipeline saw on a garment's photo."""

    __tablename__ = "garment_predictions"
    __table_args__ = (
        Index("ix_garment_predictions_attributes", "attributes", postgresql_using="gin"),
    )

    id: Mapped[Key]
    garment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("garments.id", ondelete="CASCADE"), index=True
    )
    bbox_x: Mapped[int | None]
    bbox_y: Mapped[int | None]
    bbox_width: Mapped[int | None]
    bbox_height: Mapped[int | None]
    detection_confidence: Mapped[float | None]
    category: Mapped[str] = mapped_column(String(50), index=True)
    category_confidence: Mapped[float | None]
    subcategory: Mapped[str | None] = mapped_column(String(50))
    attributes: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"))
    confidence: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"))
    backend: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"))
    doubts: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    """Words for what speaks against trusting this: "blurred", "worn-by-a-person"."""
    photo_version: Mapped[int] = mapped_column(server_default="1")
    embedding_id: Mapped[str | None] = mapped_column(String(100))


class GarmentLabel(Created, Base):
    """What a person said. `fields` names the keys it speaks of; a null value means unknown.

    `source` is person (a correction), confirmed (what was seen is right) or import.
    """

    __tablename__ = "garment_labels"

    id: Mapped[Key]
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    garment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("garments.id", ondelete="CASCADE"), index=True
    )
    category: Mapped[str | None] = mapped_column(String(50))
    subcategory: Mapped[str | None] = mapped_column(String(50))
    attributes: Mapped[Json | None]
    fields: Mapped[list[str]] = mapped_column(ARRAY(String(50)), server_default=text("'{}'"))
    source: Mapped[str] = mapped_column(String(20))
    undone_at: Mapped[datetime | None]
