"""Bulk uploads: a batch and, for every file that was sent, what became of it."""

import uuid

from sqlalchemy import BigInteger, ForeignKey, Identity, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Created, CreatedAndUpdated, Key, OwnerKey


class PhotoBatch(CreatedAndUpdated, Base):
    """A bulk upload under a key that the client chose, so that it can be taken up again."""

    __tablename__ = "photo_batches"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    key: Mapped[str] = mapped_column(String(200))
    name: Mapped[str | None] = mapped_column(String(200))
    expected: Mapped[int | None]
    """How many files the client means to send; null when it has not said."""
    cancelled: Mapped[bool] = mapped_column(server_default=text("false"))


class BatchPhoto(Created, Base):
    """A file of a batch, told by its name and bytes: its garment, or why there is none.

    Without a garment and without an error, the garment has been deleted.
    """

    __tablename__ = "batch_photos"
    __table_args__ = (UniqueConstraint("batch_id", "filename", "content_sha256"),)

    id: Mapped[Key]
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("photo_batches.id", ondelete="CASCADE"))
    user_id: Mapped[OwnerKey]
    filename: Mapped[str] = mapped_column(String(500))
    content_sha256: Mapped[str] = mapped_column(String(64))
    garment_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("garments.id", ondelete="SET NULL"), index=True
    )
    duplicate: Mapped[bool] = mapped_column(server_default=text("false"))
    """Its garment was there before this file, from another file or another upload."""
    error_code: Mapped[str | None] = mapped_column(String(50))
    error_message: Mapped[str | None] = mapped_column(Text)
