"""Garments, what the models predicted of them and what the person corrected."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Created, CreatedAndUpdated, Json, Key, OwnerKey


class Garment(CreatedAndUpdated, Base):
    """A piece of clothing that somebody owns; the image columns hold blob keys."""

    __tablename__ = "garments"

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
    embedding_id: Mapped[str | None] = mapped_column(String(100))


class GarmentLabel(Created, Base):
    """One correction. `fields` names the keys it speaks of; a null value means unknown."""

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
