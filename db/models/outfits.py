"""Outfits and what people thought of them."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import UUIDS, Base, Created, Json, Key, OwnerKey


class Outfit(Created, Base):
    """Garments worn together.

    `items` keeps each garment as it was shown, so that an outfit can still be read after a garment
    was deleted; `withdrawn_at` is set then, and the outfit is no longer offered. Outfits of one
    answer share `shown_id`; `position` counts from 1, `policy` says how one was chosen and
    `propensity` how likely that choice was, `base_score` what it scored before anything learned.
    """

    __tablename__ = "outfits"

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    garment_ids: Mapped[list[uuid.UUID]] = mapped_column(UUIDS)
    items: Mapped[list[Json]]
    name: Mapped[str | None] = mapped_column(String(100))
    occasion: Mapped[str | None] = mapped_column(String(50), index=True)
    context: Mapped[Json | None]
    compatibility_score: Mapped[float | None]
    score_breakdown: Mapped[Json | None]
    explanation: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(20))
    run_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]
    shown_id: Mapped[uuid.UUID | None]
    position: Mapped[int | None]
    policy: Mapped[str | None] = mapped_column(String(20))
    propensity: Mapped[float | None]
    base_score: Mapped[float | None]


class OutfitFeedback(Created, Base):
    """One reaction (`tools.record_feedback.Action`), when, and why.

    `details` keep what belongs to one kind: the temperature, what was worn instead.
    """

    __tablename__ = "outfit_feedback"

    id: Mapped[Key]
    outfit_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("outfits.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[OwnerKey]
    action: Mapped[str] = mapped_column(String(20), index=True)
    reason: Mapped[str | None] = mapped_column(String(50))
    details: Mapped[Json | None]
