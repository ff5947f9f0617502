"""The sweeper: finds jobs whose worker went quiet and jobs that the queue knows nothing of."""

import asyncio
import logging
from uuid import UUID

from db import job_claims
from db.models import Job
from jobs.failures import DATABASE_AWAY
from jobs.progress import tell_end
from jobs.queue import QueueName
from jobs.world import World

log = logging.getLogger(__name__)
DELIVERY_GRACE_S = 1.0
"""A row this young is still being delivered by whoever wrote it."""


async def sweep_forever(world: World, queue: QueueName) -> None:
    """Sweep at intervals, until cancelled; a database that is away is asked again."""
    while True:
        try:
            await sweep(world, queue)
        except DATABASE_AWAY as error:
            log.warning("the sweeper waits for the database: %s", error)
        await asyncio.sleep(world.settings.jobs.sweep_s)


async def sweep(world: World, queue: QueueName) -> list[UUID]:
    """Put quiet jobs back and deliver what our queue has lost; returns what was delivered."""
    await _wake_quiet(world)
    return await _deliver_lost(world, queue)


async def _wake_quiet(world: World) -> None:
    limits = world.settings.jobs
    async with world.sessions.begin() as session:
        jobs = await job_claims.requeue_stale(
            session, stale_s=limits.stale_s, max_attempts=limits.max_attempts
        )
    for job in jobs:
        log.warning("job %s went quiet in attempt %d: %s", job.id, job.attempt, job.status)
        if job.status == "failed":
            await tell_end(world.events, job.id, job.kind, status="failed", error=job.error_message)
        else:
            await world.queue.deliver(job.id, queue=_queue_of(job))


def _queue_of(job: Job) -> QueueName:
    return "interactive" if job.queue == "interactive" else "batch"


async def _deliver_lost(world: World, queue: QueueName) -> list[UUID]:
    async with world.sessions.begin() as session:
        rows = await job_claims.undelivered(session, queue=queue, older_than_s=DELIVERY_GRACE_S)
    if not rows or (waiting := await world.queue.waiting(queue)) is None:
        return []
    lost = [id_ for id_ in rows if id_ not in waiting]
    delivered = [id_ for id_ in lost if await world.queue.deliver(id_, queue=queue)]
    if delivered:
        async with world.sessions.begin() as session:
            await job_claims.mark_delivered(session, delivered)
    return delivered
