"""Garments into the index of words: the sentence about each as a unit vector."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from db.session import Sessions
from db.vectors import VectorStore
from jobs.vector_index import words_index

if TYPE_CHECKING:
    from ml.embed import TextEmbedder


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
    await words_index(sessions, vectors, embedder).write(garment_ids, owner_id=owner_id)


async def index_missing(sessions: Sessions, vectors: VectorStore, embedder: "TextEmbedder") -> int:
    """Index ready garments that the index lacks or has as they were; returns how many.

    Raises:
        BackendUnavailable: the vector index does not answer.

    """
    return len(await words_index(sessions, vectors, embedder).fill())
