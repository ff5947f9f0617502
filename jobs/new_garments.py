"""What follows once a garment is ready: its vectors, and the question whether it is a double."""

from uuid import UUID

from jobs.ask_duplicates import ask_duplicates
from jobs.collection_care import older_indexes, own_indexes
from jobs.world import World
from stylist.errors import BackendUnavailable

VECTOR_MISSING = "vector-index-missing"


async def index_new_garment(world: World, garment_id: UUID, *, owner_id: UUID) -> list[str]:
    """Write the garment's vectors to every collection in use, ask about doubles.

    Returns what is degraded; the mender does later what cannot be done now.
    """
    _, degraded = await world.models.embedder()
    try:
        own = await own_indexes(world)
        for index in [*own, *await older_indexes(world, own)]:
            await index.write([garment_id], owner_id=owner_id)
            if index.role == "looks":
                degraded = [
                    *degraded,
                    *await ask_duplicates(world, index, garment_id, owner_id=owner_id),
                ]
    except BackendUnavailable:
        return [*degraded, VECTOR_MISSING]
    return degraded
