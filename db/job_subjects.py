"""The thing a job is for: it says what its job says, so that nothing is ever stuck."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Garment


async def start_subject(session: AsyncSession, subject_id: UUID | None, *, owner_id: UUID) -> None:
    """Say that work on the garment has begun; a subject of another kind is left alone."""
    if subject_id is not None:
        waiting = (Garment.id == subject_id, Garment.user_id == owner_id)
        await session.execute(
            update(Garment)
            .where(*waiting, Garment.status.in_(("pending", "failed")))
            .values(status="processing", error_message=None)
        )


async def settle_subject(
    session: AsyncSession, subject_id: UUID | None, *, owner_id: UUID, message: str
) -> None:
    """Fail the garment whose job ended without a result, with the same words."""
    if subject_id is not None:
        waiting = (Garment.id == subject_id, Garment.user_id == owner_id)
        await session.execute(
            update(Garment)
            .where(*waiting, Garment.status.in_(("pending", "processing")))
            .values(status="failed", error_message=message)
        )
