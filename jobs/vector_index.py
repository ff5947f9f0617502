"""One collection of the vector index: makes the vectors of garments and keeps them there."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from db.blobs import BlobStore
from db.effective_garments import list_effective
from db.garment_vectors import list_stale, mark_written
from db.session import Sessions
from db.vector_collections import Role, ensure_collection
from db.vectors import VectorStore, garment_collection
from stylist.errors import NotFound
from stylist.garments import GarmentView

if TYPE_CHECKING:
    from ml.embed import ImageEmbedder, TextEmbedder

SETTLED_S = 30.0
"""What changed later is still being indexed by whoever changed it."""
BATCH = 50
Vectors = dict[UUID, NDArray[np.float32]]
"""A unit vector per garment; a garment that cannot have one is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorIndex:
    """A collection, told by what it is for and by its embedder, and how its vectors are made."""

    sessions: Sessions
    vectors: VectorStore
    role: Role
    embedder: str
    embed: Callable[[Sequence[GarmentView]], Awaitable[Vectors]]

    @property
    def collection(self) -> str:
        """Its name in the vector index."""
        return garment_collection(self.embedder)

    async def ensure(self, *, wanted: bool = False) -> str:
        """Let the collection be known, `wanted` also after it was given up; returns its state."""
        async with self.sessions.begin() as session:
            row = await ensure_collection(
                session,
                name=self.collection,
                role=self.role,
                embedder=self.embedder,
                wanted=wanted,
            )
            return row.state

    async def write(self, garment_ids: Sequence[UUID], *, owner_id: UUID) -> None:
        """Write the vectors of one owner's garments as they are now; a deleted one leaves none.

        Raises:
            BackendUnavailable: the vector index does not answer.

        """
        await self.ensure()
        async with self.sessions() as session:
            views = await list_effective(session, owner_id=owner_id, status=None, ids=garment_ids)
        if not views:
            return
        made = await self.embed(views)
        placed = [view for view in views if view.id in made]
        if placed:
            await self.vectors.upsert(
                self.collection,
                owner_id=owner_id,
                ids=[view.id for view in placed],
                vectors=np.stack([made[view.id] for view in placed]),
                metadatas=[_metadata(view) for view in placed],
            )
        await self.vectors.delete(self.collection, ids=await self._mark(views))

    async def fill(
        self, *, older_than_s: float = SETTLED_S, limit: int = BATCH
    ) -> list[tuple[UUID, UUID]]:
        """Write some vectors that are lacking or stale; returns the (owner, garment) they are of.

        Raises:
            BackendUnavailable: the vector index does not answer.

        """
        await self.ensure()
        async with self.sessions() as session:
            stale = await list_stale(
                session, collection=self.collection, older_than_s=older_than_s, limit=limit
            )
        by_owner: dict[UUID, list[UUID]] = {}
        for owner_id, garment_id in stale:
            by_owner.setdefault(owner_id, []).append(garment_id)
        for owner_id, garment_ids in by_owner.items():
            await self.write(garment_ids, owner_id=owner_id)
        return stale

    async def _mark(self, views: Sequence[GarmentView]) -> list[UUID]:
        """Note what is written; returns the garments that are gone meanwhile."""
        async with self.sessions.begin() as session:
            return [
                view.id
                for view in views
                if not await mark_written(
                    session, view.id, collection=self.collection, seen=view.updated_at
                )
            ]


def words_index(sessions: Sessions, vectors: VectorStore, embedder: "TextEmbedder") -> VectorIndex:
    """Garments by the sentence about each."""

    async def embed(views: Sequence[GarmentView]) -> Vectors:
        rows = await asyncio.to_thread(embedder.embed, [_sentence(view) for view in views])
        return {view.id: row for view, row in zip(views, rows, strict=True)}

    return VectorIndex(
        sessions=sessions, vectors=vectors, role="words", embedder=embedder.name, embed=embed
    )


def looks_index(
    sessions: Sessions,
    vectors: VectorStore,
    blobs: BlobStore,
    embedder: "ImageEmbedder",
    role: Role = "looks",
) -> VectorIndex:
    """Garments by their cut-outs."""

    def look(views: Sequence[GarmentView]) -> Vectors:
        made: Vectors = {}
        for view in views:
            cutout = _cutout(blobs, view)
            if cutout is not None:
                made[view.id] = embedder.embed_cutouts([cutout])[0]
        return made

    async def embed(views: Sequence[GarmentView]) -> Vectors:
        return await asyncio.to_thread(look, views)

    return VectorIndex(
        sessions=sessions, vectors=vectors, role=role, embedder=embedder.name, embed=embed
    )


def _cutout(blobs: BlobStore, view: GarmentView) -> NDArray[np.uint8] | None:
    """The cut-out (h, w, 4), or None when there is none (any more)."""
    if view.cutout_key is None:
        return None
    try:
        with Image.open(io.BytesIO(blobs.get(view.cutout_key))) as image:
            return np.asarray(image.convert("RGBA"))
    except NotFound:
        return None


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
