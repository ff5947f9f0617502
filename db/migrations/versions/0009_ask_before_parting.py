"""Keep what the agent asked leave for, until the person has answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = "confirmations"
UUIDS = postgresql.ARRAY(postgresql.UUID(as_uuid=True))


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column(
            "id",
            postgresql.UUID(as_uuid=True),
            server_default=sa.text("gen_random_uuid()"),
            nullable=False,
        ),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("conversation_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("run_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("garment_ids", UUIDS, nullable=False),
        sa.Column("names", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("state", sa.String(length=20), server_default="asked", nullable=False),
        sa.Column("degraded", postgresql.ARRAY(sa.String(length=100)),
                  server_default=sa.text("'{}'"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True),
                  server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("action IN ('delete', 'archive')", name=op.f("ck_confirmations_action")),
        sa.CheckConstraint(
            "state IN ('asked', 'confirmed', 'done', 'declined', 'withdrawn', 'expired')",
            name=op.f("ck_confirmations_state"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            ondelete="CASCADE",
            name=op.f("fk_confirmations_user_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            ondelete="CASCADE",
            name=op.f("fk_confirmations_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
    )  # fmt: skip
    op.create_index(op.f("ix_confirmations_user_id"), TABLE, ["user_id"])
    op.create_index(op.f("ix_confirmations_conversation_id"), TABLE, ["conversation_id"])
    op.create_index(
        "uq_confirmations_open_conversation",
        TABLE,
        ["conversation_id"],
        unique=True,
        postgresql_where=sa.text("state = 'asked'"),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
