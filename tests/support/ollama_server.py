"""A server that speaks Ollama's protocol over real HTTP and says what a test wrote for it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

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
    """Words, streamed one by one."""

    text: str


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
class Waits:
    """Silence."""

    seconds: float


Step = Says | Calls | Refuses | Breaks | HangsUp | Waits


@dataclass
class OllamaServer:
    """The server's script and what it was asked."""

    model: str = "qwen3.5:4b"
    capabilities: tuple[str, ...] = ("completion", "tools", "thinking")
    script: list[Step] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
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
               "capabilities": list(self.capabilities)}  # fmt: skip
        return JSONResponse({"models": [row]})

    async def _show(self, request: Request) -> Response:
        if (await request.json())["model"] != self.model:
            return JSONResponse({"error": "model not found"}, 404)
        return JSONResponse({"capabilities": list(self.capabilities), "details": {}})

    async def _chat(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        step = self.script.pop(0)
        if isinstance(step, Refuses):
            return JSONResponse({"error": step.error}, step.status)
        return StreamingResponse(self._lines(step), media_type="application/x-ndjson")

    async def _lines(self, step: Step) -> AsyncIterator[bytes]:
        if isinstance(step, Waits):
            await asyncio.sleep(step.seconds)
        if isinstance(step, Says | Breaks | HangsUp):
            for word in step.text.split(" "):
                yield self._line({"content": f"{word} "})
        if isinstance(step, Breaks):
            yield json.dumps({"error": step.error}).encode() + b"\n"
            return
        if isinstance(step, HangsUp):
            raise ConnectionResetError
        if isinstance(step, Calls):
            for index, (name, arguments) in enumerate(step.calls):
                function = {"index": index, "name": name, "arguments": arguments}
                call = {"id": f"call_{index:08d}", "function": function}
                yield self._line({"content": "", "tool_calls": [call]})
        yield self._line({"content": ""}, done=True)

    def _line(self, message: dict[str, Any], *, done: bool = False) -> bytes:
        line: dict[str, Any] = {
            "model": self.model,
            "created_at": CREATED,
            "message": {"role": "assistant", **message},
            "done": done,
        }
        if done:
            line |= {"done_reason": "stop", **STATISTICS}
        return json.dumps(line).encode() + b"\n"


@asynccontextmanager
async def serve_ollama() -> AsyncIterator[OllamaServer]:
    """Run a server on loopback for as long as the test needs it."""
    ours = OllamaServer()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    ours.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(
        uvicorn.Config(ours.app(), log_level="critical", lifespan="off", ws="none")
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield ours
    finally:
        server.should_exit = True
        await task
