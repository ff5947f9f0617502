"""A real worker process with a kind of work whose end and failures the tests choose."""

import asyncio
import errno
import sys
import time
from pathlib import Path

from sqlalchemy import update

from db.models import Garment
from jobs.task import JobTask, Outcome, SubjectGone
from jobs.worker import main
from jobs.world import World


async def toil(world: World, task: JobTask) -> Outcome:
    """Work in a thread until the gate is open, then count itself in the garment's notes."""
    if task.job.attempt <= task.job.payload.get("bad_attempts", 0):
        raise {"bug": KeyError("bug"), "disk": OSError(errno.ENOSPC, "full")}[
            task.job.payload["bad"]
        ]
    await asyncio.to_thread(_toil, task, Path(task.job.payload["gate"]))

    async def write(session) -> None:
        done = (
            update(Garment)
            .where(Garment.id == task.job.subject_id)
            .values(status="ready", custom_notes=Garment.custom_notes + "done ")
        )
        if (await session.execute(done)).rowcount == 0:
            raise SubjectGone

    return Outcome(result={"attempt": task.job.attempt}, write=write)


def _toil(task: JobTask, gate: Path) -> None:
    task.report("toiling", 0.5)
    while not gate.exists():
        time.sleep(0.02)
        task.report("toiling", 0.5)


if __name__ == "__main__":
    main(sys.argv[1:], kinds={"toil": toil})
