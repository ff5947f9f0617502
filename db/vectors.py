"""Vectors in ChromaDB: a rebuildable index, one collection per kind of thing and embedder."""

import contextlib
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from stylist.errors import BackendUnavailable
from stylist.settings import ChromaSettings


def garment_collection(embedder: str) -> str:
    """The garments' collection of one embedder; `garments` itself is CLIP's, as in the design.

    An embedder whose vectors change with its version has the version in its name.
    """
    return "garments" if embedder == "clip-vit-b-32" else f"garments__{embedder}"


class VectorStore(Protocol):
    """Keeps unit vectors with their owner, and finds the nearest of one owner."""

    async def upsert(
        self,
        collection: str,
        *,
        owner_id: UUID,
        ids: Sequence[UUID],
        vectors: NDArray[np.float32],
        metadatas: Sequence[dict[str, str | float]],
    ) -> None:
        """Write vectors (N, D); writing an id again replaces it."""
        ...

    async def query(
        self,
        collection: str,
        *,
        owner_id: UUID,
        vector: NDArray[np.float32],
        ids: Sequence[UUID] | None,
        limit: int,
    ) -> list[tuple[UUID, float]]:
        """Return (id, cosine similarity in -1..1) of the nearest, best first, among `ids`."""
        ...

    async def get(
        self, collection: str, *, owner_id: UUID, ids: Sequence[UUID]
    ) -> dict[UUID, NDArray[np.float32]]:
        """Vectors (D,) by id; what is not there, or not this owner's, is left out."""
        ...

    async def delete(self, collection: str, *, ids: Sequence[UUID]) -> None:
        """Forget vectors; unknown ids are fine."""
        ...

    async def drop(self, collection: str) -> None:
        """Forget a whole collection; one that is not there is fine."""
        ...

    async def delete_owner(self, owner_id: UUID) -> None:
        """Forget everything of one owner, in every collection."""
        ...

    async def list_ids(self, collection: str, *, owner_id: UUID | None = None) -> set[UUID]:
        """Every id of a collection, of one owner or of all."""
        ...


class ChromaVectors:
    """Vectors in a Chroma server. The connection is made on first use and again after a loss."""

    def __init__(self, settings: ChromaSettings) -> None:
        self._url = urlsplit(settings.url)
        self._client: Any = None
        self._collections: dict[str, Any] = {}

    async def _connect(self) -> Any:
        if self._client is None:
            import chromadb  # seconds to import, and only who asks for vectors should pay
            from chromadb.config import Settings as ClientSettings

            self._client = await chromadb.AsyncHttpClient(
                host=self._url.hostname or "127.0.0.1",
                port=self._url.port or 8000,
                ssl=self._url.scheme == "https",
                settings=ClientSettings(anonymized_telemetry=False),
            )
        return self._client

    async def _collection(self, name: str) -> Any:
        if name not in self._collections:
            client = await self._connect()
            self._collections[name] = await client.get_or_create_collection(
                name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        return self._collections[name]

    async def _call(self, name: str, method: str, **arguments: Any) -> Any:
        import chromadb.errors
        import httpx

        try:
            try:
                return await getattr(await self._collection(name), method)(**arguments)
            except chromadb.errors.NotFoundError:
                # The server was rebuilt under us; its collections have new ids.
                self._collections.clear()
                return await getattr(await self._collection(name), method)(**arguments)
        except (httpx.HTTPError, chromadb.errors.ChromaError, ValueError, OSError) as error:
            self._client, self._collections = None, {}
            raise BackendUnavailable("The vector index does not answer.") from error

    async def upsert(
        self,
        collection: str,
        *,
        owner_id: UUID,
        ids: Sequence[UUID],
        vectors: NDArray[np.float32],
        metadatas: Sequence[dict[str, str | float]],
    ) -> None:
        """Write vectors (N, D)."""
        await self._call(
            collection,
            "upsert",
            ids=[str(id_) for id_ in ids],
            embeddings=vectors,
            metadatas=[{**row, "user_id": str(owner_id)} for row in metadatas],
        )

    async def query(
        self,
        collection: str,
        *,
        owner_id: UUID,
        vector: NDArray[np.float32],
        ids: Sequence[UUID] | None,
        limit: int,
    ) -> list[tuple[UUID, float]]:
        """Find the nearest of one owner."""
        if ids is not None and not ids:
            return []
        found = await self._call(
            collection,
            "query",
            query_embeddings=vector[None, :],
            n_results=limit,
            where={"user_id": str(owner_id)},
            include=["distances"],
            **({"ids": [str(id_) for id_ in ids]} if ids is not None else {}),
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(UUID(id_), 1.0 - float(distance)) for id_, distance in pairs]

    async def get(
        self, collection: str, *, owner_id: UUID, ids: Sequence[UUID]
    ) -> dict[UUID, NDArray[np.float32]]:
        """Read vectors back."""
        if not ids:
            return {}
        found = await self._call(
            collection,
            "get",
            ids=[str(id_) for id_ in ids],
            where={"user_id": str(owner_id)},
            include=["embeddings"],
        )
        pairs = zip(found["ids"], found["embeddings"], strict=True)
        return {UUID(id_): np.asarray(vector, np.float32) for id_, vector in pairs}

    async def drop(self, collection: str) -> None:
        """Forget a collection."""
        import chromadb.errors
        import httpx

        self._collections.pop(collection, None)
        try:
            with contextlib.suppress(chromadb.errors.NotFoundError):
                await (await self._connect()).delete_collection(collection)
        except (httpx.HTTPError, chromadb.errors.ChromaError, ValueError, OSError) as error:
            self._client, self._collections = None, {}
            raise BackendUnavailable("The vector index does not answer.") from error

    async def delete(self, collection: str, *, ids: Sequence[UUID]) -> None:
        """Forget vectors."""
        if ids:
            await self._call(collection, "delete", ids=[str(id_) for id_ in ids])

    async def delete_owner(self, owner_id: UUID) -> None:
        """Forget one owner in every collection."""
        client = await self._connect()
        for collection in await client.list_collections():
            await self._call(collection.name, "delete", where={"user_id": str(owner_id)})

    async def list_ids(self, collection: str, *, owner_id: UUID | None = None) -> set[UUID]:
        """List ids."""
        where = {"where": {"user_id": str(owner_id)}} if owner_id else {}
        found = await self._call(collection, "get", include=[], **where)
        return {UUID(id_) for id_ in found["ids"]}
