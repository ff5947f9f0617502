"""The real pipeline without downloaded weights, from photo row to ready garment."""

import io
from dataclasses import replace
from uuid import UUID

import pytest
from photo_jobs import add_photo, add_user
from PIL import Image
from remembering_eyes import drawn_photo
from sqlalchemy import delete, func, select

from db import garments, jobs
from db.blobs import build_blobs
from db.models import Garment, GarmentPrediction, Job
from db.vectors import garment_collection
from jobs.event_log import job_stream
from jobs.garment_index import index_garment
from jobs.new_garments import VECTOR_MISSING
from jobs.runner import run_job
from jobs.tasks import KINDS
from jobs.world import World

COLLECTION = garment_collection("hashed-words")


async def add(world: World, photo: bytes) -> Job:
    async with world.sessions.begin() as session:
        return await add_photo(session, world.blobs, await add_user(session), photo)


async def ingest(world: World, job: Job) -> Job:
    await run_job(world, KINDS, job.id, worker_id="test")
    async with world.sessions() as session:
        return await jobs.get_job(session, job.id, owner_id=job.user_id)


async def garment_of(world: World, job: Job) -> Garment:
    async with world.sessions() as session:
        return await garments.get_garment(session, job.subject_id, owner_id=job.user_id)


async def predictions_of(world: World, garment_id: UUID) -> int:
    async with world.sessions() as session:
        count = select(func.count()).where(GarmentPrediction.garment_id == garment_id)
        return await session.scalar(count)


@pytest.fixture(scope="module")
def photo() -> bytes:
    return drawn_photo(0)


async def test_a_photo_becomes_a_ready_garment_with_images_prediction_and_vector(world, photo):
    job = await ingest(world, await add(world, photo))
    assert (job.status, job.error_message) == ("completed", None)
    assert set(job.result["degraded"]) == {
        "u2net-missing",
        "u2netp-missing",
        "text-embedder-missing",
    }
    garment = await garment_of(world, job)
    assert garment.status == "ready"
    cutout = Image.open(io.BytesIO(world.blobs.get(garment.processed_image_path)))
    thumbnail = Image.open(io.BytesIO(world.blobs.get(garment.thumbnail_path)))
    assert (cutout.mode, cutout.format, thumbnail.format) == ("RGBA", "WEBP", "WEBP")
    assert await world.vectors.list_ids(COLLECTION, owner_id=job.user_id) == {garment.id}
    async with world.sessions() as session:
        view = await garments.get_effective(session, garment.id, owner_id=job.user_id)
    assert view.category == job.result["category"]
    assert view.attributes.color_primary is not None


async def test_the_event_log_tells_every_stage_and_the_end(world, photo):
    job = await ingest(world, await add(world, photo))
    events = await world.events.read(job_stream(job.id), after="0-0", block_ms=10)
    assert {event.type for event in events[:-1]} == {"job.progress"}
    assert events[-1].type == "job.ended"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "bad_request"), (b"not a photo at all", "unsupported_media")],
    ids=["empty", "text"],
)
async def test_a_file_that_is_no_photo_fails_at_once_with_the_reason(world, data, code):
    job = await ingest(world, await add(world, data))
    assert (job.status, job.attempt, job.error_code) == ("failed", 1, code)
    garment = await garment_of(world, job)
    assert (garment.status, garment.error_message) == ("failed", job.error_message)


async def test_a_truncated_photo_fails_at_once(world, photo):
    job = await ingest(world, await add(world, photo[: len(photo) // 2]))
    assert (job.status, job.attempt) == ("failed", 1)


async def test_a_photo_of_nothing_fails_with_a_reason_a_person_understands(world):
    buffer = io.BytesIO()
    Image.new("RGB", (400, 400), (200, 200, 200)).save(buffer, "JPEG")
    job = await ingest(world, await add(world, buffer.getvalue()))
    assert (job.status, job.attempt, job.error_code) == ("failed", 1, "photo_unusable")
    assert "garment" in (await garment_of(world, job)).error_message


async def test_without_the_vector_index_the_garment_is_ready_and_the_lack_is_said(world, photo):
    there = world.vectors
    away = world.settings.chroma.model_copy(update={"url": "http://127.0.0.1:9"})
    world = replace(world, vectors=type(there)(away))
    job = await ingest(world, await add(world, photo))
    assert job.status == "completed"
    assert VECTOR_MISSING in job.result["degraded"]
    embedder, _ = await world.models.embedder()
    await index_garment(world.sessions, there, embedder, job.subject_id, owner_id=job.user_id)
    assert await there.list_ids(COLLECTION, owner_id=job.user_id) == {job.subject_id}


async def test_a_job_that_runs_again_leaves_one_prediction(world, photo):
    job = await add(world, photo)
    await ingest(world, job)
    assert (await ingest(world, job)).attempt == 1
    assert await predictions_of(world, job.subject_id) == 1


async def test_a_garment_deleted_meanwhile_leaves_nothing_behind(world, photo):
    job = await add(world, photo)

    async def ingest_then_lose(world, task):
        outcome = await KINDS["ingest_garment"](world, task)
        assert len(world.blobs.list_keys(job.user_id)) == 3
        async with world.sessions.begin() as session:
            await session.execute(delete(Garment).where(Garment.id == job.subject_id))
        return outcome

    await run_job(world, {"ingest_garment": ingest_then_lose}, job.id, worker_id="test")
    async with world.sessions() as session:
        ended = await jobs.get_job(session, job.id, owner_id=job.user_id)
    assert ended.status == "cancelled"
    assert [key[-4:] for key in world.blobs.list_keys(job.user_id)] == [".jpg"]


async def test_a_full_disk_is_said_and_tried_again(world, photo):
    job = await add(world, photo)
    full = world.settings.model_copy(
        update={"blobs": world.settings.blobs.model_copy(update={"min_free_mb": 10**9})}
    )
    world = replace(world, blobs=build_blobs(full))
    waiting = await ingest(world, job)
    assert (waiting.status, waiting.error_code) == ("pending", "storage_full")
    assert "no room left on the disk" in waiting.error_message
