"""Garments into the vector index: the sentence about each as a unit vector."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from db.effective_garments import list_effective
from db.garment_vectors import list_unindexed, mark_indexed
from db.session import Sessions
from db.vectors import VectorStore, garment_collection
from stylist.garments import GarmentView

if TYPE_CHECKING:
    from ml.embed import TextEmbedder

SETTLED_S = 30.0
"""A younger garment is still being indexed by whoever made it."""
BATCH = 50


async def index_garment(
    sessions: Sessions,
    vectors: VectorStore,
    embedder: "TextEmbedder",
    garment_id: UUID,
    *,
    owner_id: UUID,
) -> None:
    """Write the garment's vector as the garment is now; a deleted one leaves none behind.

    Raises:
        BackendUnavailable: the vector index does not answer.

    """
    await index_garments(sessions, vectors, embedder, [garment_id], owner_id=owner_id)


async def index_garments(
    sessions: Sessions,
    vectors: VectorStore,
    embedder: "TextEmbedder",
    garment_ids: Sequence[UUID],
    *,
    owner_id: UUID,
) -> None:
    """Write the vectors of one owner's garments in one go.

    Raises:
        BackendUnavailable: the vector index does not answer.

    """
    collection = garment_collection(embedder.name)
    async with sessions() as session:
        views = await list_effective(session, owner_id=owner_id, status=None, ids=garment_ids)
    if not views:
        return
    await vectors.upsert(
        collection,
        owner_id=owner_id,
        ids=[view.id for view in views],
        vectors=await asyncio.to_thread(embedder.embed, [_sentence(view) for view in views]),
        metadatas=[_metadata(view) for view in views],
    )
    async with sessions.begin() as session:
        gone = [
            view.id
            for view in views
            if not await mark_indexed(session, view.id, collection=collection)
        ]
    await vectors.delete(collection, ids=gone)


async def index_missing(sessions: Sessions, vectors: VectorStore, embedder: "TextEmbedder") -> int:
    """Index ready garments that the index lacks; returns how many.

    Raises:
        BackendUnavailable: the vector index does not answer.

    """
    collection = garment_collection(embedder.name)
    async with sessions() as session:
        missing = await list_unindexed(
            session, collection=collection, older_than_s=SETTLED_S, limit=BATCH
        )
    for owner_id, garment_id in missing:
        await index_garment(sessions, vectors, embedder, garment_id, owner_id=owner_id)
    return len(missing)


def _sentence(view: GarmentView) -> str:
    from ml.embed import describe_garment

    return describe_garment(view.name, view.category, view.subcategory, view.attributes)


def _metadata(view: GarmentView) -> dict[str, str | float]:
    said = {
        "category": view.category,
        "color_primary": view.attributes.color_primary,
        "formality": view.attributes.formality,
    }
    return {key: value for key, value in said.items() if value is not None}
