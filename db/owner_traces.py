"""What an owner leaves outside our own tables: event streams and the agent's checkpoints."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Job, Run

CHECKPOINT_TABLES = ("checkpoint_writes", "checkpoint_blobs", "checkpoints")
"""LangGraph's tables; a thread of theirs is a run of ours, without a foreign key."""


async def list_runs_of(session: AsyncSession, *, owner_id: UUID) -> list[UUID]:
    """The ids of the owner's runs."""
    return list(await session.scalars(select(Run.id).where(Run.user_id == owner_id)))


async def list_jobs_of(session: AsyncSession, *, owner_id: UUID) -> list[UUID]:
    """The ids of the owner's jobs."""
    return list(await session.scalars(select(Job.id).where(Job.user_id == owner_id)))


async def forget_checkpoints(session: AsyncSession, *, owner_id: UUID) -> None:
    """Drop the checkpoints of the owner's runs; before the agent's first start there are none."""
    for name in CHECKPOINT_TABLES:
        if await session.scalar(text("SELECT to_regclass(:name)"), {"name": name}) is None:
            continue
        await session.execute(
            text(
                f"DELETE FROM {name} WHERE thread_id IN "
                "(SELECT id::text FROM runs WHERE user_id = :owner)"
            ),
            {"owner": owner_id},
        )
