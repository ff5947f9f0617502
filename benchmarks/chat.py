"""Time to first event and to first outfit over HTTP, for 1, 8 and 32 conversations at once.

`python benchmarks/chat.py` starts PostgreSQL, Valkey, Chroma and one API process of its own, gives
a user 200 garments, and measures full turns beside two routes of the same process that bound them
from below: a bare SSE echo, and an empty graph with LangGraph's own saver in PostgreSQL. Clients
run in this process, on the same cores. Figures go to `docs/benchmarks/chat.md`; what stands there
under "What was tried" is kept.
"""

import asyncio
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import psutil
import uvicorn
from fastapi import FastAPI
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.graph import END, START, StateGraph
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from sse_starlette import EventSourceResponse, ServerSentEvent

from agent.state import TurnState
from api import sse
from api.app import create_app
from cli.stack import process
from cli.stack.chroma import chroma
from cli.stack.postgres import database_url, postgres
from cli.stack.valkey import valkey
from db import garments, schema, users
from db.session import build_engine, build_sessions
from stylist import vocabulary
from stylist.settings import DatabaseSettings, Settings
from tools.signing_secret import load_secret
from tools.tokens import sign_access

GARMENTS = 200
TRIED = "## What was tried"
TURNS = (
    "smart casual for a rainy 12 °C day, no black, not the boots",
    "warmer",
    "swap the shoes",
    "something for a wedding in summer",
)
"""One conversation; every turn shows outfits."""
ROUNDS = {1: 10, 8: 3, 32: 1}
"""Conversations that each client holds, one after the other."""
REPORT = Path(__file__).parent.parent / "docs" / "benchmarks" / "chat.md"


@dataclass
class Figures:
    """Milliseconds of many turns, and the server's own timings."""

    first_event: list[float] = field(default_factory=list)
    first_outfit: list[float] = field(default_factory=list)
    end: list[float] = field(default_factory=list)
    stages: Counter[str] = field(default_factory=Counter)
    cpu_s: Counter[str] = field(default_factory=Counter)


Servers = dict[str, psutil.Process]


def cpu_seconds(servers: Servers) -> Counter[str]:
    """Processor time that each server has used, its living and ended children included."""
    spent: Counter[str] = Counter()
    for name, server in servers.items():
        own = server.cpu_times()
        spent[name] = own.user + own.system + own.children_user + own.children_system
        for child in server.children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                times = child.cpu_times()
                spent[name] += times.user + times.system
    return spent


def probe_app() -> FastAPI:
    """The product's application with two routes that only the benchmark asks for."""
    settings = Settings()
    app = create_app(settings)
    pool: Any = AsyncConnectionPool(
        settings.database.url.replace("+psycopg", ""),
        max_size=18,
        open=False,
        kwargs={"autocommit": True, "row_factory": dict_row},
    )

    async def once() -> AsyncIterator[ServerSentEvent]:
        yield sse.event("1-0", "echo", "{}")

    @app.post("/probe/echo")
    async def echo() -> EventSourceResponse:
        return sse.stream(once(), ping_s=15)

    async def nothing(state: TurnState) -> TurnState:
        return {"steps": 1}

    async def run_nothing() -> AsyncIterator[ServerSentEvent]:
        graph = StateGraph(TurnState)
        graph.add_node("nothing", nothing)
        graph.add_edge(START, "nothing")
        graph.add_edge("nothing", END)
        thread = {"configurable": {"thread_id": str(uuid4())}}
        await pool.open()
        async with pool.connection() as connection:
            compiled = graph.compile(checkpointer=AsyncPostgresSaver(conn=connection))
            await compiled.ainvoke({"steps": 0}, thread, durability="sync")
        yield sse.event("1-0", "echo", "{}")

    @app.post("/probe/graph")
    async def graph() -> EventSourceResponse:
        return sse.stream(run_nothing(), ping_s=15)

    return app


async def hang_up(settings: Settings) -> str:
    """A user with 200 garments of every kind and colour; returns their access token."""
    engine = build_engine(settings.database)
    async with build_sessions(engine).begin() as session:
        user = await users.add_user(session, email="bench@example.org", password_hash="none")
        assert user is not None
        kinds, colors = list(vocabulary.kinds().values()), list(vocabulary.colors().values())
        for number in range(GARMENTS):
            kind, color = kinds[number % len(kinds)], colors[(number * 7) % len(colors)]
            await hang(session, user.id, number, kind, color)
    await engine.dispose()
    return sign_access(user.id, secret=load_secret(settings), now=datetime.now(UTC), ttl_s=7200)


