"""Cancels a job, and tells who watches it."""

from uuid import UUID

from db import jobs
from db.models import Job
from jobs.progress import tell_end
from tools.deps import Deps


async def cancel_job(deps: Deps, job_id: UUID) -> Job:
    """Cancel a waiting job at once, ask the worker of a running one; an ended job stays.

    Raises:
        NotFound: no such job.
    """
    async with deps.sessions.begin() as session:
        before = (await jobs.get_job(session, job_id, owner_id=deps.owner_id)).status
        job = await jobs.request_cancel(session, job_id, owner_id=deps.owner_id)
    if before == "pending" and job.status == "cancelled":
        await tell_end(
            deps.services.events, job.id, job.kind, status="cancelled", error=job.error_message
        )
    return job
