"""The vector index in memory does what the Chroma server does."""

from uuid import UUID

import numpy as np

from evals.running.memory_vectors import MemoryVectors

ANN, BOB = UUID(int=1), UUID(int=2)
IDS = [UUID(int=10 + n) for n in range(3)]
VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)


async def filled() -> MemoryVectors:
    vectors = MemoryVectors()
    rows = [{} for _ in IDS]
    await vectors.upsert("words", owner_id=ANN, ids=IDS, vectors=VECTORS, metadatas=rows)
    other = [UUID(int=99)]
    await vectors.upsert("words", owner_id=BOB, ids=other, vectors=VECTORS[:1], metadatas=[{}])
    return vectors


async def test_the_nearest_of_the_owner_come_first() -> None:
    vectors = await filled()
    near = await vectors.query("words", owner_id=ANN, vector=VECTORS[0], ids=None, limit=2)
    assert [id_ for id_, _ in near] == [IDS[0], IDS[2]]
    assert np.isclose([score for _, score in near], [1.0, 0.6]).all()
    among = await vectors.query("words", owner_id=ANN, vector=VECTORS[0], ids=IDS[1:], limit=9)
    assert [id_ for id_, _ in among] == [IDS[2], IDS[1]]
    assert await vectors.query("words", owner_id=ANN, vector=VECTORS[0], ids=[], limit=9) == []


async def test_nobody_sees_anothers() -> None:
    vectors = await filled()
    assert await vectors.get("words", owner_id=BOB, ids=IDS) == {}
    assert await vectors.list_ids("words", owner_id=BOB) == {UUID(int=99)}
    await vectors.delete_owner(ANN)
    assert await vectors.list_ids("words") == {UUID(int=99)}


async def test_what_is_deleted_is_gone() -> None:
    vectors = await filled()
    await vectors.delete("words", ids=[IDS[0], UUID(int=5)])
    assert await vectors.list_ids("words", owner_id=ANN) == set(IDS[1:])
    await vectors.drop("words")
    await vectors.drop("never")
    assert await vectors.list_ids("words") == set()
