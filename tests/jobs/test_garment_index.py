from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from db import garments
from db.models import Garment, User
from db.vectors import ChromaVectors, garment_collection
from jobs.garment_index import index_garment, index_missing
from ml.embed import load_embedder
from stylist.errors import BackendUnavailable
from stylist.settings import ChromaSettings

COLLECTION = garment_collection("hashed-words")


@pytest.fixture(scope="module")
def embedder():
    return load_embedder("hashed-words", Path())


@pytest.fixture(scope="module")
def vectors(chroma_url: str) -> ChromaVectors:
    return ChromaVectors(ChromaSettings(url=chroma_url))


@pytest.fixture
async def owner_id(session) -> UUID:
    user = User(email=f"{uuid4()}@example.org", password_hash="x")
    session.add(user)
    await session.flush()
    return user.id


async def add(session, owner_id: UUID, category: str) -> UUID:
    garment = await garments.add_garment(
        session, owner_id=owner_id, image_key="k", content_sha256="0" * 64
    )
    await garments.set_status(session, garment.id, owner_id=owner_id, status="ready")
    await garments.add_prediction(
        session,
        garment.id,
        category=category,
        subcategory=None,
        attributes={"color_primary": "navy", "formality": 0.6},
        confidence={},
        backend={},
    )
    await session.commit()
    return garment.id


async def age(session) -> None:
    old = datetime.now(UTC) - timedelta(minutes=5)
    await session.execute(update(Garment).values(updated_at=old))
    await session.commit()


async def test_an_indexed_garment_is_found_by_its_words(
    session, sessions, vectors, embedder, owner_id
):
    shirt = await add(session, owner_id, "shirt")
    boots = await add(session, owner_id, "boots")
    for id_ in (shirt, boots):
        await index_garment(sessions, vectors, embedder, id_, owner_id=owner_id)
    (vector,) = embedder.embed(["navy boots"])
    found = await vectors.query(COLLECTION, owner_id=owner_id, vector=vector, ids=None, limit=2)
    assert [id_ for id_, _ in found] == [boots, shirt]


async def test_what_the_index_lacks_is_mended_once(session, sessions, vectors, embedder, owner_id):
    lacking = await add(session, owner_id, "shirt")
    await age(session)
    assert await index_missing(sessions, vectors, embedder) == 1
    assert await vectors.list_ids(COLLECTION, owner_id=owner_id) == {lacking}
    assert await index_missing(sessions, vectors, embedder) == 0


async def test_a_garment_that_is_still_being_indexed_is_left_alone(
    session, sessions, vectors, embedder, owner_id
):
    await add(session, owner_id, "shirt")
    assert await index_missing(sessions, vectors, embedder) == 0


async def test_a_deleted_garment_leaves_no_vector(session, sessions, vectors, embedder, owner_id):
    await index_garment(sessions, vectors, embedder, uuid4(), owner_id=owner_id)
    assert await vectors.list_ids(COLLECTION, owner_id=owner_id) == set()


async def test_an_index_that_is_away_is_said(session, sessions, embedder, owner_id):
    away = ChromaVectors(ChromaSettings(url="http://127.0.0.1:9"))
    shirt = await add(session, owner_id, "shirt")
    with pytest.raises(BackendUnavailable):
        await index_garment(sessions, away, embedder, shirt, owner_id=owner_id)
