"""Job rows as their owner sees them; the worker's side is `db.job_claims`."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, null, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.job_subjects import settle_subject
from db.models import Job
from db.models.base import Json
from stylist.errors import NotFound

CANCELLED_MESSAGE = "This was cancelled before it was done."
FRESH: dict[str, Any] = {
    "status": "pending",
    "stage": None,
    "progress": 0.0,
    "attempt": 0,
    "error_code": None,
    "error_message": None,
    "result": null(),
    "cancel_requested": False,
    "worker_id": None,
    "delivered_at": None,
    "heartbeat_at": None,
    "started_at": None,
    "finished_at": None,
}
"""The columns of a job that has not been worked on."""


async def add_job(
    session: AsyncSession,
    *,
    owner_id: UUID,
    kind: str,
    queue: str,
    key: str,
    payload: Json,
    subject_id: UUID | None = None,
) -> Job:
    """Write a job row, or return the one of this (owner, kind, key).

    A failed or cancelled job starts afresh. Deliver it only after the transaction has committed.
    """
    said = {"queue": queue, "payload": payload, "subject_id": subject_id}
    adding = insert(Job).values(user_id=owner_id, kind=kind, key=key, **said)
    job: Job | None = await session.scalar(
        adding.on_conflict_do_update(
            index_elements=["user_id", "kind", "key"],
            set_={**FRESH, **said},
            where=Job.status.in_(("failed", "cancelled")),
        ).returning(Job),
        execution_options={"populate_existing": True},
    )
    if job is not None:
        return job
    same = (Job.user_id == owner_id, Job.kind == kind, Job.key == key)
    wanted = select(Job).where(*same).execution_options(populate_existing=True)
    return (await session.scalars(wanted)).one()


async def get_job(session: AsyncSession, job_id: UUID, *, owner_id: UUID) -> Job:
    """Read one job as it stands now.

    Raises:
        NotFound: no such job, or it is somebody else's.

    """
    job = await session.scalar(
        select(Job).where(Job.id == job_id, Job.user_id == owner_id),
        execution_options={"populate_existing": True},
    )
    if job is None:
        raise NotFound("There is no such job.")
    return job


async def list_jobs(
    session: AsyncSession, *, owner_id: UUID, status: str | None = None, limit: int = 100
) -> list[Job]:
    """The owner's jobs, newest first."""
    wanted = select(Job).where(Job.user_id == owner_id)
    if status is not None:
        wanted = wanted.where(Job.status == status)
    rows = await session.scalars(wanted.order_by(Job.created_at.desc(), Job.id).limit(limit))
    return list(rows)


async def request_cancel(session: AsyncSession, job_id: UUID, *, owner_id: UUID) -> Job:
    """Cancel a waiting job at once, or ask the worker of a running one; an ended job stays.

    Raises:
        NotFound: no such job, or it is somebody else's.

    """
    job = await session.scalar(
        select(Job).where(Job.id == job_id, Job.user_id == owner_id).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if job is None:
        raise NotFound("There is no such job.")
    if job.status == "pending":
        job.status, job.finished_at = "cancelled", func.clock_timestamp()
        job.error_code, job.error_message = "cancelled", CANCELLED_MESSAGE
        await settle_subject(session, job.subject_id, owner_id=owner_id, message=CANCELLED_MESSAGE)
    if job.status in ("pending", "processing", "cancelled"):
        job.cancel_requested = True
    await session.flush()
    await session.refresh(job)
    return job
