"""The beat must end with its job, at whatever moment that comes."""

import asyncio
from pathlib import Path
from uuid import uuid4

from db.job_claims import ClaimedJob
from jobs.heartbeat import keep_beating
from jobs.task import JobTask
from jobs.world import build_world
from stylist.settings import Settings


async def test_the_beat_ends_although_the_work_moved_at_that_very_moment(
    tmp_path: Path, database: str, valkey_url: str
) -> None:
    settings = Settings(data_dir=tmp_path, database={"url": database}, redis={"url": valkey_url})
    world = build_world(settings)
    job = ClaimedJob(
        id=uuid4(),
        owner_id=uuid4(),
        kind="none",
        queue="batch",
        payload={},
        subject_id=None,
        attempt=1,
        worker_id="test",
        cancel_requested=False,
    )
    async with asyncio.timeout(20):
        for _ in range(200):
            task = JobTask(job)
            async with keep_beating(world, task):
                await asyncio.sleep(0)
                task.changed.set()
    await world.queue.close()
    await world.sessions.kw["bind"].dispose()
