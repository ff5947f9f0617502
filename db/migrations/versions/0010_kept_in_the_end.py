"""Keep which garments did not go although they were asked about: gone before, or renamed since."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

UUIDS = postgresql.ARRAY(postgresql.UUID(as_uuid=True))


def upgrade() -> None:
    op.add_column(
        "confirmations",
        sa.Column("left_out", UUIDS, server_default=sa.text("'{}'"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("confirmations", "left_out")
