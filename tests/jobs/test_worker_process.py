"""Real worker processes over real PostgreSQL and Valkey, killed and stopped at bad moments."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from cli.stack import process
from cli.stack.postgres import database_url, postgres
from cli.stack.valkey import valkey
from db import jobs, schema
from db.models import Garment, Job, User
from db.session import Sessions, build_engine, build_sessions
from jobs.arq_queue import ArqQueue
from stylist.settings import DatabaseSettings, RedisSettings

pytestmark = pytest.mark.process
TOY = Path(__file__).with_name("toy_worker.py")
PATIENCE_S = 20.0


class Shop:
    """A database, a Valkey of our own, and the workers that a test starts."""

    def __init__(self, folder: Path, pg_url: str, sessions: Sessions) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.pg_url, self.sessions = folder, pg_url, sessions
        self.workers: list[subprocess.Popen[bytes]] = []
        self.valkey_spec = valkey(folder / "valkey", port=process.free_port())
        self.redis = RedisSettings(url=f"redis://127.0.0.1:{self.valkey_spec.argv[2]}/0")
        self.queue = ArqQueue(self.redis)
        self.start_valkey()

    def start_valkey(self) -> None:
        log = self.folder / "valkey.log"
        self.valkey = process.start(self.valkey_spec, log=log)
        process.wait_ready(self.valkey_spec, self.valkey, log=log)

    def kill_valkey(self) -> None:
        self.valkey.kill()
        self.valkey.wait()

    def start_worker(self, **settings: str) -> subprocess.Popen[bytes]:
        ready = self.folder / f"{len(self.workers)}.ready"
        spec = process.ProcessSpec(
            name="toy",
            argv=(sys.executable, str(TOY), "--queue", "batch", "--ready-file", str(ready)),
            ready=ready.exists,
            env={
                "STYLIST_DATABASE__URL": self.pg_url,
                "STYLIST_REDIS__URL": self.redis.url,
                "STYLIST_DATA_DIR": str(self.folder / "data"),
                "STYLIST_JOBS__HEARTBEAT_S": "0.2",
                "STYLIST_JOBS__STALE_S": "1",
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

    async def add(self, seconds: float, *, deliver: bool = True, **payload: object) -> UUID:
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
                payload={"seconds": seconds, **payload},
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
    return make_database("worker_process")


@pytest.fixture
async def shop(tmp_path: Path, database: str) -> AsyncIterator[Shop]:
    engine = build_engine(DatabaseSettings(url=database))
    shop = Shop(tmp_path, database, build_sessions(engine))
    yield shop
    await shop.close()
    async with shop.sessions.begin() as session:
        await session.execute(delete(User))
    await engine.dispose()


async def test_a_killed_workers_job_is_done_once_by_the_next(shop):
    first = shop.start_worker()
    job_id = await shop.add(1.0)
    await shop.until(job_id, "processing")
    first.kill()
    shop.start_worker()
    done = await shop.until(job_id, "completed")
    assert (done.attempt, done.result) == (2, {"attempt": 2})
    garment = await shop.garment(job_id)
    assert (garment.status, garment.custom_notes) == ("ready", "done ")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stopped_worker_gives_its_job_back_at_once(shop, number):
    first = shop.start_worker(STYLIST_JOBS__STALE_S="600")
    job_id = await shop.add(1.0)
    await shop.until(job_id, "processing")
    first.send_signal(number)
    assert await asyncio.to_thread(first.wait, 3) == 0
    assert (await shop.job(job_id)).status == "pending"
    shop.start_worker(STYLIST_JOBS__STALE_S="600")
    assert (await shop.until(job_id, "completed")).attempt == 1


async def test_a_frozen_worker_that_wakes_up_writes_nothing(shop):
    first = shop.start_worker()
    job_id = await shop.add(1.0)
    await shop.until(job_id, "processing")
    os.kill(first.pid, signal.SIGSTOP)
    shop.start_worker()
    await shop.until(job_id, "completed")
    os.kill(first.pid, signal.SIGCONT)
    other = await shop.add(0.1)
    await shop.until(other, "completed")
    await asyncio.sleep(0.5)
    assert (await shop.garment(job_id)).custom_notes == "done "
    assert first.poll() is None


async def test_jobs_survive_a_queue_that_lost_its_memory(shop):
    worker = shop.start_worker()
    ids = [await shop.add(0.4) for _ in range(4)]
    await shop.until(ids[0], "processing")
    shop.kill_valkey()
    unannounced = await shop.add(0.1, deliver=False)
    assert await shop.queue.deliver(unannounced, queue="batch") is False
    shop.start_valkey()
    for job_id in (*ids, unannounced):
        assert (await shop.until(job_id, "completed")).attempt == 1
        assert (await shop.garment(job_id)).custom_notes == "done "
    assert worker.poll() is None


async def test_a_worker_outlives_a_database_that_dies_under_its_job(shop, tmp_path):
    port = process.free_port()
    spec, log = postgres(tmp_path / "pg", port=port), tmp_path / "pg.log"
    server = process.start(spec, log=log)
    process.wait_ready(spec, server, log=log)
    schema.upgrade(database_url(port))
    engine = build_engine(DatabaseSettings(url=database_url(port)))
    own = Shop(tmp_path / "own", database_url(port), build_sessions(engine))
    try:
        worker = own.start_worker()
        job_id = await own.add(1.0)
        await own.until(job_id, "processing")
        process.stop(spec, server, grace_s=5)
        await engine.dispose()
        await asyncio.sleep(1.5)
        server = process.start(postgres(tmp_path / "pg", port=port), log=log)
        process.wait_ready(spec, server, log=log)
        await own.until(job_id, "completed")
        assert (await own.garment(job_id)).custom_notes == "done "
        assert worker.poll() is None
    finally:
        await own.close()
        await engine.dispose()
        process.stop(spec, server, grace_s=5)


async def test_a_job_that_was_never_delivered_is_found(shop):
    job_id = await shop.add(0.1, deliver=False)
    shop.start_worker()
    assert (await shop.until(job_id, "completed")).delivered_at is not None


async def test_a_running_job_is_cancelled(shop):
    shop.start_worker()
    job_id = await shop.add(60.0)
    job = await shop.until(job_id, "processing")
    async with shop.sessions.begin() as session:
        await jobs.request_cancel(session, job_id, owner_id=job.user_id)
    await shop.until(job_id, "cancelled")
    garment = await shop.garment(job_id)
    assert (garment.status, garment.error_message) == ("failed", jobs.CANCELLED_MESSAGE)


async def test_a_deleted_garments_job_ends_quietly(shop):
    shop.start_worker()
    job_id = await shop.add(0.5)
    await shop.until(job_id, "processing")
    async with shop.sessions.begin() as session:
        job = await session.get(Job, job_id)
        await session.execute(delete(Garment).where(Garment.id == job.subject_id))
    assert (await shop.until(job_id, "cancelled")).attempt == 1


async def test_a_bug_is_tried_again_and_then_said_in_a_fixed_sentence(shop):
    shop.start_worker(STYLIST_JOBS__MAX_ATTEMPTS="2")
    passing = await shop.add(0.1, bad="bug", bad_attempts=1)
    lasting = await shop.add(0.1, bad="bug", bad_attempts=9)
    assert (await shop.until(passing, "completed")).attempt == 2
    failed = await shop.until(lasting, "failed")
    assert (failed.attempt, failed.error_code) == (2, "internal")
    assert "KeyError" not in failed.error_message
    garment = await shop.garment(lasting)
    assert (garment.status, garment.error_message) == ("failed", failed.error_message)


async def test_a_full_disk_is_said(shop):
    shop.start_worker(STYLIST_JOBS__MAX_ATTEMPTS="1")
    failed = await shop.until(await shop.add(0.1, bad="disk", bad_attempts=9), "failed")
    assert failed.error_code == "storage_full"
    assert "no room left on the disk" in failed.error_message


async def test_an_unknown_kind_fails_with_its_name(shop):
    shop.start_worker()
    failed = await shop.until(await shop.add(0.1, kind="knit"), "failed")
    assert (failed.attempt, failed.error_code) == (1, "unknown_kind")
    assert "'knit'" in failed.error_message


async def test_a_job_that_keeps_killing_its_worker_is_given_up(shop):
    job_id = await shop.add(60.0)
    for attempt in (1, 2):
        worker = shop.start_worker(STYLIST_JOBS__MAX_ATTEMPTS="2")
        await shop.until(job_id, "processing", attempt=attempt)
        worker.kill()
        worker.wait()
    shop.start_worker(STYLIST_JOBS__MAX_ATTEMPTS="2")
    assert (await shop.until(job_id, "failed")).error_code == "worker_lost"
