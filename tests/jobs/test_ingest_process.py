"""The worker as it ships, killed while it works through photos."""

import pytest
from drawn_garments import shirt_photo
from sqlalchemy import func, select

from db import garments, jobs
from db.blobs import LocalBlobs
from db.models import Garment, GarmentPrediction, Job, User

pytestmark = pytest.mark.process
PHOTOS = 4


async def send_photos(shop) -> list[Job]:
    blobs = LocalBlobs(shop.folder / "data" / "blobs")
    sent = []
    async with shop.sessions.begin() as session:
        user = User(email="ingest@example.org")
        session.add(user)
        await session.flush()
        for index in range(PHOTOS):
            key = blobs.put(shirt_photo(index), owner_id=user.id, extension="jpg")
            garment = await garments.add_garment(
                session, owner_id=user.id, image_key=key, content_sha256=key[-68:-4]
            )
            job = await jobs.add_job(
                session,
                owner_id=user.id,
                kind="ingest_garment",
                queue="batch",
                key=str(garment.id),
                payload={},
                subject_id=garment.id,
            )
            sent.append(job)
    for job in sent:
        await shop.queue.deliver(job.id, queue="batch")
    return sent


async def test_a_worker_killed_among_photos_costs_no_photo_and_doubles_none(shop, chroma_url):
    env = {
        "STYLIST_CHROMA__URL": chroma_url,
        "STYLIST_MODELS_DIR": str(shop.folder / "no-weights"),
        "STYLIST_BLOBS__MIN_FREE_MB": "0",
    }
    sent = await send_photos(shop)
    first = shop.start_worker("-m", "jobs.worker", **env)
    await shop.until(sent[0].id, "completed")
    await shop.until(sent[1].id, "processing", "completed")
    first.kill()
    first.wait()
    await shop.let_hours_pass()
    shop.start_worker("-m", "jobs.worker", **env)
    for job in sent:
        await shop.until(job.id, "completed")
    async with shop.sessions() as session:
        statuses = await session.scalars(select(Garment.status))
        assert list(statuses) == ["ready"] * PHOTOS
        made = select(func.count(GarmentPrediction.id)).group_by(GarmentPrediction.garment_id)
        assert list(await session.scalars(made)) == [1] * PHOTOS
