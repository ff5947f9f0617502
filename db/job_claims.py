"""Job rows as a worker sees them: claim, beat, end, put back, and find what went quiet.

Every write is fenced by worker and attempt: a worker that lost its job writes nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.job_subjects import settle_subject, start_subject
from db.jobs import CANCELLED_MESSAGE
from db.models import Job
from db.models.base import Json

WORKER_LOST = "The work was interrupted {attempts} times and was given up."


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that one worker holds for one attempt."""

    id: UUID
    owner_id: UUID
    kind: str
    queue: str
    payload: Json
    subject_id: UUID | None
    attempt: int
    worker_id: str
    cancel_requested: bool


def _held(job: ClaimedJob) -> tuple[ColumnElement[bool], ...]:
    return (
        Job.id == job.id,
        Job.status == "processing",
        Job.worker_id == job.worker_id,
        Job.attempt == job.attempt,
    )


async def _write(session: AsyncSession, job: ClaimedJob, **values: Any) -> bool:
    wanted = update(Job).where(*_held(job)).values(**values).returning(Job.id)
    return (
        await session.scalar(wanted, execution_options={"synchronize_session": False})
    ) is not None


async def claim(session: AsyncSession, job_id: UUID, worker_id: str) -> ClaimedJob | None:
    """Take a pending job for one more attempt; None when it is not to be had."""
    now = func.clock_timestamp()
    row = await session.scalar(
        update(Job)
        .where(Job.id == job_id, Job.status == "pending")
        .values(
            status="processing",
            worker_id=worker_id,
            attempt=Job.attempt + 1,
            stage=None,
            progress=0.0,
            started_at=now,
            heartbeat_at=now,
        )
        .returning(Job),
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
    if row is None:
        return None
    await start_subject(session, row.subject_id, owner_id=row.user_id)
    return ClaimedJob(
        id=row.id,
        owner_id=row.user_id,
        kind=row.kind,
        queue=row.queue,
        payload=row.payload,
        subject_id=row.subject_id,
        attempt=row.attempt,
        worker_id=worker_id,
        cancel_requested=row.cancel_requested,
    )


async def beat(
    session: AsyncSession, job: ClaimedJob, *, progress: float, stage: str | None
) -> bool | None:
    """Show life; returns whether a cancel was asked for, or None when the job is ours no more."""
    wanted = (
        update(Job)
        .where(*_held(job))
        .values(heartbeat_at=func.clock_timestamp(), progress=progress, stage=stage)
        .returning(Job.cancel_requested)
    )
    return await session.scalar(wanted, execution_options={"synchronize_session": False})


async def finish(session: AsyncSession, job: ClaimedJob, *, result: Json) -> bool:
    """Complete the job within the transaction of its result; False: ours no more, roll back."""
    return await _write(
        session,
        job,
        status="completed",
        progress=1.0,
        result=result,
        error_code=None,
        error_message=None,
        finished_at=func.clock_timestamp(),
    )


async def amend(session: AsyncSession, job: ClaimedJob, *, result: Json) -> None:
    """Change the result of a job that we have completed."""
    await session.execute(
        update(Job)
        .where(Job.id == job.id, Job.status == "completed", Job.attempt == job.attempt)
        .values(result=result),
        execution_options={"synchronize_session": False},
    )


async def fail(session: AsyncSession, job: ClaimedJob, *, code: str, message: str) -> bool:
    """End the job without a result; what it was for fails with the same words."""
    return await _end(session, job, status="failed", code=code, message=message)


async def cancel(session: AsyncSession, job: ClaimedJob) -> bool:
    """End the job on request."""
    return await _end(session, job, status="cancelled", code="cancelled", message=CANCELLED_MESSAGE)


async def _end(
    session: AsyncSession, job: ClaimedJob, *, status: str, code: str, message: str
) -> bool:
    ended = await _write(
        session,
        job,
        status=status,
        error_code=code,
        error_message=message,
        finished_at=func.clock_timestamp(),
    )
    if ended:
        await settle_subject(session, job.subject_id, owner_id=job.owner_id, message=message)
    return ended


async def put_back(session: AsyncSession, job: ClaimedJob, *, code: str, message: str) -> bool:
    """Return the job for another attempt; the row says why meanwhile."""
    return await _write(
        session,
        job,
        status="pending",
        worker_id=None,
        delivered_at=None,
        error_code=code,
        error_message=message,
    )


async def release(session: AsyncSession, job: ClaimedJob) -> bool:
    """Return the job because this worker is told to end; the attempt does not count."""
    return await _write(
        session,
        job,
        status="pending",
        worker_id=None,
        delivered_at=None,
        attempt=Job.attempt - 1,
    )


async def requeue_stale(session: AsyncSession, *, stale_s: float, max_attempts: int) -> list[Job]:
    """Return jobs whose worker went quiet to pending, or fail those that had their attempts."""
    quiet = func.clock_timestamp() - timedelta(seconds=stale_s)
    found = await session.scalars(
        select(Job)
        .where(Job.status == "processing", Job.heartbeat_at < quiet)
        .with_for_update(skip_locked=True),
        execution_options={"populate_existing": True},
    )
    jobs = list(found)
    for job in jobs:
        job.worker_id, job.delivered_at, job.status = None, None, "pending"
        if job.attempt >= max_attempts:
            await _give_up(session, job)
    await session.flush()
    return jobs


async def _give_up(session: AsyncSession, job: Job) -> None:
    message = WORKER_LOST.format(attempts=job.attempt)
    job.status, job.error_code, job.error_message = "failed", "worker_lost", message
    job.finished_at = func.clock_timestamp()
    await settle_subject(session, job.subject_id, owner_id=job.user_id, message=message)


async def undelivered(session: AsyncSession, *, queue: str, older_than_s: float) -> list[UUID]:
    """Pending jobs, oldest first, that nobody claimed for a while after their last delivery.

    Those among them that still wait on the queue are fine; the sweeper knows which.
    """
    before = func.clock_timestamp() - timedelta(seconds=older_than_s)
    rows = await session.scalars(
        select(Job.id)
        .where(Job.status == "pending", Job.queue == queue)
        .where(func.coalesce(Job.delivered_at, Job.created_at) < before)
        .order_by(Job.created_at, Job.id)
    )
    return list(rows)


async def mark_delivered(session: AsyncSession, job_ids: list[UUID]) -> None:
    """Note that the queue has these jobs."""
    await session.execute(
        update(Job).where(Job.id.in_(job_ids)).values(delivered_at=func.clock_timestamp()),
        execution_options={"synchronize_session": False},
    )
