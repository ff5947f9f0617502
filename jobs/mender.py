"""The mender: indexes garments whose vector was lost or never written, without being asked."""

import asyncio
import logging

from jobs.failures import DATABASE_AWAY
from jobs.garment_index import index_missing
from jobs.world import World
from stylist.errors import BackendUnavailable

log = logging.getLogger(__name__)
MEND_S = 30.0
"""How often it looks; a garment without its vector is still found by its constraints."""


async def mend_forever(world: World) -> None:
    """Mend at intervals, until cancelled; what is away is asked again."""
    while True:
        await asyncio.sleep(MEND_S)
        try:
            embedder, _ = await world.models.embedder()
            mended = await index_missing(world.sessions, world.vectors, embedder)
        except (*DATABASE_AWAY, BackendUnavailable) as error:
            log.warning("the mender waits: %s", error)
            continue
        if mended:
            log.info("indexed %d garments that the vector index lacked", mended)
