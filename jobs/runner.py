"""One delivery: claim the row, do the work while the row beats, end the row. Never raises."""

import asyncio
import contextlib
import logging
from uuid import UUID

from db import job_claims
from db.job_claims import ClaimedJob
from db.jobs import CANCELLED_MESSAGE
from db.models.base import Json
from jobs.failures import DATABASE_AWAY, Failure, backoff_s, explain
from jobs.heartbeat import keep_beating
from jobs.progress import tell_end, tell_progress
from jobs.queue import QueueName
from jobs.task import JobCancelled, JobLost, JobTask, Outcome, SubjectGone
from jobs.world import Kinds, World

log = logging.getLogger(__name__)
RELEASE_TIMEOUT_S = 1.0
"""A worker that is told to end waits this long for the database."""


async def run_job(world: World, kinds: Kinds, job_id: UUID, *, worker_id: str) -> None:
    """Do the job if it is still to be had."""
    try:
        async with world.sessions.begin() as session:
            job = await job_claims.claim(session, job_id, worker_id)
    except DATABASE_AWAY as error:
        log.warning("job %s waits for the database: %s", job_id, error)
        return
    if job is not None:
        await _attempt(world, kinds, JobTask(job))


async def _attempt(world: World, kinds: Kinds, task: JobTask) -> None:
    job = task.job
    try:
        async with keep_beating(world, task), asyncio.timeout(world.settings.jobs.timeout_s):
            await _work(world, kinds, task)
    except asyncio.CancelledError:
        task.stop(JobLost())
        await _release(world, job)
        raise
    except JobLost:
        log.warning("job %s belongs to another worker by now", job.id)
    except (JobCancelled, SubjectGone):
        await _record(world, task, None)
    except (
        Exception
    ) as error:  # the outermost loop of a job: a bug ends the attempt, not the worker
        task.stop(JobLost())
        failure = explain(error)
        log.log(
            logging.WARNING if failure.expected else logging.ERROR,
            "job %s (%s) attempt %d: %s",
            *(job.id, job.kind, job.attempt, error),
            exc_info=None if failure.expected else error,
        )
        await _record(world, task, failure)


async def _work(world: World, kinds: Kinds, task: JobTask) -> None:
    job = task.job
    task.check()
    await tell_progress(world.events, task)
    if job.kind not in kinds:
        await _record(world, task, _unknown(job.kind))
        return
    outcome = await kinds[job.kind](world, task)
    try:
        await _write(world, job, outcome)
    except (SubjectGone, JobLost):
        await outcome.undo()
        raise
    result = await _afterwards(world, job, outcome)
    await tell_end(world.events, job.id, job.kind, status="completed", result=result)


async def _write(world: World, job: ClaimedJob, outcome: Outcome) -> None:
    async with world.sessions.begin() as session:
        # The fence first: it locks the row, so that nobody takes the job while we write.
        if not await job_claims.finish(session, job, result=outcome.result):
            raise JobLost
        await outcome.write(session)


async def _afterwards(world: World, job: ClaimedJob, outcome: Outcome) -> Json:
    """Do what may be mended later; the job is completed whatever comes of it."""
    try:
        degraded = await outcome.after()
        if not degraded:
            return outcome.result
        result = {**outcome.result, "degraded": [*outcome.result.get("degraded", []), *degraded]}
        async with world.sessions.begin() as session:
            await job_claims.amend(session, job, result=result)
    except DATABASE_AWAY as error:
        log.warning("job %s is completed, the rest is left for later: %s", job.id, error)
        return outcome.result
    return result


def _unknown(kind: str) -> Failure:
    message = f"This version of Stylist has no worker for {kind!r}."
    return Failure("unknown_kind", message, retriable=False)


async def _record(world: World, task: JobTask, failure: Failure | None) -> None:
    """Write how the attempt ended; None is a cancel. A database that is away leaves it quiet."""
    try:
        if failure is None:
            await _cancelled(world, task.job)
        elif failure.retriable and task.job.attempt < world.settings.jobs.max_attempts:
            await _again(world, task, failure)
        else:
            await _failed(world, task.job, failure)
    except DATABASE_AWAY as error:
        log.warning("job %s is left to the sweeper: %s", task.job.id, error)


async def _cancelled(world: World, job: ClaimedJob) -> None:
    async with world.sessions.begin() as session:
        ended = await job_claims.cancel(session, job)
    if ended:
        await tell_end(world.events, job.id, job.kind, status="cancelled", error=CANCELLED_MESSAGE)


async def _failed(world: World, job: ClaimedJob, failure: Failure) -> None:
    message = failure.message
    if failure.retriable:
        message = f"{message} (tried {job.attempt} times)"
    async with world.sessions.begin() as session:
        ended = await job_claims.fail(session, job, code=failure.code, message=message)
    if ended:
        await tell_end(world.events, job.id, job.kind, status="failed", error=message)


async def _again(world: World, task: JobTask, failure: Failure) -> None:
    job = task.job
    async with world.sessions.begin() as session:
        back = await job_claims.put_back(session, job, code=failure.code, message=failure.message)
    if back:
        await tell_progress(world.events, task, status="pending", error=failure.message)
        queue: QueueName = "interactive" if job.queue == "interactive" else "batch"
        await world.queue.deliver(job.id, queue=queue, delay_s=backoff_s(job.attempt))


async def _release(world: World, job: ClaimedJob) -> None:
    with contextlib.suppress(*DATABASE_AWAY):
        async with asyncio.timeout(RELEASE_TIMEOUT_S), world.sessions.begin() as session:
            await job_claims.release(session, job)
