"""Takes care of the collections of the vector index: fills, promotes, and drops what is over."""

from collections.abc import Sequence

from db.vector_collections import (
    forget_collection,
    list_collections,
    list_dropped,
    promote_when_full,
)
from jobs.ask_duplicates import ask_duplicates
from jobs.vector_index import SETTLED_S, VectorIndex, looks_index, words_index
from jobs.world import World
from stylist.errors import BackendUnavailable, NotFound

OLD_KEPT_S = 60.0
"""A collection that was given up is kept this long for searches that have just begun."""


async def own_indexes(world: World) -> list[VectorIndex]:
    """The indexes by the best embedders that this process has."""
    models = world.models
    words, _ = await models.embedder()
    look = await models.look()
    own = [
        words_index(world.sessions, world.vectors, words),
        looks_index(world.sessions, world.vectors, world.blobs, look),
    ]
    clip = await models.clip()
    if clip is not None:
        own.append(looks_index(world.sessions, world.vectors, world.blobs, clip, role="clip"))
    return own


async def older_indexes(world: World, own: Sequence[VectorIndex]) -> list[VectorIndex]:
    """Words by an older embedder, which answer until ours are full."""
    names = {index.collection for index in own}
    async with world.sessions() as session:
        rows = await list_collections(session)
    found = []
    for row in rows:
        if row.role == "words" and row.state != "old" and row.name not in names:
            try:
                embedder = await world.models.embedder_called(row.embedder)
            except (BackendUnavailable, NotFound):
                continue
            found.append(words_index(world.sessions, world.vectors, embedder))
    return found


async def tend_collections(world: World, *, settled_s: float = SETTLED_S) -> int:
    """Fill each collection a little, let a full one take over, drop old ones.

    Returns how many garments were written: not 0 means that there may be more to do.

    Raises:
        BackendUnavailable: the vector index does not answer.

    """
    own, written = await own_indexes(world), 0
    for index in own:
        # A new collection waits for nobody: whoever changes a garment writes to the one it knows.
        filling = await index.ensure(wanted=True) == "filling"
        garments = await index.fill(older_than_s=0.0 if filling else settled_s)
        written += len(garments)
        if filling:
            async with world.sessions.begin() as session:
                await promote_when_full(session, index.collection)
        elif index.role == "looks":
            for owner_id, garment_id in garments:
                await ask_duplicates(world, index, garment_id, owner_id=owner_id)
    for index in await older_indexes(world, own):
        written += len(await index.fill(older_than_s=settled_s))
    await drop_old(world)
    return written


async def drop_old(world: World, *, kept_s: float = OLD_KEPT_S) -> None:
    """Drop the collections that were given up a while ago.

    Raises:
        BackendUnavailable: the vector index does not answer.

    """
    async with world.sessions() as session:
        names = await list_dropped(session, older_than_s=kept_s)
    for name in names:
        await world.vectors.drop(name)
        async with world.sessions.begin() as session:
            await forget_collection(session, name)
