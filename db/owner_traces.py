"""What an owner leaves outside our tables: the event streams of runs and jobs."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Job, Run


async def list_runs_of(session: AsyncSession, *, owner_id: UUID) -> list[UUID]:
    """The ids of the owner's runs."""
    return list(await session.scalars(select(Run.id).where(Run.user_id == owner_id)))


async def list_jobs_of(session: AsyncSession, *, owner_id: UUID) -> list[UUID]:
    """The ids of the owner's jobs."""
    return list(await session.scalars(select(Job.id).where(Job.user_id == owner_id)))
