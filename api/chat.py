"""What the chat routes share: the agent, a run's events as a response, and list cursors."""

import base64
import binascii
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from sse_starlette import EventSourceResponse, ServerSentEvent

from agent.chat import Agent
from agent.tail import follow_run
from api import sse
from db.models import Run
from stylist.errors import BadRequest, NotFound
from tools.deps import Deps


def get_agent(request: Request) -> Agent:
    """The agent of this process."""
    agent: Agent = request.app.state.agent
    return agent


CurrentAgent = Annotated[Agent, Depends(get_agent)]


def run_events(
    deps: Deps, run_id: UUID, *, after: str | None, just_begun: bool = False
) -> EventSourceResponse:
    """A run's events from a place on; a reader that leaves stops nothing."""
    frames = _frames(deps, run_id, after, just_begun)
    return sse.stream(frames, ping_s=deps.settings.api.heartbeat_s)


async def _frames(
    deps: Deps, run_id: UUID, after: str | None, just_begun: bool
) -> AsyncIterator[ServerSentEvent]:
    # A conversation that is deleted, or a database that goes away, ends the stream; a client that
    # comes back hears the rest or a problem.
    with contextlib.suppress(NotFound, DBAPIError):
        async for frame in follow_run(deps, run_id, after=after, just_begun=just_begun):
            yield sse.event(frame.id, frame.type, frame.data)


def answer_with_run(request: Request, deps: Deps, run: Run, accepted: BaseModel) -> Response:
    """The ids as JSON, or the run's events where the client accepts those."""
    run_id = run.id
    where = {"Content-Location": f"/v1/runs/{run_id}", "Location": f"/v1/runs/{run_id}/events"}
    if "text/event-stream" in request.headers.get("accept", ""):
        response: Response = run_events(
            deps, run_id, after=None, just_begun=run.status == "pending"
        )
    else:
        response = JSONResponse(accepted.model_dump(mode="json"), 202)
    response.headers.update(where)
    return response


def write_cursor(at: datetime, id_: UUID) -> str:
    """The place after a row, as an opaque text."""
    return base64.urlsafe_b64encode(f"{at.isoformat()} {id_}".encode()).decode()


def read_cursor(cursor: str) -> tuple[datetime, UUID]:
    """The place that `write_cursor` wrote.

    Raises:
        BadRequest: it is not one of ours.

    """
    try:
        at, id_ = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return datetime.fromisoformat(at), UUID(id_)
    except (ValueError, binascii.Error) as error:
        raise BadRequest("The cursor is not one that this list gave out.") from error
