"""Create the view that says what a garment is: label over prediction, field by field."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

VIEW = """
CREATE VIEW effective_garments AS
SELECT
    g.id, g.user_id, g.status, g.error_message, g.custom_name, g.custom_notes, g.source_name,
    g.original_image_path, g.processed_image_path, g.thumbnail_path, g.drawn,
    g.created_at, g.updated_at,
    CASE WHEN l.said ? 'category' THEN l.said ->> 'category' ELSE p.category END AS category,
    CASE WHEN l.said ? 'subcategory' THEN l.said ->> 'subcategory' ELSE p.subcategory
        END AS subcategory,
    COALESCE(p.attributes, '{}'::jsonb)
        || (COALESCE(l.said, '{}'::jsonb) - 'category' - 'subcategory') AS attributes,
    COALESCE(p.confidence, '{}'::jsonb) AS confidence,
    COALESCE(p.backend, '{}'::jsonb) AS backend,
    ARRAY(SELECT jsonb_object_keys(COALESCE(l.said, '{}'::jsonb)) ORDER BY 1) AS corrected,
    p.embedding_id
FROM garments g
LEFT JOIN LATERAL (
    SELECT * FROM garment_predictions
    WHERE garment_id = g.id ORDER BY created_at DESC, id LIMIT 1
) p ON true
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


def upgrade() -> None:
    op.execute(VIEW)


def downgrade() -> None:
    op.execute("DROP VIEW effective_garments")
