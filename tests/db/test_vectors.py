from uuid import uuid4

import numpy as np
import pytest

from db.vectors import ChromaVectors, garment_collection
from stylist.errors import BackendUnavailable
from stylist.settings import ChromaSettings


def unit(*values: float) -> np.ndarray:
    vector = np.asarray(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


@pytest.fixture
def vectors(chroma_url: str) -> ChromaVectors:
    return ChromaVectors(ChromaSettings(url=chroma_url))


async def test_the_nearest_of_one_owner_come_first_and_nobody_elses(vectors) -> None:
    collection, mine, yours = f"test-{uuid4().hex}", uuid4(), uuid4()
    near, far, foreign = uuid4(), uuid4(), uuid4()
    await vectors.upsert(
        collection,
        owner_id=mine,
        ids=[far, near],
        vectors=np.stack([unit(0, 1, 0), unit(1, 0.1, 0)]),
        metadatas=[{"category": "shirt"}, {"category": "coat"}],
    )
    await vectors.upsert(
        collection, owner_id=yours, ids=[foreign], vectors=unit(1, 0, 0)[None], metadatas=[{}]
    )
    ask = unit(1, 0, 0)
    found = await vectors.query(collection, owner_id=mine, vector=ask, ids=None, limit=10)
    assert [id_ for id_, _ in found] == [near, far]
    assert found[0][1] == pytest.approx(float(unit(1, 0.1, 0)[0]), abs=1e-3)
    only = await vectors.query(collection, owner_id=mine, vector=ask, ids=[far], limit=10)
    assert [id_ for id_, _ in only] == [far]
    assert await vectors.query(collection, owner_id=mine, vector=ask, ids=[], limit=10) == []


async def test_writing_an_id_again_replaces_it_and_deleting_forgets(vectors) -> None:
    collection, owner, id_ = f"test-{uuid4().hex}", uuid4(), uuid4()
    for value in (unit(1, 0), unit(0, 1)):
        await vectors.upsert(
            collection, owner_id=owner, ids=[id_], vectors=value[None], metadatas=[{}]
        )
    found = await vectors.query(collection, owner_id=owner, vector=unit(0, 1), ids=None, limit=5)
    assert found == [(id_, pytest.approx(1.0, abs=1e-3))]
    await vectors.delete_owner(owner)
    assert await vectors.list_ids(collection, owner_id=owner) == set()


async def test_an_index_that_is_away_is_an_expected_failure() -> None:
    away = ChromaVectors(ChromaSettings(url="http://127.0.0.1:9"))
    with pytest.raises(BackendUnavailable):
        await away.query("any", owner_id=uuid4(), vector=unit(1, 0), ids=None, limit=1)


def test_only_clip_may_use_the_designs_collection_name() -> None:
    assert garment_collection("clip-vit-b-32") == "garments"
    assert garment_collection("minilm-int8") == "garments__minilm-int8"
