"""The demo wardrobe: drawn garments for somebody who has no photos yet."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import jobs
from tools.deps import Deps

JOB_KIND = "draw_demo"


async def draw_demo_wardrobe(deps: Deps) -> UUID:
    """Ask a worker to draw the demo wardrobe; returns the job.

    Asking again while it is drawn is the same job. Pieces that are still there are not doubled, and
    pieces that were deleted come back.
    """
    async with deps.sessions.begin() as session:
        earlier = await jobs.list_jobs(session, owner_id=deps.owner_id, limit=1000)
        done = sum(job.kind == JOB_KIND and job.status == "completed" for job in earlier)
        job = await jobs.add_job(
            session,
            owner_id=deps.owner_id,
            kind=JOB_KIND,
            queue="interactive",
            key=f"demo-{done}",
            payload={},
        )
    await deps.queue.deliver(job.id, queue="interactive")
    return job.id


async def is_being_drawn(session: AsyncSession, deps: Deps) -> bool:
    """Whether a worker has the demo wardrobe in hand, or will have."""
    found = await jobs.list_jobs(session, owner_id=deps.owner_id, limit=1000)
    return any(job.kind == JOB_KIND and job.status in ("pending", "processing") for job in found)
