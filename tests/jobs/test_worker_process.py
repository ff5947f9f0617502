"""Real worker processes over real PostgreSQL and Valkey, killed and stopped at bad moments."""

import asyncio
import os
import signal

import pytest
from sqlalchemy import delete

from cli.stack import process
from cli.stack.postgres import database_url, postgres
from db import jobs, schema
from db.models import Garment, Job
from db.session import build_engine, build_sessions
from stylist.settings import DatabaseSettings

pytestmark = pytest.mark.process


async def test_a_killed_workers_job_is_done_once_by_the_next(shop):
    first = shop.start_worker()
    job_id = await shop.add()
    await shop.until(job_id, "processing")
    first.kill()
    first.wait()
    await shop.let_hours_pass()
    shop.open_gate()
    shop.start_worker()
    done = await shop.until(job_id, "completed")
    assert (done.attempt, done.result) == (2, {"attempt": 2})
    garment = await shop.garment(job_id)
    assert (garment.status, garment.custom_notes) == ("ready", "done ")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stopped_worker_gives_its_job_back_at_once(shop, number):
    first = shop.start_worker()
    job_id = await shop.add()
    await shop.until(job_id, "processing")
    first.send_signal(number)
    assert await asyncio.to_thread(first.wait, 10) == 0
    assert (await shop.job(job_id)).status == "pending"
    shop.open_gate()
    shop.start_worker()
    assert (await shop.until(job_id, "completed")).attempt == 1


async def test_a_frozen_worker_that_wakes_up_writes_nothing(shop):
    first = shop.start_worker()
    job_id = await shop.add()
    await shop.until(job_id, "processing")
    os.kill(first.pid, signal.SIGSTOP)
    await shop.let_hours_pass()
    shop.open_gate()
    shop.start_worker()
    await shop.until(job_id, "completed")
    os.kill(first.pid, signal.SIGCONT)
    await shop.until_logged("belongs to another worker by now")
    other = await shop.add()
    await shop.until(other, "completed")
    assert (await shop.garment(job_id)).custom_notes == "done "
    assert first.poll() is None


async def test_jobs_survive_a_queue_that_lost_its_memory(shop):
    worker = shop.start_worker()
    ids = [await shop.add() for _ in range(4)]
    await shop.until(ids[0], "processing")
    shop.kill_valkey()
    unannounced = await shop.add(deliver=False)
    assert await shop.queue.deliver(unannounced, queue="batch") is False
    shop.open_gate()
    shop.start_valkey()
    for job_id in (*ids, unannounced):
        assert (await shop.until(job_id, "completed")).attempt == 1
        assert (await shop.garment(job_id)).custom_notes == "done "
    assert worker.poll() is None


async def test_a_worker_outlives_a_database_that_dies_under_its_job(open_shop, tmp_path):
    port = process.free_port()
    spec, log = postgres(tmp_path / "pg", port=port), tmp_path / "pg.log"
    server = process.start(spec, log=log)
    process.wait_ready(spec, server, log=log)
    schema.upgrade(database_url(port))
    engine = build_engine(DatabaseSettings(url=database_url(port)))
    own = open_shop(tmp_path / "own", database_url(port), build_sessions(engine))
    try:
        worker = own.start_worker()
        job_id = await own.add()
        await own.until(job_id, "processing")
        process.stop(spec, server, grace_s=5)
        await engine.dispose()
        own.open_gate()
        await own.until_logged("is left to the sweeper")
        server = process.start(postgres(tmp_path / "pg", port=port), log=log)
        process.wait_ready(spec, server, log=log)
        await own.let_hours_pass()
        await own.until(job_id, "completed")
        assert (await own.garment(job_id)).custom_notes == "done "
        assert worker.poll() is None
    finally:
        await own.close()
        await engine.dispose()
        process.stop(spec, server, grace_s=5)


async def test_a_job_that_was_never_delivered_is_found(shop):
    job_id = await shop.add(deliver=False)
    shop.open_gate()
    shop.start_worker()
    assert (await shop.until(job_id, "completed")).delivered_at is not None


async def test_a_running_job_is_cancelled(shop):
    shop.start_worker()
    job_id = await shop.add()
    job = await shop.until(job_id, "processing")
    async with shop.sessions.begin() as session:
        await jobs.request_cancel(session, job_id, owner_id=job.user_id)
    await shop.until(job_id, "cancelled")
    garment = await shop.garment(job_id)
    assert (garment.status, garment.error_message) == ("failed", jobs.CANCELLED_MESSAGE)


async def test_a_deleted_garments_job_ends_quietly(shop):
    shop.start_worker()
    job_id = await shop.add()
    await shop.until(job_id, "processing")
    async with shop.sessions.begin() as session:
        job = await session.get(Job, job_id)
        await session.execute(delete(Garment).where(Garment.id == job.subject_id))
    shop.open_gate()
    assert (await shop.until(job_id, "cancelled")).attempt == 1


async def test_a_bug_is_tried_again_and_then_said_in_a_fixed_sentence(shop):
    shop.start_worker(STYLIST_JOBS__MAX_ATTEMPTS="2")
    shop.open_gate()
    passing = await shop.add(bad="bug", bad_attempts=1)
    lasting = await shop.add(bad="bug", bad_attempts=9)
    assert (await shop.until(passing, "completed")).attempt == 2
    failed = await shop.until(lasting, "failed")
    assert (failed.attempt, failed.error_code) == (2, "internal")
    assert "KeyError" not in failed.error_message
    garment = await shop.garment(lasting)
    assert (garment.status, garment.error_message) == ("failed", failed.error_message)


async def test_a_full_disk_is_said(shop):
    shop.start_worker(STYLIST_JOBS__MAX_ATTEMPTS="1")
    failed = await shop.until(await shop.add(bad="disk", bad_attempts=9), "failed")
    assert failed.error_code == "storage_full"
    assert "no room left on the disk" in failed.error_message


async def test_an_unknown_kind_fails_with_its_name(shop):
    shop.start_worker()
    failed = await shop.until(await shop.add(kind="knit"), "failed")
    assert (failed.attempt, failed.error_code) == (1, "unknown_kind")
    assert "'knit'" in failed.error_message


async def test_a_job_that_keeps_killing_its_worker_is_given_up(shop):
    job_id = await shop.add()
    for attempt in (1, 2):
        worker = shop.start_worker(STYLIST_JOBS__MAX_ATTEMPTS="2")
        await shop.until(job_id, "processing", attempt=attempt)
        worker.kill()
        worker.wait()
        await shop.let_hours_pass()
    shop.start_worker(STYLIST_JOBS__MAX_ATTEMPTS="2")
    assert (await shop.until(job_id, "failed")).error_code == "worker_lost"
