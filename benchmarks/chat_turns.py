"""Conversations over HTTP, timed event by event, beside the bare routes of the same process."""

import asyncio
import json
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks.chat_servers import Servers, cpu_seconds

TURNS = (
    "smart casual for a rainy 12 °C day, no black, not the boots",
    "warmer",
    "swap the shoes",
    "something for a wedding in summer",
)
"""One conversation; every turn shows outfits."""
ROUNDS = {1: 10, 8: 3, 32: 1}
"""Conversations that each client holds, one after the other."""


@dataclass
class Figures:
    """Milliseconds of many turns, and the server's own timings."""

    first_event: list[float] = field(default_factory=list)
    first_outfit: list[float] = field(default_factory=list)
    end: list[float] = field(default_factory=list)
    stages: Counter[str] = field(default_factory=Counter)
    cpu_s: Counter[str] = field(default_factory=Counter)


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
