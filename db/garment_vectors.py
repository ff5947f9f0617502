"""Which garments' vectors a collection of the vector index has, and which it lacks."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Garment, GarmentVector, VectorCollection


async def mark_written(
    session: AsyncSession, garment_id: UUID, *, collection: str, seen: datetime
) -> bool:
    """Note that the collection has the garment's vector; False: one of the two is gone.

    `seen` is the `updated_at` of the garment that the vector was made of: a change in between is
    told by the difference.
    """
    there = (
        select(Garment.id, VectorCollection.name, literal(seen))
        .join(VectorCollection, VectorCollection.name == collection)
        .where(Garment.id == garment_id)
    )
    adding = insert(GarmentVector).from_select(["garment_id", "collection", "seen"], there)
    marked = await session.scalar(
        adding.on_conflict_do_update(
            index_elements=["garment_id", "collection"], set_={"seen": adding.excluded.seen}
        ).returning(GarmentVector.garment_id)
    )
    return marked is not None


async def forget_marks(
    session: AsyncSession, *, collection: str, owner_id: UUID | None = None
) -> None:
    """Have every vector of the collection written again, of one owner or of all."""
    marks = delete(GarmentVector).where(GarmentVector.collection == collection)
    if owner_id is not None:
        mine = select(Garment.id).where(Garment.user_id == owner_id)
        marks = marks.where(GarmentVector.garment_id.in_(mine))
    await session.execute(marks)


async def list_stale(
    session: AsyncSession, *, collection: str, older_than_s: float, limit: int
) -> list[tuple[UUID, UUID]]:
    """(owner, garment) of ready garments that this collection lacks or has as they were before.

    Oldest change first; what changed less than `older_than_s` ago is still being written by
    whoever changed it.
    """
    before = func.clock_timestamp() - timedelta(seconds=older_than_s)
    rows = await session.execute(
        select(Garment.user_id, Garment.id)
        .outerjoin(
            GarmentVector,
            (GarmentVector.garment_id == Garment.id) & (GarmentVector.collection == collection),
        )
        .where(Garment.status == "ready", Garment.updated_at < before)
        .where(GarmentVector.seen.is_distinct_from(Garment.updated_at))
        .order_by(Garment.updated_at, Garment.id)
        .limit(limit)
    )
    return [(owner_id, garment_id) for owner_id, garment_id in rows]
