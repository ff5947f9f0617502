from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db import job_claims, jobs
from db.models import Garment, Job, User
from stylist.errors import NotFound


@pytest.fixture
async def owner_id(session: AsyncSession) -> UUID:
    user = User(email=f"{uuid4()}@example.org", password_hash="x")
    session.add(user)
    await session.flush()
    return user.id


@pytest.fixture
async def garment(session: AsyncSession, owner_id: UUID) -> Garment:
    garment = Garment(user_id=owner_id, original_image_path="a", content_sha256="0" * 64)
    session.add(garment)
    await session.flush()
    return garment


@pytest.fixture
async def job(session: AsyncSession, garment: Garment) -> Job:
    return await add(session, garment)


async def add(session: AsyncSession, garment: Garment, key: str = "k") -> Job:
    return await jobs.add_job(
        session,
        owner_id=garment.user_id,
        kind="ingest_garment",
        queue="batch",
        key=key,
        payload={"n": 1},
        subject_id=garment.id,
    )


async def age(session: AsyncSession, job_id: UUID, seconds: int) -> None:
    moved = Job.heartbeat_at - job_claims.timedelta(seconds=seconds)
    await session.execute(update(Job).where(Job.id == job_id).values(heartbeat_at=moved))


async def test_the_same_key_is_the_same_job(session, garment, job):
    assert (await add(session, garment)).id == job.id
    assert (await add(session, garment, key="other")).id != job.id


async def test_a_failed_job_starts_afresh_under_its_key(session, garment, job):
    held = await job_claims.claim(session, job.id, "w1")
    await job_claims.fail(session, held, code="photo_unusable", message="Nothing there.")
    again = await add(session, garment)
    assert (again.id, again.status, again.attempt) == (job.id, "pending", 0)
    assert (again.error_message, again.result) == (None, None)


async def test_a_completed_job_stays_completed_under_its_key(session, garment, job):
    held = await job_claims.claim(session, job.id, "w1")
    await job_claims.finish(session, held, result={"ok": True})
    assert (await add(session, garment)).status == "completed"


async def test_another_owners_job_is_not_found(session, job):
    with pytest.raises(NotFound):
        await jobs.get_job(session, job.id, owner_id=uuid4())
    with pytest.raises(NotFound):
        await jobs.request_cancel(session, job.id, owner_id=uuid4())


async def test_only_one_claim_wins_and_the_garment_is_processing(session, garment, job):
    held = await job_claims.claim(session, job.id, "w1")
    assert held is not None
    assert (held.attempt, held.payload, held.subject_id) == (1, {"n": 1}, garment.id)
    assert await job_claims.claim(session, job.id, "w2") is None
    await session.refresh(garment)
    assert garment.status == "processing"


async def test_a_zombie_writes_nothing(session, job):
    zombie = await job_claims.claim(session, job.id, "w1")
    await age(session, job.id, 60)
    await job_claims.requeue_stale(session, stale_s=10, max_attempts=5)
    held = await job_claims.claim(session, job.id, "w1")
    assert await job_claims.beat(session, zombie, progress=0.9, stage="late") is None
    assert not await job_claims.finish(session, zombie, result={})
    assert not await job_claims.fail(session, zombie, code="x", message="x")
    assert not await job_claims.put_back(session, zombie, code="x", message="x")
    assert not await job_claims.release(session, zombie)
    assert await job_claims.finish(session, held, result={"by": 2})


async def test_a_beat_tells_of_a_cancel(session, job):
    held = await job_claims.claim(session, job.id, "w1")
    assert await job_claims.beat(session, held, progress=0.5, stage="cut-out") is False
    asked = await jobs.request_cancel(session, job.id, owner_id=held.owner_id)
    assert (asked.status, asked.stage, asked.progress) == ("processing", "cut-out", 0.5)
    assert await job_claims.beat(session, held, progress=0.6, stage="cut-out") is True
    assert await job_claims.cancel(session, held)
    assert (await jobs.get_job(session, job.id, owner_id=held.owner_id)).status == "cancelled"


async def test_a_waiting_job_is_cancelled_at_once_with_its_garment(session, garment, job):
    assert (await jobs.request_cancel(session, job.id, owner_id=job.user_id)).status == "cancelled"
    assert await job_claims.claim(session, job.id, "w1") is None
    await session.refresh(garment)
    assert (garment.status, garment.error_message) == ("failed", jobs.CANCELLED_MESSAGE)


async def test_an_ended_job_is_not_cancelled(session, job):
    held = await job_claims.claim(session, job.id, "w1")
    await job_claims.finish(session, held, result={})
    assert (await jobs.request_cancel(session, job.id, owner_id=job.user_id)).status == "completed"


async def test_a_quiet_job_is_put_back_and_a_lively_one_is_not(session, garment, job):
    other = await add(session, garment, key="lively")
    await job_claims.claim(session, job.id, "w1")
    await job_claims.claim(session, other.id, "w1")
    await age(session, job.id, 60)
    moved = await job_claims.requeue_stale(session, stale_s=10, max_attempts=5)
    assert [(row.id, row.status, row.attempt) for row in moved] == [(job.id, "pending", 1)]


async def test_after_its_last_attempt_a_quiet_job_fails_with_its_garment(session, garment, job):
    await job_claims.claim(session, job.id, "w1")
    await age(session, job.id, 60)
    (failed,) = await job_claims.requeue_stale(session, stale_s=10, max_attempts=1)
    assert (failed.status, failed.error_code) == ("failed", "worker_lost")
    await session.refresh(garment)
    assert (garment.status, garment.error_message) == ("failed", failed.error_message)


async def test_a_released_attempt_does_not_count(session, job):
    held = await job_claims.claim(session, job.id, "w1")
    assert await job_claims.release(session, held)
    assert (await job_claims.claim(session, job.id, "w2")).attempt == 1


async def test_a_job_that_is_put_back_says_why(session, job):
    held = await job_claims.claim(session, job.id, "w1")
    await job_claims.put_back(session, held, code="storage_full", message="No room.")
    now = await jobs.get_job(session, job.id, owner_id=held.owner_id)
    assert (now.status, now.attempt, now.error_message) == ("pending", 1, "No room.")


async def test_undelivered_jobs_are_found_until_they_are_marked(session, job):
    assert await job_claims.undelivered(session, queue="batch", older_than_s=-1) == [job.id]
    assert await job_claims.undelivered(session, queue="interactive", older_than_s=-1) == []
    await job_claims.mark_delivered(session, [job.id])
    assert await job_claims.undelivered(session, queue="batch", older_than_s=5) == []


async def test_jobs_are_listed_by_owner_and_status(session, garment, job):
    await job_claims.claim(session, (await add(session, garment, key="b")).id, "w")
    assert len(await jobs.list_jobs(session, owner_id=job.user_id)) == 2
    waiting = await jobs.list_jobs(session, owner_id=job.user_id, status="pending")
    assert [row.id for row in waiting] == [job.id]
    assert await jobs.list_jobs(session, owner_id=uuid4()) == []
