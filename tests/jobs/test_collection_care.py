"""Embedders change while searches run, and nobody finds less."""

import asyncio
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlalchemy import delete, func, select

from db import garments
from db.models import GarmentVector, User, VectorCollection
from db.vector_collections import live_collection, report_progress
from db.vectors import garment_collection
from jobs.collection_care import drop_old, tend_collections
from jobs.models import Models
from jobs.vector_index import words_index
from jobs.world import World, build_world
from ml.embed.hashed import HashedWordsEmbedder
from stylist.settings import Settings
from tools.deps import Deps, Services
from tools.search_wardrobe import search_wardrobe

OLD, NEW = "hashed-words", "hashed-words-2"


class NewWords(HashedWordsEmbedder):
    """Another embedder: its vectors are not those of the one before."""

    name = NEW

    def embed(self, texts):
        return np.ascontiguousarray(super().embed(texts)[:, ::-1])


class NewModels(Models):
    """The models of the release that brings another embedder."""

    async def embedder(self):
        return NewWords(), []


@pytest.fixture
async def world(tmp_path: Path, database: str, valkey_url: str, chroma_url: str):
    settings = Settings(
        data_dir=tmp_path,
        models_dir=tmp_path,
        database={"url": database},
        redis={"url": valkey_url},
        chroma={"url": chroma_url},
        blobs={"min_free_mb": 0},
    )
    world = build_world(settings)
    yield world
    await forget(world)
    await world.queue.close()
    await world.sessions.kw["bind"].dispose()


async def forget(world: World) -> None:
    async with world.sessions.begin() as session:
        await session.execute(delete(User))
        names = list(await session.scalars(select(VectorCollection.name)))
        await session.execute(delete(VectorCollection))
    for name in names:
        await world.vectors.drop(name)


async def add_wardrobe(world: World, count: int) -> tuple[UUID, list[UUID]]:
    async with world.sessions.begin() as session:
        user = User(email=f"{uuid4()}@example.org")
        session.add(user)
        await session.flush()
        made = []
        for number in range(count):
            garment = await garments.add_garment(
                session, owner_id=user.id, image_key="k", content_sha256=f"{number:064d}"
            )
            await garments.set_status(session, garment.id, owner_id=user.id, status="ready")
            await garments.add_prediction(
                session,
                garment.id,
                category="boots" if number == 0 else "t-shirt",
                subcategory=None,
                attributes={"color_primary": "brown" if number == 0 else "white"},
                confidence={},
                backend={},
            )
            made.append(garment.id)
    return user.id, made


async def live_words(world: World) -> str:
    async with world.sessions() as session:
        found = await live_collection(session, "words")
    assert found is not None
    return found.embedder


def asker(world: World, owner_id: UUID) -> Deps:
    """The API of the new release: its own embedder is the new one."""
    services = Services(
        settings=world.settings,
        sessions=world.sessions,
        blobs=world.blobs,
        vectors=world.vectors,
        queue=world.queue,
        events=world.events,
        embedder=NewWords(),
        weather=None,
        image_urls=None,
        now=lambda: None,
    )
    return services.for_owner(owner_id)


async def test_searches_find_everything_all_through_a_change_of_embedders(world):
    owner, made = await add_wardrobe(world, 120)
    while await tend_collections(world, settled_s=0.0):
        pass
    assert await live_words(world) == OLD
    after = replace(world, models=NewModels(world.settings.models_dir))
    deps, answers, done = asker(world, owner), [], asyncio.Event()

    async def ask_on() -> None:
        while not done.is_set():
            found = await search_wardrobe(deps, query="brown leather boots", limit=1)
            answers.append((found.garments[0].id, tuple(found.degraded)))
            await asyncio.sleep(0)

    asking = asyncio.create_task(ask_on())
    states = []
    while await tend_collections(after, settled_s=0.0):
        states.append(await live_words(world))
    done.set()
    await asking
    assert states[0] == OLD
    assert await live_words(world) == NEW
    assert set(answers) == {(made[0], ())}
    assert len(answers) >= 3


async def test_progress_is_told_and_the_old_collection_goes_last(world):
    owner, made = await add_wardrobe(world, 60)
    while await tend_collections(world, settled_s=0.0):
        pass
    after = replace(world, models=NewModels(world.settings.models_dir))
    await tend_collections(after, settled_s=0.0)
    async with world.sessions() as session:
        words = {row.embedder: row for row in await report_progress(session) if row.role == "words"}
    assert (words[NEW].state, words[NEW].written, words[NEW].garments) == ("filling", 50, 60)
    assert (words[OLD].state, words[OLD].written) == ("live", 60)
    while await tend_collections(after, settled_s=0.0):
        pass
    old = garment_collection(OLD)
    assert await world.vectors.list_ids(old, owner_id=owner) == set(made)
    await drop_old(world, kept_s=0.0)
    assert await world.vectors.list_ids(old) == set()
    async with world.sessions() as session:
        marks = select(func.count()).where(GarmentVector.collection == old)
        assert await session.scalar(marks) == 0
        assert await session.get(VectorCollection, old) is None


async def test_a_correction_during_the_change_reaches_both(world):
    owner, made = await add_wardrobe(world, 60)
    while await tend_collections(world, settled_s=0.0):
        pass
    after = replace(world, models=NewModels(world.settings.models_dir))
    await tend_collections(after, settled_s=0.0)
    async with world.sessions.begin() as session:
        await garments.add_label(
            session, made[1], owner_id=owner, fields={"category": "boots", "subcategory": None}
        )
    while await tend_collections(after, settled_s=0.0):
        pass
    async with world.sessions() as session:
        row = await garments.get_garment(session, made[1], owner_id=owner)
        for name in (OLD, NEW):
            seen = await session.get(GarmentVector, (made[1], garment_collection(name)))
            assert name == OLD or seen.seen == row.updated_at
    found = await search_wardrobe(asker(world, owner), query="boots", limit=2)
    assert {garment.id for garment in found.garments} == {made[0], made[1]}


async def test_two_processes_that_start_together_agree_on_one_live_collection(world):
    indexes = [
        words_index(world.sessions, world.vectors, embedder)
        for embedder in (HashedWordsEmbedder(), NewWords()) * 3
    ]
    states = await asyncio.gather(*(index.ensure() for index in indexes))
    assert sorted(set(states)) == ["filling", "live"]
    async with world.sessions() as session:
        live = select(func.count()).where(VectorCollection.state == "live")
        assert await session.scalar(live) == 1


async def test_a_vector_of_a_garment_changed_meanwhile_is_stale(world):
    owner, made = await add_wardrobe(world, 1)
    index = words_index(world.sessions, world.vectors, HashedWordsEmbedder())

    async def embed_while_it_changes(views):
        async with world.sessions.begin() as session:
            await garments.set_availability(session, made, owner_id=owner, availability="laundry")
        return await index.embed(views)

    slow = replace(index, embed=embed_while_it_changes)
    await slow.write(made, owner_id=owner)
    assert await index.fill(older_than_s=0.0) == [(owner, made[0])]
    assert await index.fill(older_than_s=0.0) == []
