"""A wardrobe as rows: garments as a worker leaves them, without photos or vectors."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import garments
from db.blobs import blob_key
from stylist import vocabulary

SMALL = (
    ("shirt", "white"), ("shirt", "light-blue"), ("polo", "navy"), ("sweater", "beige"),
    ("sweater", "burgundy"), ("trousers", "gray"), ("chinos", "navy"), ("jeans", "blue"),
    ("blazer", "navy"), ("trench-coat", "gray"), ("quilted-coat", "burgundy"),
    ("rain-jacket", "olive"), ("oxfords", "brown"), ("sneakers", "white"), ("loafers", "burgundy"),
    ("ankle-boots", "brown"), ("puffer-jacket", "black"), ("t-shirt", "gray"), ("shorts", "beige"),
)  # fmt: skip
"""Enough for three different outfits in rain and in sun, with some of everything."""


async def hang_up(
    session: AsyncSession, owner_id: UUID, wardrobe: tuple[tuple[str, str], ...] = SMALL
) -> list[UUID]:
    """Add ready garments, each a category or subcategory and a colour."""
    return [await hang(session, owner_id, name, color) for name, color in wardrobe]


async def hang(session: AsyncSession, owner_id: UUID, name: str, color: str) -> UUID:
    """Add one ready garment."""
    kind = vocabulary.kinds()[name]
    row = await garments.add_garment(
        session,
        owner_id=owner_id,
        image_key=blob_key(f"{name}-{color}".encode(), owner_id=owner_id, extension="jpg"),
        content_sha256="0" * 64,
    )
    await garments.add_prediction(
        session,
        row.id,
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        attributes={
            "color_primary": color,
            "colors": [{"name": color, "hex": vocabulary.colors()[color].hex, "share": 0.9}],
            "pattern": "solid",
            "formality": kind.formality,
            "warmth_clo": kind.clo,
            "seasons": list(kind.seasons),
        },
        confidence={"category": 0.9},
        backend={"category": "rows"},
    )
    await garments.set_status(session, row.id, owner_id=owner_id, status="ready")
    return row.id
