"""A server that speaks OpenAI's chat completions over HTTP and says what a test wrote for it."""

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
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@dataclass
class OpenAiServer:
    """The server's answers, each a message's dictionary, and what it was asked.

    `bodies` are answers as they stand, and come first.
    """

    bodies: list[Any] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""

    async def chat(self, request: Request) -> Response:
        self.asked.append(await request.json())
        self.keys.append(request.headers.get("authorization"))
        if self.bodies:
            return JSONResponse(self.bodies.pop(0))
        message = self.answers.pop(0) if self.answers else {"role": "assistant", "content": "ok"}
        usage = {"prompt_tokens": 30, "completion_tokens": 4, "total_tokens": 34}
        return JSONResponse({"choices": [{"index": 0, "message": message}], "usage": usage})


def calls(name: str, arguments: str | dict[str, Any]) -> dict[str, Any]:
    told = arguments if isinstance(arguments, str) else json.dumps(arguments)
    call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": told}}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


@asynccontextmanager
async def serve_openai() -> AsyncIterator[OpenAiServer]:
    """Run a server on loopback for as long as the test needs it."""
    ours = OpenAiServer()
    app = Starlette(routes=[Route("/v1/chat/completions", ours.chat, methods=["POST"])])
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    ours.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield ours
    finally:
        server.should_exit = True
        await task
