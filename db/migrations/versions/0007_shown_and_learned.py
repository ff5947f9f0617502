"""Keep how an outfit came to be shown, details of reactions, and what was learned of a person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outfits", sa.Column("shown_id", sa.UUID(), nullable=True))
    op.add_column("outfits", sa.Column("position", sa.Integer(), nullable=True))
    op.add_column("outfits", sa.Column("policy", sa.String(length=20), nullable=True))
    op.add_column("outfits", sa.Column("propensity", sa.Float(), nullable=True))
    op.add_column("outfits", sa.Column("base_score", sa.Float(), nullable=True))
    op.add_column(
        "outfit_feedback",
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )
    op.add_column(
        "user_preferences",
        sa.Column("explore", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    )
    op.add_column(
        "user_preferences",
        sa.Column("clo_offset", sa.Float(), server_default=sa.text("0.0"), nullable=False),
    )
    op.add_column(
        "user_preferences",
        sa.Column("clo_offset_set", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column(
        "user_preferences", sa.Column("taste_covariance", sa.LargeBinary(), nullable=True)
    )


def downgrade() -> None:
    for column in ("taste_covariance", "clo_offset_set", "clo_offset", "explore"):
        op.drop_column("user_preferences", column)
    op.drop_column("outfit_feedback", "details")
    for column in ("base_score", "propensity", "policy", "position", "shown_id"):
        op.drop_column("outfits", column)
