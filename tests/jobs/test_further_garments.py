"""A photo with several garments becomes several items, once, however often the work is done."""

import dataclasses
from uuid import UUID

import numpy as np
import pytest
from drawn_garments import drawn_shirt
from photo_jobs import add_look, add_photo, add_user
from remembering_eyes import RememberingModels
from sqlalchemy import select

from db import garments, jobs
from db.models import Garment, GarmentPrediction, Job
from jobs.further_garments import further_id
from jobs.runner import run_job
from jobs.tasks import KINDS
from jobs.world import World
from ml.photos import encode_jpeg
from stylist.settings import Settings


@pytest.fixture(scope="module")
def models() -> RememberingModels:
    return RememberingModels(Settings().models_dir)


@pytest.fixture(scope="module")
def two_shirts() -> bytes:
    red, _ = drawn_shirt((185, 30, 40))
    blue, _ = drawn_shirt((30, 50, 140), seed=1)
    gap = np.full((red.shape[0], 60, 3), (228, 224, 216), np.uint8)
    return encode_jpeg(np.concatenate([red, gap, blue[:, 30:]], axis=1))


async def add(world: World, photo: bytes) -> Job:
    async with world.sessions.begin() as session:
        return await add_photo(session, world.blobs, await add_user(session), photo)


async def run(world: World, job: Job) -> Job:
    await run_job(world, KINDS, job.id, worker_id="test")
    async with world.sessions() as session:
        return await jobs.get_job(session, job.id, owner_id=job.user_id)


async def all_of(world: World, owner_id: UUID) -> list[Garment]:
    wanted = select(Garment).where(Garment.user_id == owner_id).order_by(Garment.photo_part)
    async with world.sessions() as session:
        return list(await session.scalars(wanted))


async def test_each_garment_of_a_photo_becomes_an_item_with_its_own_cutout(world, two_shirts):
    job = await run(world, await add(world, two_shirts))
    assert (job.status, job.error_message) == ("completed", None)
    first, second = await all_of(world, job.user_id)
    assert job.result["further_garment_ids"] == [str(second.id)]
    assert second.id == further_id(first.id, 1)
    assert (first.photo_part, second.photo_part) == (0, 1)
    assert first.original_image_path == second.original_image_path
    assert first.processed_image_path != second.processed_image_path
    assert {first.status, second.status} == {"ready"}
    async with world.sessions() as session:
        seen = {
            (
                await garments.get_effective(session, each.id, owner_id=job.user_id)
            ).attributes.color_primary
            for each in (first, second)
        }
    assert "red" in seen
    assert seen & {"blue", "navy"}


async def test_work_done_twice_doubles_nothing(world, two_shirts):
    job = await run(world, await add(world, two_shirts))
    first, second = await all_of(world, job.user_id)
    async with world.sessions.begin() as session:
        again = await add_look(session, first.id, job.user_id, key="again")
    assert (await run(world, again)).status == "completed"
    assert [each.id for each in await all_of(world, job.user_id)] == [first.id, second.id]
    async with world.sessions() as session:
        wanted = select(GarmentPrediction).where(GarmentPrediction.garment_id == second.id)
        assert len(list(await session.scalars(wanted))) == 1


async def test_a_worker_killed_before_the_result_leaves_one_item(world, two_shirts):
    job = await add(world, two_shirts)

    async def die(world, task):
        outcome = await KINDS["ingest_garment"](world, task)

        async def killed(session):
            await outcome.write(session)
            raise ConnectionError("killed in the middle of writing")

        return dataclasses.replace(outcome, write=killed)

    await run_job(world, {"ingest_garment": die}, job.id, worker_id="test")
    assert len(await all_of(world, job.user_id)) == 1


async def test_a_second_look_at_a_further_garment_sees_that_one(world, two_shirts):
    job = await run(world, await add(world, two_shirts))
    _, second = await all_of(world, job.user_id)
    before = second.processed_image_path
    async with world.sessions.begin() as session:
        again = await add_look(session, second.id, job.user_id, key="look again")
    ended = await run(world, again)
    assert ended.result["further_garment_ids"] == []
    assert len(await all_of(world, job.user_id)) == 2
    assert (await all_of(world, job.user_id))[1].processed_image_path == before
