"""Jobs: the authority on work that a worker does."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Created, Json, Key, OwnerKey


class Job(Created, Base):
    """A piece of work: pending → processing → completed | failed | cancelled.

    Written in the same transaction as the thing it is for; queued only after that commits. `key`
    makes the job idempotent per owner and kind. `delivered_at` is null until the queue has it.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "key"),
        Index("ix_jobs_status_heartbeat_at", "status", "heartbeat_at"),
    )

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    kind: Mapped[str] = mapped_column(String(50))
    queue: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(200))
    payload: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(20), server_default="pending")
    stage: Mapped[str | None] = mapped_column(String(50))
    progress: Mapped[float] = mapped_column(server_default=text("0.0"))
    attempt: Mapped[int] = mapped_column(server_default=text("0"))
    error_code: Mapped[str | None] = mapped_column(String(50))
    error_message: Mapped[str | None] = mapped_column(Text)
    result: Mapped[Json | None]
    cancel_requested: Mapped[bool] = mapped_column(server_default=text("false"))
    worker_id: Mapped[str | None] = mapped_column(String(100))
    delivered_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
