"""The typed events that a run or a job says to the outside: a closed, discriminated union.

Adapters (native SSE, others later) are pure functions from an event to frames. The id of an event
is given by the event log when it is appended, and travels beside it.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, TypeAdapter

from stylist.confirmations import Confirmation
from stylist.frame import ConstraintFrame, Delta
from stylist.outfits import OutfitCard
from stylist.plain_text import HarmlessText

RunStatus = Literal["pending", "running", "completed", "failed", "cancelled"]
JobStatus = Literal["pending", "processing", "completed", "failed", "cancelled"]


class ToolCall(BaseModel):
    """A finished tool call, as told to clients."""

    id: str
    name: str
    arguments: dict[str, Any]
    ok: bool
    summary: HarmlessText = ""
    duration_ms: float | None = None


class RunStarted(BaseModel):
    """The run has begun to work."""

    type: Literal["run.started"] = "run.started"
    run_id: UUID
    conversation_id: UUID
    message_id: UUID
    model: str


class ConstraintsUpdated(BaseModel):
    """The constraint frame after this turn, and what the turn changed."""

    type: Literal["constraints.updated"] = "constraints.updated"
    constraints: ConstraintFrame
    delta: Delta
    acts: list[str]


class ToolStarted(BaseModel):
    """A tool call has begun."""

    type: Literal["tool.started"] = "tool.started"
    tool_call_id: str
    name: str
    arguments: dict[str, Any]


class ToolProgress(BaseModel):
    """A tool tells how far it is; `fraction` is 0..1 when known."""

    type: Literal["tool.progress"] = "tool.progress"
    tool_call_id: str
    name: str
    label: str
    fraction: float | None = None


class ToolFinished(BaseModel):
    """A tool call has ended, well or not."""

    type: Literal["tool.finished"] = "tool.finished"
    tool_call_id: str
    name: str
    ok: bool
    summary: HarmlessText
    duration_ms: float


class ConfirmationAsked(BaseModel):
    """Garments shall go, and nothing goes until the person says yes, in words or by the route."""

    type: Literal["confirmation.asked"] = "confirmation.asked"
    confirmation: Confirmation


class ConfirmationSettled(BaseModel):
    """The person has answered; the question's `state` tells what became of it."""

    type: Literal["confirmation.settled"] = "confirmation.settled"
    confirmation: Confirmation


class OutfitsShown(BaseModel):
    """Outfits that the person now sees; later turns refer to them by position."""

    type: Literal["outfits.shown"] = "outfits.shown"
    outfits: list[OutfitCard]


class MessageDelta(BaseModel):
    """The next piece of the reply's text."""

    type: Literal["message.delta"] = "message.delta"
    message_id: UUID
    text: str


class MessageFinished(BaseModel):
    """The whole reply as it was stored."""

    type: Literal["message.finished"] = "message.finished"
    message_id: UUID
    text: HarmlessText


class RunFinished(BaseModel):
    """The run ended well; `degraded` names what was not at its best."""

    type: Literal["run.finished"] = "run.finished"
    run_id: UUID
    degraded: list[str] = Field(default_factory=list)
    timings_ms: dict[str, float] = Field(default_factory=dict)


class RunFailed(BaseModel):
    """The run ended with an expected failure or a bug; `message` is for the person."""

    type: Literal["run.failed"] = "run.failed"
    run_id: UUID
    code: str
    message: str


class RunCancelled(BaseModel):
    """The run was stopped on request."""

    type: Literal["run.cancelled"] = "run.cancelled"
    run_id: UUID


class RunSnapshot(BaseModel):
    """The run as PostgreSQL knows it, sent when the event log is gone or was never complete."""

    type: Literal["run.snapshot"] = "run.snapshot"
    run_id: UUID
    conversation_id: UUID
    message_id: UUID
    status: RunStatus
    constraints: ConstraintFrame | None = None
    tool_calls: list[ToolCall] = Field(default_factory=list)
    outfits: list[OutfitCard] = Field(default_factory=list)
    reply_message_id: UUID | None = None
    text: HarmlessText | None = None
    confirmation: Confirmation | None = None
    degraded: list[str] = Field(default_factory=list)
    error: str | None = None


RunEvent = Annotated[
    RunStarted
    | ConstraintsUpdated
    | ToolStarted
    | ToolProgress
    | ToolFinished
    | OutfitsShown
    | ConfirmationAsked
    | ConfirmationSettled
    | MessageDelta
    | MessageFinished
    | RunFinished
    | RunFailed
    | RunCancelled
    | RunSnapshot,
    Field(discriminator="type"),
]
RUN_EVENT: TypeAdapter[RunEvent] = TypeAdapter(RunEvent)
TERMINAL_RUN_EVENTS = frozenset({"run.finished", "run.failed", "run.cancelled"})


class JobProgressed(BaseModel):
    """A job's row changed: status, stage or progress (0..1)."""

    type: Literal["job.progress"] = "job.progress"
    job_id: UUID
    kind: str
    status: JobStatus
    stage: str | None = None
    progress: float = 0.0
    attempt: int = 0
    error: str | None = None
    at: datetime | None = None


class JobEnded(BaseModel):
    """A job has reached its end: completed, failed or cancelled."""

    type: Literal["job.ended"] = "job.ended"
    job_id: UUID
    kind: str
    status: Literal["completed", "failed", "cancelled"]
    error: str | None = None
    result: dict[str, Any] | None = None


JobEvent = Annotated[JobProgressed | JobEnded, Field(discriminator="type")]
JOB_EVENT: TypeAdapter[JobEvent] = TypeAdapter(JobEvent)
