"""A job's events for one reader: its row first, then what its worker says, to the end."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from sse_starlette import ServerSentEvent

from api import sse
from db.jobs import get_job
from db.models import Job
from jobs.event_log import LoggedEvent, job_stream
from stylist.events import JobEnded, JobProgressed
from tools.deps import Deps

ENDED = frozenset({"completed", "failed", "cancelled"})
START = "0-0"
WAIT_MS = 1_000
"""The row is looked at this often while the log is silent, since the log may be lost."""


async def follow_job(
    deps: Deps, job_id: UUID, *, after: str | None
) -> AsyncIterator[ServerSentEvent]:
    """Every event after the last one seen, else the row's state and what follows it.

    Raises:
        NotFound: no such job.
    """
    stream, events = job_stream(job_id), deps.services.events
    if after is None or not await events.holds(stream, after=after):
        told = await events.read(stream, after=START, block_ms=1) or []
        after = told[-1].id if told else START
        job = await _read(deps, job_id)
        yield _progress(job)
        if job.status in ENDED:
            yield _end(job)
            return
    while True:
        news = await events.read(stream, after=after, block_ms=WAIT_MS)
        for event in news or []:
            after = event.id
            yield sse.event(event.id, event.type, event.data)
            if _ends(event):
                return
        if not news:
            job = await _read(deps, job_id)
            if job.status in ENDED:
                yield _end(job)
                return
        if news is None:
            await asyncio.sleep(WAIT_MS / 1000)


async def _read(deps: Deps, job_id: UUID) -> Job:
    async with deps.sessions.begin() as session:
        return await get_job(session, job_id, owner_id=deps.owner_id)


def _ends(event: LoggedEvent) -> bool:
    return event.type == "job.ended"


def _progress(job: Job) -> ServerSentEvent:
    event = JobProgressed.model_validate(
        {
            "job_id": job.id,
            "kind": job.kind,
            "status": job.status,
            "stage": job.stage,
            "progress": job.progress,
            "attempt": job.attempt,
            "error": job.error_message,
            "at": job.heartbeat_at or job.created_at,
        }
    )
    return sse.event(None, event.type, event.model_dump_json())


def _end(job: Job) -> ServerSentEvent:
    event = JobEnded.model_validate(
        {
            "job_id": job.id,
            "kind": job.kind,
            "status": job.status,
            "error": job.error_message,
            "result": job.result,
        }
    )
    return sse.event(None, event.type, event.model_dump_json())
