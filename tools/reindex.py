"""The vector index against PostgreSQL: make it again, or find and mend the difference."""

from typing import Any
from uuid import UUID

from db.garments import list_ready
from db.vectors import garment_collection
from jobs.garment_index import index_garments
from ml.embed import EMBEDDERS
from tools.deps import Services

BATCH = 100
"""Garments embedded and written at once."""


async def reindex(services: Services, owner_id: UUID | None = None) -> dict[str, Any]:
    """Write the vector of every ready garment anew, and drop those of garments that are gone.

    Raises:
        BackendUnavailable: the index does not answer.
    """
    dropped = await _drop_orphans(services, owner_id)
    async with services.sessions.begin() as session:
        ready = await list_ready(session, owner_id=owner_id)
    await _index(services, ready)
    return {"embedder": services.embedder.name, "indexed": len(ready), "dropped": dropped}


async def reconcile(services: Services) -> dict[str, Any]:
    """Find garments without a vector and vectors without a garment, and mend both.

    Raises:
        BackendUnavailable: the index does not answer.
    """
    dropped = await _drop_orphans(services, None)
    known = await services.vectors.list_ids(garment_collection(services.embedder.name))
    async with services.sessions.begin() as session:
        ready = await list_ready(session)
    missing = [(owner, garment) for owner, garment in ready if garment not in known]
    await _index(services, missing)
    return {"garments": len(ready), "indexed": len(missing), "dropped": dropped}


async def _index(services: Services, garments: list[tuple[UUID, UUID]]) -> None:
    """Index (owner, garment) pairs, some of one owner at a time."""
    by_owner: dict[UUID, list[UUID]] = {}
    for owner, garment in garments:
        by_owner.setdefault(owner, []).append(garment)
    for owner, ids in by_owner.items():
        for start in range(0, len(ids), BATCH):
            await index_garments(
                services.sessions,
                services.vectors,
                services.embedder,
                ids[start : start + BATCH],
                owner_id=owner,
            )


async def _drop_orphans(services: Services, owner_id: UUID | None) -> int:
    """Drop vectors without a ready garment, in the collection of every embedder."""
    dropped = 0
    for name in EMBEDDERS:
        collection = garment_collection(name)
        # Read before the rows: a garment is ready before its vector is written.
        known = await services.vectors.list_ids(collection, owner_id=owner_id)
        async with services.sessions.begin() as session:
            ready = {garment for _, garment in await list_ready(session, owner_id=owner_id)}
        orphans = sorted(known - ready)
        await services.vectors.delete(collection, ids=orphans)
        dropped += len(orphans)
    return dropped
