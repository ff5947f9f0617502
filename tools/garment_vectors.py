"""Keeps the vector index in step with a garment that its owner changed or deleted."""

from uuid import UUID

from jobs.garment_index import index_garment
from stylist.errors import BackendUnavailable
from stylist.garments import GarmentView
from tools.deps import Deps
from tools.search_wardrobe import INDEX_MISSING
from tools.vector_indexes import known_collections


async def follow_change(deps: Deps, garment: GarmentView) -> list[str]:
    """Bring a garment's vector up to date; returns what is degraded by an absent index.

    The garment was marked as not indexed in the transaction that changed it, so what cannot be
    written now is found later.
    """
    if garment.status != "ready":
        return []
    try:
        await index_garment(
            deps.sessions, deps.vectors, deps.embedder, garment.id, owner_id=deps.owner_id
        )
    except BackendUnavailable:
        return [INDEX_MISSING]
    return []


async def forget_vector(deps: Deps, garment_id: UUID) -> list[str]:
    """Drop a garment from the index; returns what is degraded by an absent index.

    Every embedder that is in use, was or will be has a collection of its own.
    """
    try:
        for collection in await known_collections(deps.services):
            await deps.vectors.delete(collection, ids=[garment_id])
    except BackendUnavailable:
        return [INDEX_MISSING]
    return []
