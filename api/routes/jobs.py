"""`/v1/jobs`: how work is going, live if wanted, and how to stop it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse

from api import sse
from api.auth import CurrentDeps
from api.job_events import follow_job
from db import jobs as rows
from jobs.event_log import EVENT_ID
from stylist.errors import BadRequest
from stylist.events import JobStatus
from tools.cancel_job import cancel_job

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])


class JobOut(BaseModel):
    """A job; `progress` is 0..1, `stage` what its worker does now."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: str = Field(examples=["ingest_garment"])
    status: JobStatus
    stage: str | None = Field(examples=["cut-out"])
    progress: float = Field(examples=[0.4])
    attempt: int
    subject_id: UUID | None
    error_code: str | None
    error_message: str | None
    result: dict[str, Any] | None
    cancel_requested: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobList(BaseModel):
    """Jobs, newest first."""

    jobs: list[JobOut]


@router.get("")
async def list_jobs(
    deps: CurrentDeps,
    status: JobStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> JobList:
    """List jobs, newest first."""
    async with deps.sessions.begin() as session:
        found = await rows.list_jobs(session, owner_id=deps.owner_id, status=status, limit=limit)
    return JobList(jobs=[JobOut.model_validate(job) for job in found])


@router.get("/{job_id}")
async def read_job(job_id: UUID, deps: CurrentDeps) -> JobOut:
    """One job."""
    async with deps.sessions.begin() as session:
        job = await rows.get_job(session, job_id, owner_id=deps.owner_id)
    return JobOut.model_validate(job)


@router.post("/{job_id}/cancel", status_code=202)
async def stop_job(job_id: UUID, deps: CurrentDeps) -> JobOut:
    """Cancel a waiting job at once, ask the worker of a running one; an ended job stays."""
    return JobOut.model_validate(await cancel_job(deps, job_id))


@router.get(
    "/{job_id}/events",
    response_class=EventSourceResponse,
    responses={200: {"content": sse.DOCUMENTED}},
)
async def job_events(
    job_id: UUID, deps: CurrentDeps, last_event_id: Annotated[str | None, Header()] = None
) -> EventSourceResponse:
    """The job's state, then every change, live; ends after `job.ended`."""
    if last_event_id is not None and not EVENT_ID.fullmatch(last_event_id):
        raise BadRequest("Last-Event-ID must be the id of an event of this job.")
    async with deps.sessions.begin() as session:
        await rows.get_job(session, job_id, owner_id=deps.owner_id)
    frames = follow_job(deps, job_id, after=last_event_id)
    return sse.stream(frames, ping_s=deps.settings.api.heartbeat_s)
