"""A garment's own row: found for its owner, and marked as changed."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Garment, GarmentPrediction
from stylist.errors import NotFound


async def get_garment(
    session: AsyncSession, garment_id: UUID, *, owner_id: UUID, lock: bool = False
) -> Garment:
    """The garment's row, locked for this transaction when asked.

    Raises:
        NotFound: no such garment, or it is somebody else's.
    """
    wanted = select(Garment).where(Garment.id == garment_id, Garment.user_id == owner_id)
    garment = await session.scalar(wanted.with_for_update() if lock else wanted)
    if garment is None:
        raise NotFound(
            "There is no such garment.", hint="Use only garment ids that a tool has returned."
        )
    return garment


async def touch(session: AsyncSession, garment: Garment) -> None:
    """Note a change, also that the vector index does not have it yet."""
    garment.updated_at = func.now()
    await session.flush()
    await session.execute(
        update(GarmentPrediction)
        .where(GarmentPrediction.garment_id == garment.id)
        .values(embedding_id=None)
    )
