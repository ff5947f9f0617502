"""What the benchmark of chat asks: servers of its own, and a person with 200 garments."""

import sys
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psutil
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver

from cli.stack import process
from db import garments, users
from db.session import build_engine, build_sessions
from stylist import vocabulary
from stylist.settings import Settings
from tools.signing_secret import load_secret
from tools.tokens import sign_access

GARMENTS = 200
PROBE = Path(__file__).with_name("chat_probe.py")
Servers = dict[str, psutil.Process]


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


def probe_api(environment: dict[str, str], port: int) -> process.ProcessSpec:
    """The API process with the probe routes."""
    return process.ProcessSpec(
        name="api",
        argv=(sys.executable, str(PROBE), str(port)),
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
