"""Keep bulk uploads, so that they can be taken up again, and where imported garments come from."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False)


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _belongs(
    table: str, column: str, to: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "photo_batches",
        _id(),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _time("updated_at"),
        _time("created_at"),
        _belongs("photo_batches", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_batches")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_photo_batches_user_id_key")),
    )
    op.create_index(op.f("ix_photo_batches_user_id"), "photo_batches", ["user_id"])
    op.create_table(
        "batch_photos",
        _id(),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("filename", sa.String(length=500), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("garment_id", sa.UUID(), nullable=True),
        sa.Column("duplicate", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("error_code", sa.String(length=50), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        _time("created_at"),
        _belongs("batch_photos", "batch_id", "photo_batches"),
        _belongs("batch_photos", "user_id", "users"),
        _belongs("batch_photos", "garment_id", "garments", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_photos")),
        sa.UniqueConstraint("seq", name=op.f("uq_batch_photos_seq")),
        sa.UniqueConstraint(
            "batch_id",
            "filename",
            "content_sha256",
            name=op.f("uq_batch_photos_batch_id_filename_content_sha256"),
        ),
    )
    op.create_index(op.f("ix_batch_photos_user_id"), "batch_photos", ["user_id"])
    op.create_index(op.f("ix_batch_photos_garment_id"), "batch_photos", ["garment_id"])
    op.create_table(
        "garment_origins",
        _id(),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("origin_id", sa.UUID(), nullable=False),
        sa.Column("garment_id", sa.UUID(), nullable=False),
        _time("created_at"),
        _belongs("garment_origins", "user_id", "users"),
        _belongs("garment_origins", "garment_id", "garments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_garment_origins")),
        sa.UniqueConstraint(
            "user_id", "origin_id", name=op.f("uq_garment_origins_user_id_origin_id")
        ),
    )
    op.create_index(op.f("ix_garment_origins_user_id"), "garment_origins", ["user_id"])
    op.create_index(op.f("ix_garment_origins_garment_id"), "garment_origins", ["garment_id"])


def downgrade() -> None:
    op.drop_table("garment_origins")
    op.drop_table("batch_photos")
    op.drop_table("photo_batches")
