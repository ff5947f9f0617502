"""A shop: a database, a Valkey of its own, and worker processes that a test starts and ends."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update
from worker_in_process import open_world

from cli.stack import process
from cli.stack.valkey import valkey
from db import jobs
from db.models import Garment, Job, User
from db.session import Sessions, build_engine, build_sessions
from jobs.arq_queue import ArqQueue
from jobs.models import Models
from jobs.world import World
from stylist.settings import DatabaseSettings, RedisSettings, Settings

TOY = Path(__file__).with_name("toy_worker.py")
PATIENCE_S = 60.0


class Shop:
    """A database, a Valkey of our own, and the workers that a test starts."""

    def __init__(self, folder: Path, pg_url: str, sessions: Sessions) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.pg_url, self.sessions = folder, pg_url, sessions
        self.workers: list[subprocess.Popen[bytes]] = []
        self.valkey_spec = valkey(folder / "valkey", port=process.free_port())
        self.redis = RedisSettings(url=f"redis://127.0.0.1:{self.valkey_spec.argv[2]}/0")
        self.queue = ArqQueue(self.redis)
        self.gate = folder / "gate"
        self.start_valkey()

    def start_valkey(self) -> None:
        log = self.folder / "valkey.log"
        self.valkey = process.start(self.valkey_spec, log=log)
        process.wait_ready(self.valkey_spec, self.valkey, log=log)

    def kill_valkey(self) -> None:
        self.valkey.kill()
        self.valkey.wait()

    def start_worker(self, *command: str, **settings: str) -> subprocess.Popen[bytes]:
        ready = self.folder / f"{len(self.workers)}.ready"
        spec = process.ProcessSpec(
            name="worker",
            argv=(
                *(sys.executable, *(command or (str(TOY),))),
                *("--queue", "batch", "--ready-file", str(ready)),
            ),
            ready=ready.exists,
            env={
                "STYLIST_DATABASE__URL": self.pg_url,
                "STYLIST_REDIS__URL": self.redis.url,
                "STYLIST_DATA_DIR": str(self.folder / "data"),
                "STYLIST_JOBS__HEARTBEAT_S": "0.2",
                "STYLIST_JOBS__STALE_S": "20",
                "STYLIST_JOBS__SWEEP_S": "0.2",
                **settings,
            },
        )
        log = self.folder / f"worker-{len(self.workers)}.log"
        worker = process.start(spec, log=log)
        self.workers.append(worker)
        process.wait_ready(spec, worker, log=log)
        return worker

    async def close(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.kill_valkey()
        await self.queue.close()

    def open_gate(self) -> None:
        """Let every toy job end that waits for it, and those to come."""
        self.gate.touch()

    async def let_hours_pass(self) -> None:
        """As if hours had gone by since the last sign of every worker.

        Told to the rows and not waited for, so that no worker is taken for dead that is only slow.
        """
        async with self.sessions.begin() as session:
            at_work = update(Job).where(Job.status == "processing")
            long_ago = Job.heartbeat_at - timedelta(hours=9)
            await session.execute(at_work.values(heartbeat_at=long_ago))

    async def until_logged(self, words: str, *, worker: int = 0) -> None:
        """Wait until a worker has said it."""
        log = self.folder / f"worker-{worker}.log"
        async with asyncio.timeout(PATIENCE_S):
            while words not in log.read_text():  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def add(self, *, deliver: bool = True, **payload: object) -> UUID:
        """A toy job, which ends when the gate is open."""
        async with self.sessions.begin() as session:
            user = User(email=f"{uuid4()}@example.org", password_hash="x")
            session.add(user)
            await session.flush()
            garment = Garment(
                user_id=user.id,
                original_image_path="x",
                content_sha256="0" * 64,
                custom_notes="",
            )
            session.add(garment)
            await session.flush()
            job = await jobs.add_job(
                session,
                owner_id=user.id,
                kind=str(payload.pop("kind", "toil")),
                queue="batch",
                key="k",
                payload={"gate": str(self.gate), **payload},
                subject_id=garment.id,
            )
        if deliver:
            assert await self.queue.deliver(job.id, queue="batch")
        return job.id

    async def job(self, job_id: UUID) -> Job:
        async with self.sessions() as session:
            return (await session.scalars(select(Job).where(Job.id == job_id))).one()

    async def garment(self, job_id: UUID) -> Garment:
        async with self.sessions() as session:
            wanted = select(Garment).join(Job, Job.subject_id == Garment.id).where(Job.id == job_id)
            return (await session.scalars(wanted)).one()

    async def until(self, job_id: UUID, *statuses: str, attempt: int = 1) -> Job:
        """Wait until the job is in work and moves, or has ended."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            job = await self.job(job_id)
            moves = job.progress > 0 and job.attempt >= attempt
            if job.status in statuses and (job.status != "processing" or moves):
                return job
            await asyncio.sleep(0.02)
        logs = "\n".join(path.read_text() for path in self.folder.glob("worker-*.log"))
        raise AssertionError(f"still {job.status}, attempt {job.attempt}\n{logs}")


@pytest.fixture(scope="module")
def database(make_database) -> str:
    return make_database(f"jobs_{uuid4().hex}")


@pytest.fixture
def open_shop() -> Callable[[Path, str, Sessions], Shop]:
    return Shop


@pytest.fixture
async def shop(tmp_path: Path, database: str) -> AsyncIterator[Shop]:
    engine = build_engine(DatabaseSettings(url=database))
    shop = Shop(tmp_path, database, build_sessions(engine))
    yield shop
    await shop.close()
    async with shop.sessions.begin() as session:
        await session.execute(delete(User))
    await engine.dispose()


@pytest.fixture
async def world(
    tmp_path: Path, models: Models, database: str, valkey_url: str, chroma_url: str
) -> AsyncIterator[World]:
    """What a worker has, in the test's own process; it leaves nobody behind."""
    settings = Settings(
        data_dir=tmp_path,
        database={"url": database},
        redis={"url": valkey_url},
        chroma={"url": chroma_url},
        blobs={"min_free_mb": 0},
        jobs={"heartbeat_s": 0.2},
    )
    async with open_world(settings, models) as world:
        yield world
        async with world.sessions.begin() as session:
            await session.execute(delete(User))
