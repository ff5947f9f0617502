"""Know which vectors there are of each garment, and ask whether two garments are one."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vector_collections",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("embedder", sa.String(length=150), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "state IN ('filling', 'live', 'old')", name=op.f("ck_vector_collections_state")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_vector_collections")),
    )
    op.create_index(
        "uq_vector_collections_live",
        "vector_collections",
        ["role"],
        unique=True,
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_table(
        "garment_vectors",
        sa.Column("garment_id", sa.UUID(), nullable=False),
        sa.Column("collection", sa.String(length=200), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["garment_id"],
            ["garments.id"],
            name=op.f("fk_garment_vectors_garment_id_garments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["collection"],
            ["vector_collections.name"],
            name=op.f("fk_garment_vectors_collection_vector_collections"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("garment_id", "collection", name=op.f("pk_garment_vectors")),
    )
    op.create_index(op.f("ix_garment_vectors_collection"), "garment_vectors", ["collection"])
    op.create_table(
        "garment_duplicates",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("garment_id", sa.UUID(), nullable=False),
        sa.Column("other_id", sa.UUID(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="open", nullable=False),
        sa.Column("kept_id", sa.UUID(), nullable=True),
        sa.Column("was", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "state IN ('open', 'same', 'different')", name=op.f("ck_garment_duplicates_state")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_garment_duplicates_{column}_{table}"),
                ondelete="CASCADE",
            )
            for column, table in (
                ("user_id", "users"),
                ("garment_id", "garments"),
                ("other_id", "garments"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_garment_duplicates")),
        sa.UniqueConstraint(
            "garment_id", "other_id", name=op.f("uq_garment_duplicates_garment_id_other_id")
        ),
    )
    for column in ("user_id", "other_id"):
        op.create_index(
            op.f(f"ix_garment_duplicates_{column}"), "garment_duplicates", [column]
        )


def downgrade() -> None:
    op.drop_table("garment_duplicates")
    op.drop_table("garment_vectors")
    op.drop_table("vector_collections")