async def hang(
    session: Any, owner: UUID, number: int, kind: vocabulary.Kind, color: vocabulary.Color
) -> None:
    """One garment as a worker leaves it."""
    row = await garments.add_garment(
        session, owner_id=owner, image_key=f"{number}.jpg", content_sha256=f"{number:064d}"
    )
    share = {"name": color.name, "hex": color.hex, "share": 0.9}
    await garments.add_prediction(
        session,
        row.id,
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        attributes={
            "color_primary": color.name,
            "colors": [share],
            "pattern": "solid",
            "formality": kind.formality,
            "warmth_clo": kind.clo,
            "seasons": list(kind.seasons),
        },
        confidence={"category": 0.9},
        backend={"category": "benchmark"},
    )
    await garments.set_status(session, row.id, owner_id=owner, status="ready")


async def events(
    http: httpx.AsyncClient, url: str, body: dict[str, Any] | None
) -> AsyncIterator[tuple[float, str, dict[str, Any]]]:
    """Events of one request: milliseconds since it was sent, type and data."""
    began = time.perf_counter()
    kind = ""
    accept = {"Accept": "text/event-stream"}
    async with http.stream("POST", url, json=body, headers=accept) as answer:
        answer.raise_for_status()
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                kind = line.removeprefix("event: ")
            elif line.startswith("data: "):
                spent = (time.perf_counter() - began) * 1000
                yield spent, kind, json.loads(line.removeprefix("data: "))


async def hold_conversation(http: httpx.AsyncClient, figures: Figures) -> None:
    """One conversation from its beginning."""
    conversation = (await http.post("/v1/conversations")).json()["id"]
    for text in TURNS:
        seen: set[str] = set()
        url = f"/v1/conversations/{conversation}/messages"
        async for spent, kind, data in events(http, url, {"content": text}):
            if not seen:
                figures.first_event.append(spent)
            if kind == "outfits.shown" and kind not in seen:
                figures.first_outfit.append(spent)
            if kind == "run.finished":
                figures.end.append(spent)
                figures.stages.update(data["timings_ms"])
            seen.add(kind)
        assert {"outfits.shown", "run.finished"} <= seen, (text, seen)


async def probe(http: httpx.AsyncClient, path: str, clients: int) -> list[float]:
    """Time to the first event of a bare route, for as many requests as turns."""

    async def ask() -> list[float]:
        return [
            spent
            for _ in range(ROUNDS[clients] * len(TURNS))
            async for spent, _, _ in events(http, path, None)
        ]

    return [spent for found in await asyncio.gather(*(ask() for _ in range(clients)))
            for spent in found]  # fmt: skip


def quantiles(values: list[float]) -> str:
    """p50 and p95 in milliseconds."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"{statistics.median(ordered):.0f} / {p95:.0f}"


async def measure(
    http: httpx.AsyncClient, clients: int, servers: Servers
) -> tuple[list[str], Figures]:
    """One row of each of the two first tables, and the figures behind them."""
    echo = await probe(http, "/probe/echo", clients)
    graph = await probe(http, "/probe/graph", clients)
    figures = Figures()

    async def talk() -> None:
        for _ in range(ROUNDS[clients]):
            await hold_conversation(http, figures)

    before, began = cpu_seconds(servers), time.perf_counter()
    await asyncio.gather(*(talk() for _ in range(clients)))
    rate = len(figures.end) / (time.perf_counter() - began)
    figures.cpu_s = cpu_seconds(servers) - before
    cells = (echo, graph, figures.first_event, figures.first_outfit, figures.end)
    row = " | ".join(quantiles(values) for values in cells)
    latency = f"| {clients} | {len(figures.end)} | {row} | {rate:.1f} |"
    return [latency, compare(clients, echo, graph, figures)], figures


def compare(clients: int, echo: list[float], graph: list[float], figures: Figures) -> str:
    """Medians over the bare routes' of the same run, and processor time of a turn."""
    event, outfit = statistics.median(figures.first_event), statistics.median(figures.first_outfit)
    ratios = (event / statistics.median(echo), outfit / statistics.median(graph))
    cpu = (1000 * figures.cpu_s[name] / len(figures.end) for name in ("api", "postgres", "valkey"))
    cells = [f"{ratio:.1f}" for ratio in ratios] + [f"{spent:.1f}" for spent in cpu]
    return f"| {clients} | {' | '.join(cells)} |"


def tell_stages(clients: int, figures: Figures) -> list[str]:
    """The share of each stage in a turn, from the runs' own timings."""
    turns, stages = len(figures.end), Counter(figures.stages)
    total = stages.pop("total") + stages["waited"]
    rest = total - sum(stages.values())
    rows = [*stages.most_common(), ("checkpoints and graph", rest)]
    return [
        f"| {clients} | {name} | {spent / turns:.1f} | {100 * spent / total:.0f} % |"
        for name, spent in rows
    ]


