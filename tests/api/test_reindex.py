"""The index against the rows, in a database of its own: the whole of it is made again."""

from uuid import uuid4

import pytest
from fastapi import FastAPI

from db.vectors import garment_collection
from stylist.settings import DatabaseSettings
from tools.deps import Services
from tools.reindex import reconcile, reindex


@pytest.fixture(scope="session")
async def app(run_app, make_settings, make_database) -> FastAPI:
    return await run_app(make_settings(database=DatabaseSettings(url=make_database("reindex"))))


@pytest.fixture(scope="session")
def services(app: FastAPI) -> Services:
    return app.state.services


async def _known(services, person):
    collection = garment_collection(services.embedder.name)
    return await services.vectors.list_ids(collection, owner_id=person.id)


async def test_the_index_is_made_again_from_the_rows(person, services, make_ready) -> None:
    made = {await make_ready(person.id, seed=n) for n in range(2)}
    report = await reindex(services, person.id)
    assert report["indexed"] == 2
    assert await _known(services, person) == made


async def test_rows_without_vector_and_vectors_without_row_are_mended(
    person, services, make_ready
) -> None:
    garment = await make_ready(person.id)
    await reindex(services, person.id)
    collection = garment_collection(services.embedder.name)
    await services.vectors.delete(collection, ids=[garment])
    await services.vectors.upsert(
        collection,
        owner_id=person.id,
        ids=[uuid4()],
        vectors=services.embedder.embed(["nothing"]),
        metadatas=[{"category": "hat"}],
    )
    report = await reconcile(services)
    assert report["indexed"] >= 1
    assert report["dropped"] >= 1
    assert await _known(services, person) == {garment}
    assert (await reconcile(services))["indexed"] == 0
