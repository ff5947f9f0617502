"""Runs: how an answer is going, its events, and how to stop it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query
from pydantic import BaseModel
from sse_starlette import EventSourceResponse

from agent import chat
from agent.snapshot import read_snapshot
from api import sse
from api.auth import CurrentDeps
from api.chat import CurrentAgent, run_events
from db.models import Run
from db.runs import get_run
from jobs.event_log import EVENT_ID
from stylist.errors import BadRequest
from stylist.events import RunSnapshot, RunStatus

router = APIRouter(prefix="/v1/runs", tags=["runs"])


class RunOut(RunSnapshot):
    """A run: what it brought, which model and wording answered, how long each stage took."""

    type: Any = "run"
    model: str | None
    prompt_version: str | None
    attempt: int
    error_code: str | None
    timings_ms: dict[str, float]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class RunStopping(BaseModel):
    """A run after a cancel was asked for; a running one ends within a second or so."""

    run_id: UUID
    status: RunStatus


@router.get("/{run_id}")
async def read(run_id: UUID, deps: CurrentDeps) -> RunOut:
    """Read a run."""
    snapshot = await read_snapshot(deps, run_id)
    async with deps.sessions() as session:
        run = await get_run(session, run_id, owner_id=deps.owner_id)
    return RunOut.model_validate({**snapshot.model_dump(), "type": "run", **_facts(run)})


def _facts(run: Run) -> dict[str, Any]:
    names = ("model", "prompt_version", "attempt", "error_code", "timings_ms")
    times = ("created_at", "started_at", "finished_at")
    return {name: getattr(run, name) for name in (*names, *times)}


@router.get(
    "/{run_id}/events",
    response_class=EventSourceResponse,
    responses={200: {"content": sse.DOCUMENTED}},
)
async def events(
    run_id: UUID,
    deps: CurrentDeps,
    last_event_id: Annotated[str | None, Header()] = None,
    last_event_id_query: Annotated[str | None, Query(alias="last_event_id")] = None,
) -> EventSourceResponse:
    """Every event of a run after the last one seen, live; ends after the terminal event."""
    after = last_event_id or last_event_id_query
    if after is not None and not EVENT_ID.fullmatch(after):
        raise BadRequest("Last-Event-ID must be the id of an event of this run.")
    async with deps.sessions() as session:
        await get_run(session, run_id, owner_id=deps.owner_id)
    return run_events(deps, run_id, after=after)


@router.post("/{run_id}/cancel", status_code=202)
async def cancel(run_id: UUID, deps: CurrentDeps, agent: CurrentAgent) -> RunStopping:
    """Stop a run."""
    run = await chat.stop(agent, deps, run_id)
    return RunStopping.model_validate({"run_id": run.id, "status": run.status})
