"""Conversations, their messages, and the runs that answer them."""

import uuid
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import UUIDS, Base, Created, CreatedAndUpdated, Json, Key, OwnerKey


class Conversation(CreatedAndUpdated, Base):
    """A dialogue and the constraints that hold in it now."""

    __tablename__ = "conversations"

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    title: Mapped[str | None] = mapped_column(String(200))
    active_constraints: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"))
    excluded_item_ids: Mapped[list[uuid.UUID]] = mapped_column(UUIDS, server_default=text("'{}'"))


class Message(Created, Base):
    """One utterance. `degraded` and `truncated` tell how an assistant's answer came about."""

    __tablename__ = "messages"

    id: Mapped[Key]
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(String(10))
    content: Mapped[str] = mapped_column(Text)
    recommended_outfit_ids: Mapped[list[uuid.UUID] | None] = mapped_column(UUIDS)
    extracted_constraints: Mapped[Json | None]
    run_id: Mapped[uuid.UUID | None] = mapped_column(index=True)


class Run(Created, Base):
    """The work of answering one message, held by one process at a time through its lease.

    At most one run of a conversation is pending or running (partial unique index).
    """

    __tablename__ = "runs"
    __table_args__ = (
        Index(
            "uq_runs_active_conversation",
            "conversation_id",
            unique=True,
            postgresql_where=text("status IN ('pending', 'running')"),
        ),
        UniqueConstraint("user_id", "conversation_id", "idempotency_key"),
        Index("ix_runs_status_lease_expires_at", "status", "lease_expires_at"),
    )

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    reply_message_id: Mapped[uuid.UUID | None]
    status: Mapped[str] = mapped_column(String(20), server_default="pending")
    model: Mapped[str | None] = mapped_column(String(100))
    prompt_version: Mapped[str | None] = mapped_column(String(20))
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    constraints: Mapped[Json | None]
    tool_calls: Mapped[list[Json]] = mapped_column(server_default=text("'[]'::jsonb"))
    outfit_ids: Mapped[list[uuid.UUID]] = mapped_column(UUIDS, server_default=text("'{}'"))
    degraded: Mapped[list[str]] = mapped_column(ARRAY(String(100)), server_default=text("'{}'"))
    timings_ms: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"))
    error_code: Mapped[str | None] = mapped_column(String(50))
    error_message: Mapped[str | None] = mapped_column(Text)
    attempt: Mapped[int] = mapped_column(server_default=text("0"))
    cancel_requested: Mapped[bool] = mapped_column(server_default=text("false"))
    lease_owner: Mapped[str | None] = mapped_column(String(100))
    lease_expires_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class RunCheckpoint(Base):
    """Where an active run's graph stands: the newest step, serialised as `kind` says."""

    __tablename__ = "run_checkpoints"

    run_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[bytes] = mapped_column(LargeBinary)
