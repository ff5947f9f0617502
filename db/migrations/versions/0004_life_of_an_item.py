"""Keep what people tell of an item, whether it is at hand, its former photos, and doubts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AVAILABILITY = "availability IN ('clean', 'laundry', 'lent', 'packed', 'archived')"
TURNS = "photo_rotation IN (0, 90, 180, 270)"
OF_GARMENTS = (
    "brand", "size", "price", "currency", "purchased_on", "availability",
    "photo_version", "photo_part", "photo_rotation", "background_removed",
)  # fmt: skip

SAID = """
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(newest.key, newest.value) AS said
    FROM (
        SELECT DISTINCT ON (field.key) field.key, field.value
        FROM garment_labels AS label
        CROSS JOIN LATERAL (
            SELECT key, COALESCE(
                CASE key
                    WHEN 'category' THEN to_jsonb(label.category)
                    WHEN 'subcategory' THEN to_jsonb(label.subcategory)
                    ELSE label.attributes -> key
                END, 'null'::jsonb) AS value
            FROM unnest(label.fields) AS key
        ) AS field
        WHERE label.garment_id = g.id AND label.undone_at IS NULL
        ORDER BY field.key, label.seq DESC
    ) AS newest
) l ON true
"""
WHAT_IT_IS = """
    CASE WHEN l.said ? 'category' THEN l.said ->> 'category' ELSE p.category END AS category,
    CASE WHEN l.said ? 'subcategory' THEN l.said ->> 'subcategory' ELSE p.subcategory
        END AS subcategory,
"""
VIEW = f"""
CREATE VIEW effective_garments AS
SELECT
    g.id, g.user_id, g.status, g.error_message, g.custom_name, g.custom_notes, g.source_name,
    g.original_image_path, g.processed_image_path, g.thumbnail_path, g.drawn,
    g.created_at, g.updated_at,
    {", ".join(f"g.{name}" for name in OF_GARMENTS)},
    {WHAT_IT_IS}
    COALESCE(p.attributes, '{{}}'::jsonb)
        || (COALESCE(l.said, '{{}}'::jsonb) - ARRAY['category', 'subcategory', 'doubts'])
        AS attributes,
    COALESCE(p.confidence, '{{}}'::jsonb) AS confidence,
    COALESCE(p.backend, '{{}}'::jsonb) AS backend,
    COALESCE(p.doubts, '[]'::jsonb) - ARRAY(
        SELECT jsonb_array_elements_text(
            CASE jsonb_typeof(l.said -> 'doubts') WHEN 'array' THEN l.said -> 'doubts' END)
    ) AS doubts,
    ARRAY(
        SELECT jsonb_object_keys(COALESCE(l.said, '{{}}'::jsonb) - 'doubts') ORDER BY 1
    ) AS corrected,
    p.embedding_id
FROM garments g
LEFT JOIN LATERAL (
    SELECT * FROM garment_predictions
    WHERE garment_id = g.id AND photo_version <= g.photo_version
    ORDER BY photo_version DESC, created_at DESC, id LIMIT 1
) p ON true
{SAID}
"""
VIEW_BEFORE = f"""
CREATE VIEW effective_garments AS
SELECT
    g.id, g.user_id, g.status, g.error_message, g.custom_name, g.custom_notes, g.source_name,
    g.original_image_path, g.processed_image_path, g.thumbnail_path, g.drawn,
    g.created_at, g.updated_at,
    {WHAT_IT_IS}
    COALESCE(p.attributes, '{{}}'::jsonb)
        || (COALESCE(l.said, '{{}}'::jsonb) - 'category' - 'subcategory') AS attributes,
    COALESCE(p.confidence, '{{}}'::jsonb) AS confidence,
    COALESCE(p.backend, '{{}}'::jsonb) AS backend,
    ARRAY(SELECT jsonb_object_keys(COALESCE(l.said, '{{}}'::jsonb)) ORDER BY 1) AS corrected,
    p.embedding_id
FROM garments g
LEFT JOIN LATERAL (
    SELECT * FROM garment_predictions
    WHERE garment_id = g.id ORDER BY created_at DESC, id LIMIT 1
) p ON true
{SAID}
"""


def upgrade() -> None:
    op.execute("DROP VIEW effective_garments")
    for column in (
        sa.Column("brand", sa.String(length=100), nullable=True),
        sa.Column("size", sa.String(length=40), nullable=True),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("purchased_on", sa.Date(), nullable=True),
        sa.Column("availability", sa.String(length=20), server_default="clean", nullable=False),
        sa.Column("photo_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("photo_part", sa.Integer(), server_default="0", nullable=False),
        sa.Column("photo_rotation", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "background_removed", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
    ):
        op.add_column("garments", column)
    op.create_check_constraint(op.f("ck_garments_availability"), "garments", AVAILABILITY)
    op.create_check_constraint(op.f("ck_garments_photo_rotation"), "garments", TURNS)
    op.create_check_constraint(op.f("ck_garments_price"), "garments", "price >= 0")
    op.add_column(
        "garment_predictions",
        sa.Column(
            "doubts",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
    )
    op.add_column(
        "garment_predictions",
        sa.Column("photo_version", sa.Integer(), server_default="1", nullable=False),
    )
    op.create_table(
        "former_photos",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("garment_id", sa.UUID(), nullable=False),
        sa.Column("photo_version", sa.Integer(), nullable=False),
        sa.Column("original_image_path", sa.String(length=500), nullable=False),
        sa.Column("processed_image_path", sa.String(length=500), nullable=True),
        sa.Column("thumbnail_path", sa.String(length=500), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("photo_part", sa.Integer(), nullable=False),
        sa.Column("photo_rotation", sa.Integer(), nullable=False),
        sa.Column("background_removed", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["garment_id"],
            ["garments.id"],
            name=op.f("fk_former_photos_garment_id_garments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_photos")),
        sa.UniqueConstraint(
            "garment_id", "photo_version", name=op.f("uq_former_photos_garment_id_photo_version")
        ),
    )
    op.execute("UPDATE garment_labels SET source = 'person' WHERE source = 'user_corrected'")
    op.execute(VIEW)


def downgrade() -> None:
    op.execute("DROP VIEW effective_garments")
    op.execute("UPDATE garment_labels SET source = 'user_corrected' WHERE source = 'person'")
    # What belongs to a photo that is not shown at this revision cannot be told apart there.
    op.execute(
        "DELETE FROM garment_predictions p USING garments g"
        " WHERE g.id = p.garment_id AND p.photo_version > g.photo_version"
    )
    op.drop_table("former_photos")
    op.drop_column("garment_predictions", "photo_version")
    op.drop_column("garment_predictions", "doubts")
    for name in ("price", "photo_rotation", "availability"):
        op.drop_constraint(op.f(f"ck_garments_{name}"), "garments", type_="check")
    for name in OF_GARMENTS:
        op.drop_column("garments", name)
    op.execute(VIEW_BEFORE)
