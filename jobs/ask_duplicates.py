"""Asks whether a garment that was just photographed is one that its owner has already."""

from uuid import UUID

from db import duplicates
from db.effective_garments import list_effective
from jobs.vector_index import VectorIndex
from jobs.world import World

UNKNOWN = "duplicates-unchecked"
"""Said in `degraded` while nothing tells which likeness means the same garment."""
MOST = 5
"""At most this many garments are asked about at once."""


async def ask_duplicates(
    world: World, looks: VectorIndex, garment_id: UUID, *, owner_id: UUID
) -> list[str]:
    """Ask about every garment of the owner that looks the same; returns what is degraded.

    What was asked before is not asked again, whatever the answer was. A garment worn elsewhere on
    the body is another one, however alike they look.

    Raises:
        BackendUnavailable: the vector index does not answer.

    """
    same_from = (await world.models.look()).same_from
    if same_from is None:
        return [UNKNOWN]
    async with world.sessions() as session:
        ids = await duplicates.list_comparable(session, garment_id, owner_id=owner_id)
        views = await list_effective(
            session, owner_id=owner_id, status=None, ids=[garment_id, *ids]
        )
    slots = {view.id: view.slot for view in views}
    ids = [id_ for id_ in ids if slots.get(id_) == slots.get(garment_id)]
    vectors = await world.vectors.get(looks.collection, owner_id=owner_id, ids=[garment_id])
    if garment_id not in vectors or not ids:
        return []
    nearest = await world.vectors.query(
        looks.collection, owner_id=owner_id, vector=vectors[garment_id], ids=ids, limit=MOST
    )
    async with world.sessions.begin() as session:
        for other_id, likeness in nearest:
            if likeness >= same_from:
                await duplicates.ask(
                    session, garment_id, other_id, owner_id=owner_id, score=round(likeness, 4)
                )
    return []
