"""Keep which wording of the prompts answered a run."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("prompt_version", sa.String(length=20), nullable=True))


def downgrade() -> None:
    op.drop_column("runs", "prompt_version")
