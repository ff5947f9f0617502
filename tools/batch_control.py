"""Stops a bulk upload, and takes it up again."""

from uuid import UUID

from db import batches as rows
from jobs.progress import tell_end
from tools.add_garment import JOB_KIND, look_again
from tools.bulk_upload import BatchView, read_batch
from tools.deps import Deps


async def cancel_batch(deps: Deps, batch_id: UUID) -> BatchView:
    """Stop what is not begun; what a worker looks at just now is finished.

    The garments stay as `failed` with their photos, so that `resume_batch` can go on with them.

    Raises:
        NotFound: no such batch.
    """
    async with deps.sessions.begin() as session:
        batch = await rows.get_batch(session, batch_id, owner_id=deps.owner_id, lock="alone")
        batch.cancelled = True
        await session.flush()
        stopped = await rows.cancel_waiting(session, batch_id, owner_id=deps.owner_id)
    for job_id in stopped:
        await tell_end(deps.services.events, job_id, JOB_KIND, status="cancelled")
    return await read_batch(deps, batch_id)


async def resume_batch(deps: Deps, batch_id: UUID) -> BatchView:
    """Open the batch for more files, and look again at what was cancelled or has failed.

    Raises:
        NotFound: no such batch.
    """
    async with deps.sessions.begin() as session:
        batch = await rows.get_batch(session, batch_id, owner_id=deps.owner_id, lock="alone")
        batch.cancelled = False
        await session.flush()
        stopped = await rows.list_stopped(session, batch_id, owner_id=deps.owner_id)
        again = [await look_again(session, deps, garment, queue="batch") for garment in stopped]
    for job_id in filter(None, again):
        if not await deps.queue.deliver(job_id, queue="batch"):
            break  # the sweeper delivers what a queue that is away does not take
    return await read_batch(deps, batch_id)
