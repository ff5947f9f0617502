"""Which collections of the vector index a process asks and keeps up, while it may be changing."""

from typing import Final

from db.vector_collections import list_collections, live_collection
from db.vectors import garment_collection
from jobs.vector_index import VectorIndex, looks_index, words_index
from ml.embed import TextEmbedder, load_embedder, load_image_embedder
from stylist.errors import BackendUnavailable, NotFound
from tools.deps import Deps, Services

BEING_FILLED: Final = "vector-index-being-filled"
"""Said in `degraded` when the collection that is asked may still lack garments."""


async def words_to_ask(deps: Deps) -> tuple[str, TextEmbedder, list[str]]:
    """The collection of words that answers now, the embedder of questions to it, what is degraded.

    While our own embedder's collection is filled, the one before still answers.
    """
    own = deps.embedder
    async with deps.sessions() as session:
        live = await live_collection(session, "words")
    if live is None or live.embedder == own.name:
        return garment_collection(own.name), own, []
    try:
        older = load_embedder(live.embedder, deps.settings.models_dir)
    except (BackendUnavailable, NotFound):
        return garment_collection(own.name), own, [BEING_FILLED]
    return live.name, older, []


async def known_collections(services: Services) -> list[str]:
    """Every collection that may hold a garment's vector."""
    async with services.sessions() as session:
        rows = await list_collections(session)
    return sorted({garment_collection(services.embedder.name), *(row.name for row in rows)})


def every_index(services: Services) -> list[VectorIndex]:
    """The indexes by the best embedders that are here; loads networks, so not for the API."""
    models_dir = services.settings.models_dir
    world = (services.sessions, services.vectors)
    look = load_image_embedder("garment-look", models_dir)
    indexes = [
        words_index(*world, services.embedder),
        looks_index(*world, services.blobs, look),
    ]
    try:
        clip = load_image_embedder("clip-vit-b-32", models_dir)
    except BackendUnavailable:
        return indexes
    return [*indexes, looks_index(*world, services.blobs, clip, role="clip")]
