"""The mender: keeps the vector index whole and up to date, without being asked."""

import asyncio
import logging

from jobs.collection_care import tend_collections
from jobs.failures import DATABASE_AWAY
from jobs.world import World
from stylist.errors import BackendUnavailable

log = logging.getLogger(__name__)
MEND_S = 30.0
"""How often it looks; a garment without its vector is still found by its constraints."""
BUSY_S = 0.5
"""How soon it goes on while there is something to do."""


async def mend_forever(world: World) -> None:
    """Mend at intervals, until cancelled; what is away is asked again."""
    pause_s = MEND_S
    while True:
        await asyncio.sleep(pause_s)
        pause_s = MEND_S
        try:
            mended = await tend_collections(world)
        except (*DATABASE_AWAY, BackendUnavailable) as error:
            log.warning("the mender waits: %s", error)
            continue
        if mended:
            log.info("wrote %d vectors that were lacking or stale", mended)
            pause_s = BUSY_S
