"""A server that speaks Ollama's protocol over real HTTP and says what a test wrote for it."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from served import serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

CREATED = "2026-11-21T10:00:00.000000Z"
STATISTICS = {
    "total_duration": 5_000_000,
    "load_duration": 1_000_000,
    "prompt_eval_count": 20,
    "prompt_eval_duration": 1_000_000,
    "eval_count": 7,
    "eval_duration": 1_000_000,
}


@dataclass(frozen=True)
class Says:
    """Words, streamed one by one; `prompt_tokens` is what the last line tells of the request."""

    text: str
    prompt_tokens: int = 20
    reason: str = "stop"


@dataclass(frozen=True)
class Thinks:
    """Thoughts line by line, then words; a server thinks unless `think` is false."""

    thoughts: str
    text: str


@dataclass(frozen=True)
class Reads:
    """An answer to a request with `format`: claims as JSON, or any other text."""

    found: tuple[dict[str, str], ...] = ()
    text: str | None = None

    @property
    def json(self) -> str:
        """The answer's words."""
        return json.dumps({"found": self.found}) if self.text is None else self.text


@dataclass(frozen=True)
class Calls:
    """Tool calls, each whole in one line, as Ollama sends them."""

    calls: tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True)
class Refuses:
    """An error before the first byte."""

    status: int
    error: str


@dataclass(frozen=True)
class Breaks:
    """Some words, then an error line; the status stays 200."""

    text: str
    error: str


@dataclass(frozen=True)
class HangsUp:
    """Some words, and then the connection is gone."""

    text: str


@dataclass(frozen=True)
class Ends:
    """Some words, and a stream that ends in good order without its last line."""

    text: str


@dataclass(frozen=True)
class Writes:
    """A line as it stands."""

    line: str


@dataclass(frozen=True)
class Waits:
    """Some words, then silence."""

    seconds: float
    text: str = ""


Step = Says | Thinks | Reads | Calls | Refuses | Breaks | HangsUp | Ends | Writes | Waits


@dataclass
class OllamaServer:
    """The server's script and what it was asked.

    Requests with a JSON schema as `format` are answered from `readings` (with nothing found once
    they are used up) and kept in `read`; all others from `script`, kept in `asked`.
    """

    model: str = "qwen3.5:4b"
    capabilities: tuple[str, ...] | None = ("completion", "tools", "thinking")
    context_length: int = 262_144
    script: list[Step] = field(default_factory=list)
    readings: list[Step] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    read: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def app(self) -> Starlette:
        """The routes that clients use."""
        return Starlette(
            routes=[
                Route("/", lambda _: PlainTextResponse("Ollama is running")),
                Route("/api/version", lambda _: JSONResponse({"version": "0.32.1"})),
                Route("/api/tags", self._tags),
                Route("/api/show", self._show, methods=["POST"]),
                Route("/api/chat", self._chat, methods=["POST"]),
            ]
        )

    async def _tags(self, _: Request) -> Response:
        row = {"name": self.model, "model": self.model, "modified_at": CREATED, "size": 1,
               "digest": "0" * 64, "details": {"format": "gguf"},
               "capabilities": self.capabilities}  # fmt: skip
        return JSONResponse({"models": [row]})

    async def _show(self, request: Request) -> Response:
        if (wanted := (await request.json())["model"]) != self.model:
            return JSONResponse({"error": f"model '{wanted}' not found"}, 404)
        facts = {"general.architecture": "qwen35", "qwen35.context_length": self.context_length}
        return JSONResponse({"capabilities": self.capabilities, "details": {}, "model_info": facts})

    async def _chat(self, request: Request) -> Response:
        body = await request.json()
        if body["model"] != self.model:
            return JSONResponse({"error": f"model '{body['model']}' not found"}, 404)
        if body.get("tools") and "tools" not in (self.capabilities or ()):
            return JSONResponse({"error": f'"{self.model}" does not support tools'}, 400)
        if (
            (kept := body.get("keep_alive"))
            and isinstance(kept, str)
            and kept.lstrip("-").isdecimal()
        ):
            return JSONResponse({"error": f'time: missing unit in duration "{kept}"'}, 400)
        step = self._next(body)
        if isinstance(step, Refuses):
            return JSONResponse({"error": step.error}, step.status)
        return StreamingResponse(self._lines(step), media_type="application/x-ndjson")

    def _next(self, body: dict[str, Any]) -> Step:
        if isinstance(body.get("format"), dict):
            self.read.append(body)
            return self.readings.pop(0) if self.readings else Reads()
        self.asked.append(body)
        return self.script.pop(0)

    async def _lines(self, step: Step) -> AsyncIterator[bytes]:
        for message in _messages(step):
            yield self._line(message)
        match step:
            case Breaks():
                yield json.dumps({"error": step.error}).encode() + b"\n"
            case HangsUp():
                raise ConnectionResetError
            case Writes():
                yield step.line.encode() + b"\n"
            case Waits():
                await asyncio.sleep(step.seconds)
            case Ends():
                pass
            case _:
                yield self._last(step)

    def _last(self, step: Step) -> bytes:
        told = {"done": True, "done_reason": "stop", **STATISTICS}
        if isinstance(step, Says):
            told |= {"done_reason": step.reason, "prompt_eval_count": step.prompt_tokens}
        return self._line({"content": ""}, **told)

    def _line(self, message: dict[str, Any], **told: Any) -> bytes:
        line = {
            "model": self.model,
            "created_at": CREATED,
            "message": {"role": "assistant", **message},
            "done": False,
            **told,
        }
        return json.dumps(line).encode() + b"\n"


def _messages(step: Step) -> Iterator[dict[str, Any]]:
    """The messages of a step's lines, but the last."""
    match step:
        case Calls():
            for index, (name, arguments) in enumerate(step.calls):
                function = {"index": index, "name": name, "arguments": arguments}
                call = {"id": f"call_{index:08d}", "function": function}
                yield {"content": "", "tool_calls": [call]}
        case Reads():
            yield {"content": step.json}
        case Thinks():
            for word in step.thoughts.split():
                yield {"content": "", "thinking": f"{word} "}
            yield {"content": step.text}
        case Says() | Breaks() | HangsUp() | Ends() | Waits() if step.text:
            for word in step.text.split(" "):
                yield {"content": f"{word} "}


class OllamaSite:
    """An address at which one server after another answers."""

    def __init__(self) -> None:
        self.url = ""
        self.begin_anew()

    def begin_anew(self) -> OllamaServer:
        """A new server at the address, in place of the one before."""
        self.server = OllamaServer(url=self.url)
        self._app = self.server.app()
        return self.server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the server of now answer."""
        await self._app(scope, receive, send)


@asynccontextmanager
async def open_site() -> AsyncIterator[OllamaSite]:
    """Listen on loopback for as long as the tests need it."""
    site = OllamaSite()
    async with serve(site) as site.url:
        yield site


@asynccontextmanager
async def serve_ollama() -> AsyncIterator[OllamaServer]:
    """Run a server on loopback for as long as the test needs it."""
    async with open_site() as site:
        yield site.begin_anew()
