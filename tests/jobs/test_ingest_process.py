"""The worker as it ships, killed while it works through photos."""

import pytest
from drawn_garments import shirt_photo
from photo_jobs import add_photo, add_user
from sqlalchemy import func, select

from db.blobs import LocalBlobs
from db.models import Garment, GarmentPrediction, Job

pytestmark = pytest.mark.process
PHOTOS = 4


async def send_photos(shop) -> list[Job]:
    blobs = LocalBlobs(shop.folder / "data" / "blobs")
    async with shop.sessions.begin() as session:
        owner = await add_user(session)
        sent = [await add_photo(session, blobs, owner, shirt_photo(n)) for n in range(PHOTOS)]
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
