"""The vector index against PostgreSQL: make it again, or find and mend the difference."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from db.garment_vectors import forget_marks
from db.garments import list_ready
from db.vector_collections import promote_when_full, report_progress
from jobs.vector_index import VectorIndex
from tools.deps import Services
from tools.vector_indexes import every_index, known_collections

BATCH = 100
"""Garments embedded and written at once."""
Garments = list[tuple[UUID, UUID]]
"""(owner, garment) pairs."""


async def reindex(services: Services, owner_id: UUID | None = None) -> dict[str, Any]:
    """Write every vector of every ready garment anew, and drop those of garments that are gone.

    An embedder that was not in use before takes over when its collection is full.

    Raises:
        BackendUnavailable: the index does not answer.
    """
    dropped = await _drop_orphans(services, owner_id)
    async with services.sessions() as session:
        ready = await list_ready(session, owner_id=owner_id)
    for index in every_index(services):
        async with services.sessions.begin() as session:
            await forget_marks(session, collection=index.collection, owner_id=owner_id)
        await _write(services, index, ready)
    report = {"embedder": services.embedder.name, "indexed": len(ready), "dropped": dropped}
    return {**report, **await index_progress(services)}


async def reconcile(services: Services) -> dict[str, Any]:
    """Find garments without a vector and vectors without a garment, and mend both.

    Raises:
        BackendUnavailable: the index does not answer.
    """
    dropped = await _drop_orphans(services, None)
    indexed: set[UUID] = set()
    for index in every_index(services):
        known = await services.vectors.list_ids(index.collection)
        async with services.sessions() as session:
            ready = await list_ready(session)
        missing = [(owner, garment) for owner, garment in ready if garment not in known]
        await _write(services, index, missing)
        indexed |= {garment for _, garment in missing} & await services.vectors.list_ids(
            index.collection
        )
    report = {"garments": len(ready), "indexed": len(indexed), "dropped": dropped}
    return {**report, **await index_progress(services)}


async def index_progress(services: Services) -> dict[str, Any]:
    """`collections`: name, role, embedder, state (filling, live, old), written of so many garments.

    `written` counts garments that were looked at; one without a cut-out has no look.
    """
    async with services.sessions() as session:
        rows = await report_progress(session)
    return {"collections": [asdict(row) for row in rows]}


async def _write(services: Services, index: VectorIndex, garments: Garments) -> None:
    """Write some vectors of one owner at a time, then let a full collection answer."""
    await index.ensure(wanted=True)
    by_owner: dict[UUID, list[UUID]] = {}
    for owner, garment in garments:
        by_owner.setdefault(owner, []).append(garment)
    for owner, ids in by_owner.items():
        for start in range(0, len(ids), BATCH):
            await index.write(ids[start : start + BATCH], owner_id=owner)
    async with services.sessions.begin() as session:
        await promote_when_full(session, index.collection)


async def _drop_orphans(services: Services, owner_id: UUID | None) -> int:
    """Drop vectors without a ready garment, in every collection."""
    dropped = 0
    for collection in await known_collections(services):
        # Read before the rows: a garment is ready before its vector is written.
        known = await services.vectors.list_ids(collection, owner_id=owner_id)
        async with services.sessions() as session:
            ready = {garment for _, garment in await list_ready(session, owner_id=owner_id)}
        orphans = sorted(known - ready)
        await services.vectors.delete(collection, ids=orphans)
        dropped += len(orphans)
    return dropped
