"""The sign of life of a job in work: written at intervals and whenever the work has moved."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from db import job_claims
from jobs.failures import DATABASE_AWAY
from jobs.progress import tell_progress
from jobs.task import JobCancelled, JobLost, JobTask
from jobs.world import World
from stylist.cancelling import end

log = logging.getLogger(__name__)
MIN_GAP_S = 0.1
"""Progress is written at most this often."""


@contextlib.asynccontextmanager
async def keep_beating(world: World, task: JobTask) -> AsyncIterator[None]:
    """Beat while the block runs."""
    beating = asyncio.create_task(_beat_forever(world, task))
    try:
        yield
    finally:
        await end(beating)


async def _beat_forever(world: World, task: JobTask) -> None:
    while True:
        moved = await _moved(task, within_s=world.settings.jobs.heartbeat_s)
        try:
            await _beat(world, task)
        except DATABASE_AWAY as error:
            log.warning("job %s cannot beat: %s", task.job.id, error)
        if moved:
            await tell_progress(world.events, task)
        await asyncio.sleep(MIN_GAP_S)


async def _moved(task: JobTask, *, within_s: float) -> bool:
    try:
        # Not wait_for: until Python 3.12 it may swallow a cancel that comes as the event is set.
        async with asyncio.timeout(within_s):
            await task.changed.wait()
    except TimeoutError:
        return False
    task.changed.clear()
    return True


async def _beat(world: World, task: JobTask) -> None:
    async with world.sessions.begin() as session:
        asked = await job_claims.beat(session, task.job, progress=task.progress, stage=task.stage)
    if asked is None:
        task.stop(JobLost())
    elif asked:
        task.stop(JobCancelled())
