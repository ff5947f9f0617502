"""Time to first event and to first outfit over HTTP, for 1, 8 and 32 conversations at once.

`python benchmarks/chat.py` starts PostgreSQL, Valkey, Chroma and one API process of its own, gives
a user 200 garments, and measures full turns beside two routes of the same process that bound them
from below: a bare SSE echo, and an empty graph with LangGraph's own saver in PostgreSQL. Clients
run in this process, on the same cores. Figures go to `docs/benchmarks/chat.md`; what stands there
under "What was tried" is kept.
"""

import asyncio
import os
import platform
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import httpx

from benchmarks.chat_servers import GARMENTS, Servers, hang_up, probe_api, serve, set_up_saver
from benchmarks.chat_turns import ROUNDS, Figures, hold_conversation, measure, tell_stages
from cli.stack import process
from cli.stack.chroma import chroma
from cli.stack.postgres import database_url, postgres
from cli.stack.valkey import valkey
from db import schema
from stylist.settings import DatabaseSettings, Settings

TRIED = "## What was tried"
REPORT = Path(__file__).parent.parent / "docs" / "benchmarks" / "chat.md"


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


if __name__ == "__main__":
    main()
