"""A vector index in memory: exact, for one process, gone with it."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Entry(NamedTuple):
    """A unit vector (D,) and whose it is."""

    owner_id: UUID
    vector: Vector


class MemoryVectors:
    """Keeps unit vectors with their owner, and finds the nearest of one owner."""

    def __init__(self) -> None:
        self._collections: dict[str, dict[UUID, Entry]] = {}

    def _of(self, collection: str) -> dict[UUID, Entry]:
        return self._collections.setdefault(collection, {})

    async def upsert(
        self,
        collection: str,
        *,
        owner_id: UUID,
        ids: Sequence[UUID],
        vectors: Vector,
        metadatas: Sequence[dict[str, str | float]],
    ) -> None:
        """Write vectors (N, D)."""
        entries = self._of(collection)
        for id_, vector in zip(ids, vectors, strict=True):
            entries[id_] = Entry(owner_id, vector)

    async def query(
        self,
        collection: str,
        *,
        owner_id: UUID,
        vector: Vector,
        ids: Sequence[UUID] | None,
        limit: int,
    ) -> list[tuple[UUID, float]]:
        """(id, cosine similarity) of the nearest, best first; ties in the order of the ids."""
        mine = await self.get(
            collection, owner_id=owner_id, ids=list(self._of(collection)) if ids is None else ids
        )
        near = [(id_, float(one @ vector)) for id_, one in mine.items()]
        return sorted(near, key=lambda hit: (-hit[1], hit[0]))[:limit]

    async def get(
        self, collection: str, *, owner_id: UUID, ids: Sequence[UUID]
    ) -> dict[UUID, Vector]:
        """Vectors (D,) by id."""
        entries = self._of(collection)
        return {
            id_: entries[id_].vector
            for id_ in ids
            if id_ in entries and entries[id_].owner_id == owner_id
        }

    async def delete(self, collection: str, *, ids: Sequence[UUID]) -> None:
        """Forget vectors."""
        for id_ in ids:
            self._of(collection).pop(id_, None)

    async def drop(self, collection: str) -> None:
        """Forget a whole collection."""
        self._collections.pop(collection, None)

    async def delete_owner(self, owner_id: UUID) -> None:
        """Forget everything of one owner."""
        for name in list(self._collections):
            ids = await self.list_ids(name, owner_id=owner_id)
            await self.delete(name, ids=list(ids))

    async def list_ids(self, collection: str, *, owner_id: UUID | None = None) -> set[UUID]:
        """Every id of a collection, of one owner or of all."""
        entries = self._of(collection).items()
        return {id_ for id_, entry in entries if owner_id in (None, entry.owner_id)}