async def measure_all(settings: Settings, servers: Servers) -> str:
    """The report."""
    token = await hang_up(settings)
    rows: list[list[str]] = []
    stages, load = [], os.getloadavg()[0]
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(
        base_url=settings.public_url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=120,
        limits=limits,
        trust_env=False,
    ) as http:
        await hold_conversation(http, Figures())
        for clients in ROUNDS:
            row, figures = await measure(http, clients, servers)
            rows.append(row)
            stages += tell_stages(clients, figures)
            sys.stderr.write("\n".join([*row, ""]))
    return report(rows, stages, load=load)


def report(rows: list[list[str]], stages: list[str], *, load: float) -> str:
    """The tables as Markdown."""
    head = [
        "# Chat latency",
        "",
        f"`python benchmarks/chat.py` on {datetime.now(UTC):%Y-%m-%d}: offline policy, "
        f"{GARMENTS} garments, one API process, Python {platform.python_version()}, "
        f"{process_cores()} cores shared by the API, PostgreSQL, Valkey and the clients. "
        f"Load average {load:.1f} when it began: other work on the machine counts. "
        "Milliseconds, p50 / p95.",
        "",
        "| conversations | turns | SSE echo | empty graph | first event | first outfit | "
        "turn ends | turns a second |",
        "|---|---|---|---|---|---|---|---|",
    ]
    between = [
        "",
        "Medians over those of the bare routes in the same run, and processor time of a turn in "
        "milliseconds, which is steadier than the clock on a shared machine:",
        "",
        "| conversations | first event ÷ SSE echo | first outfit ÷ empty graph | API | PostgreSQL "
        "| Valkey |",
        "|---|---|---|---|---|---|",
    ]
    middle = [
        "",
        "Where a turn's time goes, from the runs' own `timings_ms` (mean; `waited` is the time "
        "between the message and the start of its run):",
        "",
        "| conversations | stage | ms | share |",
        "|---|---|---|---|",
    ]
    latencies, ratios = zip(*rows, strict=True)
    told = [*head, *latencies, *between, *ratios, *middle, *stages, "", TRIED]
    return "\n".join(told) + REPORT.read_text("utf-8").partition(TRIED)[2]


def process_cores() -> int:
    """Cores that this machine has."""
    return os.cpu_count() or 1


def main() -> None:
    """Start the servers, measure, write the report."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        ports = [process.free_port() for _ in range(4)]
        specs = (
            postgres(folder / "pg", port=ports[0]),
            valkey(folder / "valkey", port=ports[1]),
            chroma(folder / "chroma", port=ports[2]),
        )
        servers = {spec.name: serve(stack, spec, folder) for spec in specs}
        environment = {
            "STYLIST_DATA_DIR": str(folder / "data"),
            "STYLIST_DATABASE__URL": database_url(ports[0]),
            "STYLIST_REDIS__URL": f"redis://127.0.0.1:{ports[1]}/0",
            "STYLIST_CHROMA__URL": f"http://127.0.0.1:{ports[2]}",
            "STYLIST_API__PORT": str(ports[3]),
            "STYLIST_AGENT__MODEL": "offline",
            "STYLIST_AUTH__SECRET": "a secret for one benchmark",
        }
        schema.upgrade(database_url(ports[0]))
        asyncio.run(set_up_saver(database_url(ports[0])))
        servers["api"] = serve(stack, probe_api(environment, ports[3]), folder)
        settings = Settings(
            data_dir=folder / "data",
            database=DatabaseSettings(url=database_url(ports[0])),
            api={"port": ports[3]},
            auth={"secret": "a secret for one benchmark"},
        )
        told = asyncio.run(measure_all(settings, servers))
    REPORT.write_text(told, "utf-8")
    print(told)


def probe_api(environment: dict[str, str], port: int) -> process.ProcessSpec:
    """The API process with the probe routes."""
    return process.ProcessSpec(
        name="api",
        argv=(sys.executable, __file__, "serve", str(port)),
        ready=lambda: (
            httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).is_success
            if process.port_answers(port)
            else False
        ),
        env=environment,
    )


async def set_up_saver(url: str) -> None:
    """Make the tables of LangGraph's own saver, for the empty graph."""
    async with AsyncPostgresSaver.from_conn_string(url.replace("+psycopg", "")) as saver:
        await saver.setup()


def serve(stack: ExitStack, spec: process.ProcessSpec, folder: Path) -> psutil.Process:
    """Start a server that ends with the stack."""
    log = folder / f"{spec.name}.log"
    child = process.start(spec, log=log)
    stack.callback(process.stop, spec, child, grace_s=5)
    process.wait_ready(spec, child, log=log)
    return psutil.Process(child.pid)


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        uvicorn.run(probe_app(), port=int(sys.argv[2]), log_level="warning", access_log=False)
    else:
        main()
