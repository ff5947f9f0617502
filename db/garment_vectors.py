"""Which garments the vector index has, as PostgreSQL knows it: `embedding_id` of the prediction."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import Garment, GarmentPrediction


async def mark_indexed(session: AsyncSession, garment_id: UUID, *, collection: str) -> bool:
    """Note that the collection has the garment's vector; False: the garment is gone."""
    marked = await session.scalars(
        update(GarmentPrediction)
        .where(GarmentPrediction.garment_id == garment_id)
        .values(embedding_id=f"{collection}:{garment_id}")
        .returning(GarmentPrediction.id)
    )
    return marked.first() is not None


async def list_unindexed(
    session: AsyncSession, *, collection: str, older_than_s: float, limit: int
) -> list[tuple[UUID, UUID]]:
    """(owner, garment) of ready garments that this collection lacks, oldest first."""
    newer = aliased(GarmentPrediction)
    superseded = (
        select(newer.id)
        .where(newer.garment_id == GarmentPrediction.garment_id)
        .where(newer.created_at > GarmentPrediction.created_at)
        .exists()
    )
    known = GarmentPrediction.embedding_id
    before = func.clock_timestamp() - timedelta(seconds=older_than_s)
    rows = await session.execute(
        select(Garment.user_id, Garment.id)
        .join(GarmentPrediction, GarmentPrediction.garment_id == Garment.id)
        .where(Garment.status == "ready", GarmentPrediction.created_at < before, ~superseded)
        .where(or_(known.is_(None), ~known.startswith(f"{collection}:", autoescape=True)))
        .order_by(GarmentPrediction.created_at)
        .limit(limit)
    )
    return [(owner_id, garment_id) for owner_id, garment_id in rows]
