"""The worker as it ships, killed while it looks at a photo that was changed."""

import pytest
from drawn_garments import shirt_photo
from sqlalchemy import func, select, update

from db import garments
from db.models import FormerPhoto, GarmentPrediction, Job, User
from stylist.settings import (
    BlobSettings,
    ChromaSettings,
    DatabaseSettings,
    Settings,
)
from tools.garment_photo import replace_photo, rotate_photo, undo_photo
from tools.garments import read_garment
from tools.services import open_services

pytestmark = pytest.mark.process
CHANGES = {
    "turned": lambda deps, id_: rotate_photo(deps, id_, 90),
    "replaced": lambda deps, id_: replace_photo(deps, id_, shirt_photo(1)),
}


@pytest.fixture
async def deps(shop, chroma_url):
    settings = Settings(
        data_dir=shop.folder / "data",
        models_dir=shop.folder / "no-weights",
        database=DatabaseSettings(url=shop.pg_url),
        redis=shop.redis,
        chroma=ChromaSettings(url=chroma_url),
        blobs=BlobSettings(min_free_mb=0),
    )
    async with open_services(settings) as services:
        async with services.sessions.begin() as session:
            user = User(email="photo-change@example.org")
            session.add(user)
            await session.flush()
        yield services.for_owner(user.id)


@pytest.fixture
def start_worker(shop, chroma_url):
    def start():
        return shop.start_worker(
            "-m",
            "jobs.worker",
            STYLIST_CHROMA__URL=chroma_url,
            STYLIST_MODELS_DIR=str(shop.folder / "no-weights"),
            STYLIST_BLOBS__MIN_FREE_MB="0",
        )

    return start


async def seen_garment(deps):
    """A garment as a worker left it."""
    photo = shirt_photo(0)
    keys = [
        deps.blobs.put(data, owner_id=deps.owner_id, extension=extension)
        for data, extension in ((photo, "jpg"), (photo[::-1], "webp"), (photo[1:], "webp"))
    ]
    async with deps.sessions.begin() as session:
        row = await garments.add_garment(
            session, owner_id=deps.owner_id, image_key=keys[0], content_sha256="0" * 64
        )
        await garments.add_prediction(
            session,
            row.id,
            category="sweater",
            subcategory=None,
            attributes={"color_primary": "red"},
            confidence={"category": 0.9},
            backend={},
        )
        await garments.set_status(
            session,
            row.id,
            owner_id=deps.owner_id,
            status="ready",
            cutout_key=keys[1],
            thumbnail_key=keys[2],
        )
    return row.id


async def lay_on_batch(shop, job_id) -> None:
    """The shop's workers listen to this queue only."""
    async with shop.sessions.begin() as session:
        await session.execute(update(Job).where(Job.id == job_id).values(queue="batch"))
    await shop.queue.deliver(job_id, queue="batch")


@pytest.mark.parametrize("change", CHANGES)
async def test_a_killed_worker_neither_loses_nor_doubles_a_change(shop, deps, start_worker, change):
    before = await read_garment(deps, await seen_garment(deps))
    worker = start_worker()
    changed = await CHANGES[change](deps, before.id)
    await lay_on_batch(shop, changed.job_id)
    await shop.until(changed.job_id, "processing", "completed")
    worker.kill()
    worker.wait()
    await shop.let_hours_pass()
    start_worker()
    await shop.until(changed.job_id, "completed")
    after = await read_garment(deps, before.id)
    assert (after.status, after.photo_version) == ("ready", 2)
    async with deps.sessions() as session:
        former = select(func.count()).where(FormerPhoto.garment_id == before.id)
        seen = select(GarmentPrediction.photo_version)
        seen = seen.where(GarmentPrediction.garment_id == before.id)
        assert await session.scalar(former) == 1
        assert sorted(await session.scalars(seen)) == [1, 2]
        row = await garments.get_garment(session, before.id, owner_id=deps.owner_id)
        keys = await garments.image_keys(session, row)
    assert set(deps.blobs.list_keys(deps.owner_id)) >= set(keys)
    back = (await undo_photo(deps, before.id)).garment
    assert back.model_dump(exclude={"updated_at"}) == before.model_dump(exclude={"updated_at"})
