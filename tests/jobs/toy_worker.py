"""A real worker process with kinds of work whose length and failures the tests choose."""

import asyncio
import errno
import sys
import time

from sqlalchemy import update

from db.models import Garment
from jobs.task import JobTask, Outcome, SubjectGone
from jobs.worker import main
from jobs.world import World


async def toil(world: World, task: JobTask) -> Outcome:
    """Work in a thread for `payload.seconds`, then count itself in the garment's notes."""
    if task.job.attempt <= task.job.payload.get("bad_attempts", 0):
        raise {"bug": KeyError("bug"), "disk": OSError(errno.ENOSPC, "full")}[
            task.job.payload["bad"]
        ]
    await asyncio.to_thread(_toil, task, task.job.payload["seconds"])

    async def write(session) -> None:
        done = (
            update(Garment)
            .where(Garment.id == task.job.subject_id)
            .values(status="ready", custom_notes=Garment.custom_notes + "done ")
        )
        if (await session.execute(done)).rowcount == 0:
            raise SubjectGone

    return Outcome(result={"attempt": task.job.attempt}, write=write)


def _toil(task: JobTask, seconds: float) -> None:
    began = time.monotonic()
    while (past := time.monotonic() - began) < seconds:
        task.report("toiling", past / seconds)
        time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1:], kinds={"toil": toil})
