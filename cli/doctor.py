"""`stylist doctor`: what works, what is not at its best, and how to mend it."""

import asyncio
import shutil
from dataclasses import asdict, dataclass
from typing import Annotated, Literal

import httpx
import psycopg
import redis
import typer

from agent.ollama_check import look_at
from cli.configured import read_settings
from cli.database import running_settings
from cli.output import Output
from cli.stack import state
from ml.outfits.compatibility.visual import FILE, load_visual
from ml.weights import list_models
from stylist.errors import BackendUnavailable
from stylist.settings import Settings

Status = Literal["ok", "degraded", "missing"]
SIGNS: dict[Status, str] = {"ok": "ok      ", "degraded": "degraded", "missing": "missing "}
START = "Start Stylist: `stylist up` (or `make run`)."


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one component or model, and the mend when it is not at its best."""

    name: str
    kind: Literal["component", "model"]
    status: Status
    detail: str
    mend: str = ""


def _component(name: str, status: Status, detail: str, mend: str = "") -> Finding:
    return Finding(name, "component", status, detail, "" if status == "ok" else mend)


def check_data_dir(settings: Settings) -> Finding:
    """Look at the data directory and the room on its disk."""
    if not settings.data_dir.exists():
        return _component("data", "missing", f"{settings.data_dir} does not exist", START)
    free_mb = shutil.disk_usage(settings.data_dir).free // 1_000_000
    low = free_mb < settings.blobs.min_free_mb
    detail = f"{settings.data_dir}, {free_mb:,} MB free"
    return _component(
        "data", "degraded" if low else "ok", detail, "Make room: uploads are refused."
    )


def check_database(settings: Settings) -> Finding:
    """Ask PostgreSQL."""
    try:
        with psycopg.connect(
            settings.database.url.replace("+psycopg", ""), connect_timeout=3
        ) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except psycopg.Error as error:
        return _component("database", "missing", str(error).strip().splitlines()[0], START)
    return _component("database", "ok", f"schema revision {row[0] if row else 'none'}")


FILLING = """
SELECT c.embedder, count(v.garment_id), (SELECT count(*) FROM garments WHERE status = 'ready')
FROM vector_collections c
LEFT JOIN garment_vectors v ON v.collection = c.name
WHERE c.state = 'filling' GROUP BY c.name
"""


def check_collections(settings: Settings) -> list[Finding]:
    """Look at the collections of vectors that are being filled for another embedder."""
    try:
        with psycopg.connect(
            settings.database.url.replace("+psycopg", ""), connect_timeout=3
        ) as connection:
            rows = connection.execute(FILLING).fetchall()
    except psycopg.Error:
        return []  # the database has its own finding
    return [
        _component(
            f"vectors {embedder}",
            "degraded",
            f"{written} of {garments} garments are indexed; the collection before still answers",
            "A worker goes on by itself; `stylist db reindex` does it now.",
        )
        for embedder, written, garments in rows
    ]


def check_redis(settings: Settings) -> Finding:
    """Ask Valkey or Redis."""
    try:
        with redis.Redis.from_url(settings.redis.url, socket_timeout=3) as client:
            client.ping()
    except (redis.RedisError, OSError) as error:
        return _component("redis", "missing", str(error), START)
    return _component("redis", "ok", settings.redis.url)


def check_http(name: str, url: str, *, mend: str, status: Status = "missing") -> Finding:
    """Ask an HTTP service; `status` is what its absence means."""
    try:
        answer = httpx.get(url, timeout=3, trust_env=False)
    except httpx.HTTPError as error:
        return _component(name, status, f"{url}: {error}", mend)
    if answer.status_code != httpx.codes.OK:
        return _component(name, status, f"{url} answered {answer.status_code}", mend)
    return _component(name, "ok", url)


def check_api(base: str) -> Finding:
    """Ask the API how it is; something else that answers there is not it."""
    url = f"{base.rstrip('/')}/health"
    try:
        said = httpx.get(url, timeout=5, trust_env=False).json()
        status, lacks = str(said["status"]), ", ".join(said["degraded"])
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return _component("api", "missing", f"{url}: {error}", START)
    except (ValueError, KeyError, TypeError):
        return _component("api", "missing", f"{url} is not Stylist's API", "See STYLIST_API_URL.")
    if status == "ok":
        return _component("api", "ok", url)
    seen: Status = "degraded" if status == "degraded" else "missing"
    return _component("api", seen, f"{url}: {status}: {lacks}", "The other findings tell.")


def check_ollama(settings: Settings) -> Finding:
    """Ask Ollama for the model; the offline policy answers where it is not usable."""
    if settings.agent.model == "offline":
        return _component("ollama", "ok", "not asked for: STYLIST_AGENT__MODEL=offline")
    state = asyncio.run(look_at(settings.ollama))
    return _component("ollama", "ok" if state.is_usable else "degraded", state.detail, state.mend)


def check_processes(settings: Settings) -> list[Finding]:
    """Look at our own processes: API, UI and workers."""
    running = state.read(settings.data_dir)
    if settings.api_url is None and (running is None or not state.is_alive(running.supervisor)):
        return [_component("stack", "missing", f"nothing runs on {settings.data_dir}", START)]
    found = [check_api(settings.api_url or (running.api_url if running else ""))]
    for name, child in (running.children if running else {}).items():
        if name.startswith("worker") or name == "ui":
            alive = state.is_alive(child)
            log = settings.data_dir / "logs" / f"{name}.log"
            detail = f"process {child.pid}" if alive else f"process {child.pid} is gone"
            found.append(_component(name, "ok" if alive else "missing", detail, f"See {log}."))
    return found


def check_models(settings: Settings) -> list[Finding]:
    """Look at every model of the registry."""
    found = []
    for status in list_models(settings.models_dir):
        absent: Status = "missing" if status.model.default else "degraded"
        detail = f"{status.model.role}, {status.state}, {status.path}"
        mend = f"`{status.mend}`" if status.mend else ""
        here: Status = "ok" if status.state == "present" else absent
        found.append(Finding(status.model.name, "model", here, detail, mend))
    return found


def check_visual(settings: Settings) -> list[Finding]:
    """Look at the weights of what looks good together, where a person has fitted some."""
    path = settings.models_dir / FILE
    try:
        fitted = load_visual(settings.models_dir)
    except BackendUnavailable as error:
        return [Finding("outfit-visual", "model", "degraded", str(error), error.hint or "")]
    if fitted is None:
        return []
    return [Finding("outfit-visual", "model", "ok", f"pairs by their photos, fitted, {path}")]


def examine(settings: Settings) -> list[Finding]:
    """Look at everything."""
    servers = running_settings()
    return [
        check_data_dir(settings),
        check_database(servers),
        *check_collections(servers),
        check_redis(servers),
        check_http("chroma", f"{servers.chroma.url}/api/v2/heartbeat", mend=START),
        *check_processes(settings),
        check_ollama(settings),
        *check_models(settings),
        *check_visual(settings),
    ]


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell per component and model: ok, degraded or missing, and the mend."""
    out = Output(as_json=as_json)
    with out.errors():
        findings = examine(read_settings())
    worst: Status = "ok"
    for finding in findings:
        if finding.status == "missing" or (finding.status == "degraded" and worst == "ok"):
            worst = finding.status

    def tell() -> None:
        for finding in findings:
            mend = f"  → {finding.mend}" if finding.mend else ""
            out.say(f"{SIGNS[finding.status]}  {finding.name:<20} {finding.detail}{mend}")

    out.result({"status": worst, "findings": [asdict(finding) for finding in findings]}, tell)
    if worst == "missing":
        raise typer.Exit(1)
