"""The HTTP API as a process of its own that can be killed and started again, and what may hold it.

A weather service that answers when it is let, and rows that another transaction holds, stop the
process at a chosen place of a turn, so that it can be killed just there.
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
from chat_frames import Frame, Turn, read_frames
from psycopg.sql import Composed

from cli.stack import ours, process
from stylist.settings import child_environment

LEASE_S = 20.0
"""Longer than a living process is ever silent; tests that kill one let it expire themselves."""
ENDED = frozenset({"completed", "failed", "cancelled"})


@dataclass
class ApiProcess:
    """`python -m api` on a port and a log of its own."""

    env: Mapping[str, str]
    log: Path
    port: int = field(default_factory=process.free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._spec = ours.api(child_environment(self.env), port=self.port)
        self._child = process.start(self._spec, log=self.log)
        process.wait_ready(self._spec, self._child, log=self.log)

    def kill(self) -> None:
        """kill -9."""
        self._child.kill()
        self._child.wait()

    def stop(self) -> None:
        process.stop(self._spec, self._child, grace_s=5)


class HeldWeather:
    """Open-Meteo on loopback: snow, once it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go, self.calls = threading.Event(), threading.Event(), 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = parse_qs(urlsplit(self.path).query)
                outer.calls += "hourly" in asked
                outer.asked.set()
                outer.let_go.wait(60)
                place = {"name": "Oslo", "latitude": 59.9, "longitude": 10.7}
                hours = {"temperature_2m": [-3] * 24, "weather_code": [73] * 24}
                told = {"hourly": {**hours, "wind_speed_10m": [5] * 24}, "results": [place]}
                body = json.dumps(told).encode()
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except BrokenPipeError:  # who asked was killed
                    pass

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def hold(self) -> None:
        """From now on, answer when let."""
        self.asked.clear()
        self.let_go.clear()
        self.calls = 0

    def close(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()


async def until(what: Callable[[], Any], timeout_s: float = 60.0) -> Any:
    """What a probe finds, once it finds something; a server that is away finds nothing."""
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            found = what()
            found = await found if asyncio.iscoroutine(found) else found
        except httpx.TransportError:
            found = None
        if found:
            return found
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.05)


@asynccontextmanager
async def held(database: str, statement: Composed) -> AsyncIterator[None]:
    """Hold what a statement locks."""
    url = database.replace("+psycopg", "")
    async with await psycopg.AsyncConnection.connect(url) as holding:
        await holding.execute(statement)
        yield
        await holding.rollback()


async def somebody_waits(database: str) -> bool:
    """Whether a session of this database waits for a lock."""
    url = database.replace("+psycopg", "")
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as looking:
        found = await looking.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        row = await found.fetchone()
    return bool(row and row[0])


@dataclass
class Client:
    """A program that talks over HTTP and keeps the last event id it has seen."""

    http: httpx.AsyncClient

    async def begin(self) -> str:
        return str((await self.http.post("/v1/conversations", json={})).json()["id"])

    async def post(self, conversation: str, content: str, **headers: str) -> str:
        answer = await self.http.post(
            f"/v1/conversations/{conversation}/messages",
            json={"content": content},
            headers=headers,
        )
        assert answer.status_code == 202, answer.text
        return str(answer.json()["run_id"])

    async def events(
        self,
        run: str,
        after: str | None = None,
        *,
        hear: Callable[[str], None] = lambda piece: None,
    ) -> Turn:
        """The events after one, up to the end of the stream or of the server.

        Each piece is heard as it comes.
        """
        headers = {"Last-Event-ID": after} if after else {}
        text = ""
        try:
            async with self.http.stream("GET", f"/v1/runs/{run}/events", headers=headers) as answer:
                assert answer.status_code == 200
                async for piece in answer.aiter_text():
                    text += piece
                    hear(piece)
        except httpx.TransportError:
            pass
        whole = text.replace("\r\n", "\n").rpartition("\n\n")[0]
        return Turn(read_frames(whole))

    async def say(self, conversation: str, content: str) -> Turn:
        return await self.events(await self.post(conversation, content))

    async def run(self, run: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.http.get(f"/v1/runs/{run}")).json()
        return found

    async def ended(self, run: str) -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            found = await self.run(run)
            return found if found["status"] in ENDED else None

        ended: dict[str, Any] = await until(look)
        return ended

    async def garments(self) -> set[str]:
        found = (await self.http.get("/v1/garments", params={"limit": 100})).json()
        return {garment["name"] for garment in found["garments"]}

    async def messages(self, conversation: str, role: str) -> list[str]:
        found = (await self.http.get(f"/v1/conversations/{conversation}")).json()
        return [m["content"] for m in found["messages"] if m["role"] == role]


def ids_of(frames: list[Frame]) -> list[str]:
    """The ids of events that have one."""
    return [id_ for id_, _, _ in frames if id_]
