"""Telling the outside how a job is doing."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from db.models.base import Json
from jobs.event_log import EventLog, job_stream
from jobs.task import JobTask
from stylist.events import JobEnded, JobProgressed, JobStatus


async def tell_progress(
    events: EventLog, task: JobTask, *, status: JobStatus = "processing", error: str | None = None
) -> None:
    """Append where the job is."""
    event = JobProgressed(
        job_id=task.job.id,
        kind=task.job.kind,
        status=status,
        stage=task.stage,
        progress=task.progress,
        attempt=task.job.attempt,
        error=error,
        at=datetime.now(UTC),
    )
    await events.append(job_stream(task.job.id), event)


async def tell_end(
    events: EventLog,
    job_id: UUID,
    kind: str,
    *,
    status: Literal["completed", "failed", "cancelled"],
    error: str | None = None,
    result: Json | None = None,
) -> None:
    """Append how the job ended."""
    event = JobEnded(job_id=job_id, kind=kind, status=status, error=error, result=result)
    await events.append(job_stream(job_id), event)
