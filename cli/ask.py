"""`stylist ask "…"`: one turn of a conversation in the terminal."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

import httpx
import typer
from httpx_sse import SSEError, connect_sse

from cli.api_client import checked, open_api
from cli.configured import read_settings
from cli.output import Output
from stylist.errors import BackendUnavailable
from stylist.events import (
    RUN_EVENT,
    TERMINAL_RUN_EVENTS,
    ConstraintsUpdated,
    MessageDelta,
    MessageFinished,
    OutfitsShown,
    RunCancelled,
    RunEvent,
    RunFailed,
    RunFinished,
    RunSnapshot,
    ToolFinished,
    ToolStarted,
)
from stylist.frame import ConstraintFrame
from stylist.outfits import OutfitCard

PATIENCE_S = 90.0
"""How long a silent or restarting API is waited for."""


@dataclass
class Turn:
    """What one run told, gathered from its events."""

    reply: str = ""
    constraints: ConstraintFrame = field(default_factory=ConstraintFrame)
    tool_calls: dict[str, dict[str, Any]] = field(default_factory=dict)
    outfits: list[OutfitCard] = field(default_factory=list)
    degraded: list[str] = field(default_factory=list)
    status: str = "running"
    error: str | None = None

    def take(self, event: RunEvent) -> None:
        """Add what an event tells."""
        match event:
            case ConstraintsUpdated():
                self.constraints = event.constraints
            case ToolStarted():
                self.tool_calls[event.tool_call_id] = {
                    "name": event.name,
                    "arguments": event.arguments,
                }
            case ToolFinished():
                call = self.tool_calls.setdefault(event.tool_call_id, {"name": event.name})
                call.update(ok=event.ok, summary=event.summary)
            case OutfitsShown():
                self.outfits = event.outfits
            case MessageDelta():
                self.reply += event.text
            case MessageFinished():
                self.reply = event.text
            case RunSnapshot():
                self._take_snapshot(event)
            case _:
                self._take_end(event)

    def _take_end(self, event: RunEvent) -> None:
        match event:
            case RunFinished():
                self.status, self.degraded = "completed", event.degraded
            case RunFailed():
                self.status, self.error = "failed", event.message
            case RunCancelled():
                self.status = "cancelled"
            case _:
                pass

    def _take_snapshot(self, event: RunSnapshot) -> None:
        self.constraints = event.constraints or ConstraintFrame()
        self.tool_calls = {
            call.id: call.model_dump(include={"name", "arguments", "ok", "summary"})
            for call in event.tool_calls
        }
        self.outfits, self.reply = event.outfits, event.text or ""
        self.degraded, self.status, self.error = event.degraded, event.status, event.error

    def as_json(self) -> dict[str, Any]:
        """The command's JSON."""
        return {
            "reply": self.reply,
            "constraints": self.constraints.model_dump(mode="json"),
            "tool_calls": list(self.tool_calls.values()),
            "outfits": [outfit.model_dump(mode="json") for outfit in self.outfits],
            "degraded": self.degraded,
            "status": self.status,
            "error": self.error,
        }


def follow(client: httpx.Client, run_id: str) -> Iterator[RunEvent]:
    """Every event of a run, once, across lost connections, up to the last.

    Raises:
        BackendUnavailable: the API stayed silent for too long.
    """
    last_id: str | None = None
    heard = time.monotonic()
    while time.monotonic() - heard < PATIENCE_S:
        headers = {"Last-Event-ID": last_id} if last_id else {}
        try:
            url = f"/v1/runs/{run_id}/events"
            with connect_sse(client, "GET", url, headers=headers) as source:
                if not source.response.is_success:
                    source.response.read()
                    checked(source.response)
                for frame in source.iter_sse():
                    heard, last_id = time.monotonic(), frame.id or last_id
                    event = RUN_EVENT.validate_json(frame.data)
                    yield event
                    if _is_last(event):
                        return
        except (httpx.TransportError, SSEError):
            time.sleep(0.3)
    raise BackendUnavailable("Stylist did not finish its answer; ask again to go on.")


def _is_last(event: RunEvent) -> bool:
    if isinstance(event, RunSnapshot):
        return event.status in ("completed", "failed", "cancelled")
    return event.type in TERMINAL_RUN_EVENTS


def _turn(
    client: httpx.Client, conversation: str, text: str, on_text: Callable[[str], None]
) -> Turn:
    url = f"/v1/conversations/{conversation}/messages"
    accepted = checked(client.post(url, json={"content": text}))
    turn = Turn()
    for event in follow(client, accepted["run_id"]):
        turn.take(event)
        if isinstance(event, MessageDelta):
            on_text(event.text)
    return turn


def _tell(out: Output, turn: Turn) -> None:
    out.say("")
    for number, outfit in enumerate(turn.outfits, 1):
        names = ", ".join(item.name for item in outfit.items)
        out.say(f"  {number}. {names} ({outfit.score:.0%})")
        out.say(f"     {outfit.explanation}")
    if turn.degraded:
        out.say(f"  Not at its best: {', '.join(turn.degraded)}; `stylist doctor` tells the mend.")
    if turn.error:
        out.say(f"  {turn.error}")


def ask(
    text: Annotated[str, typer.Argument(help="What you would say to a stylist.")],
    conversation: Annotated[str | None, typer.Option(help="Go on in this conversation.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask the running stylist, and print its answer."""
    out = Output(as_json=as_json)

    def on_text(piece: str) -> None:
        if not as_json:
            typer.echo(piece, nl=False)

    with out.errors(), open_api(read_settings()) as client:
        if conversation is None:
            conversation = str(checked(client.post("/v1/conversations", json={}))["id"])
        turn = _turn(client, conversation, text, on_text)
        out.result({**turn.as_json(), "conversation_id": conversation}, lambda: _tell(out, turn))
        if not as_json:
            out.say(f"  (conversation {conversation})")
    if turn.status != "completed":
        raise typer.Exit(1)
