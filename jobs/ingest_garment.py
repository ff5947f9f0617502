"""From a garment's photo to a ready garment: cut-out, thumbnail, prediction, vector."""

from jobs.task import JobTask, Outcome
from jobs.world import World


async def ingest_garment(world: World, task: JobTask) -> Outcome:
    """See what is on the photo."""
    raise NotImplementedError
