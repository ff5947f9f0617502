"""Which vectors there are of garments, and which garments may be one and the same."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Created, Key, OwnerKey


class VectorCollection(Created, Base):
    """A collection of the vector index: filled in the background, then asked, then dropped.

    `role` is what its vectors are for (words, looks, clip). Of each role at most one is live.
    """

    __tablename__ = "vector_collections"
    __table_args__ = (
        CheckConstraint("state IN ('filling', 'live', 'old')", name="state"),
        Index(
            "uq_vector_collections_live",
            "role",
            unique=True,
            postgresql_where=text("state = 'live'"),
        ),
    )

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    embedder: Mapped[str] = mapped_column(String(150))
    state: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime]


class GarmentVector(Base):
    """A collection has this garment's vector, made of the garment as it was at `seen`."""

    __tablename__ = "garment_vectors"

    garment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("garments.id", ondelete="CASCADE"), primary_key=True
    )
    collection: Mapped[str] = mapped_column(
        ForeignKey("vector_collections.name", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen: Mapped[datetime]
    """The garment's `updated_at` when it was read; another one now makes the vector stale."""


class GarmentDuplicate(Created, Base):
    """The question whether two of an owner's garments are one; the answer is remembered.

    `garment_id` is the later one of the two. `kept_id` and `was` tell how to take a merge back.
    """

    __tablename__ = "garment_duplicates"
    __table_args__ = (
        UniqueConstraint("garment_id", "other_id"),
        CheckConstraint("state IN ('open', 'same', 'different')", name="state"),
    )

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    garment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("garments.id", ondelete="CASCADE"))
    other_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("garments.id", ondelete="CASCADE"), index=True
    )
    score: Mapped[float]
    state: Mapped[str] = mapped_column(String(10), server_default="open")
    kept_id: Mapped[uuid.UUID | None]
    was: Mapped[str | None] = mapped_column(String(20))
    """The availability of the garment that was put away by the answer "same"."""
    answered_at: Mapped[datetime | None]
