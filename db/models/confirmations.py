"""What the agent asked leave for, and what became of it."""

import uuid
from datetime import datetime

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import UUIDS, Base, Created, Key, OwnerKey


class Confirmation(Created, Base):
    """A question whether garments shall go, open in at most one place of a conversation.

    `names` are those that were asked about, in the order of `garment_ids`; `run_id` is the run that
    asked. A `confirmed` one is being carried out, or was when its process died; `left_out` are
    those of its garments that had changed by the time of the yes.
    """

    __tablename__ = "confirmations"
    __table_args__ = (
        CheckConstraint("action IN ('delete', 'archive')", name="action"),
        CheckConstraint(
            "state IN ('asked', 'confirmed', 'done', 'declined', 'withdrawn', 'expired')",
            name="state",
        ),
        Index(
            "uq_confirmations_open_conversation",
            "conversation_id",
            unique=True,
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    run_id: Mapped[uuid.UUID]
    action: Mapped[str] = mapped_column(String(20))
    garment_ids: Mapped[list[uuid.UUID]] = mapped_column(UUIDS)
    names: Mapped[list[str]] = mapped_column(ARRAY(Text))
    left_out: Mapped[list[uuid.UUID]] = mapped_column(UUIDS, server_default=text("'{}'"))
    state: Mapped[str] = mapped_column(String(20), server_default="asked")
    degraded: Mapped[list[str]] = mapped_column(ARRAY(String(100)), server_default=text("'{}'"))
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
