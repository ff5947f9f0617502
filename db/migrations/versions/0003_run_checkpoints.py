"""Keep one checkpoint of a run beside it, in place of LangGraph's own tables."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = ("checkpoint_writes", "checkpoint_blobs", "checkpoints", "checkpoint_migrations")


def upgrade() -> None:
    op.create_table(
        "run_checkpoints",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.id"],
            name=op.f("fk_run_checkpoints_run_id_runs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_checkpoints")),
    )
    # Written often and read almost never: compressing it is not worth the time.
    op.execute("ALTER TABLE run_checkpoints ALTER COLUMN state SET STORAGE EXTERNAL")
    for name in BEFORE:
        op.execute(f"DROP TABLE IF EXISTS {name}")


def downgrade() -> None:
    op.drop_table("run_checkpoints")
