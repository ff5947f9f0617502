"""One job in work: what its function reports to, and what its function gives back."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from db.job_claims import ClaimedJob
from db.models.base import Json


class JobCancelled(Exception):
    """The person asked to stop."""


class JobLost(Exception):
    """Another worker has the job by now; nothing of this attempt may be written."""


class SubjectGone(Exception):
    """What the job was for has been deleted meanwhile."""


class JobTask:
    """The attempt's progress and its stop signs. Reporting is safe from any thread."""

    def __init__(self, job: ClaimedJob) -> None:
        self.job = job
        self.stage: str | None = None
        self.progress = 0.0
        self.changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._stop: Exception | None = JobCancelled() if job.cancel_requested else None

    def report(self, stage: str, progress: float) -> None:
        """Say where the work is (0..1), and learn whether to go on.

        Raises:
            JobCancelled, JobLost: stop here.

        """
        self.check()
        self.stage, self.progress = stage, progress
        self._loop.call_soon_threadsafe(self.changed.set)

    def check(self) -> None:
        """Go on, or not.

        Raises:
            JobCancelled, JobLost: stop here.

        """
        if self._stop is not None:
            raise self._stop

    def stop(self, reason: Exception) -> None:
        """End the work at its next report."""
        self._stop = reason


async def _nothing_to_undo() -> None:
    return None


async def _nothing_after() -> list[str]:
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an attempt has made, before anything of it is in the database.

    `write` runs within the job's one transaction and may raise `SubjectGone`. When nothing was
    written, `undo` removes what stands outside the database for a subject that is gone. `after`
    does what may be mended later, and returns what is degraded because it could not be done.
    """

    result: Json
    write: Callable[[AsyncSession], Awaitable[None]]
    undo: Callable[[], Awaitable[None]] = _nothing_to_undo
    after: Callable[[], Awaitable[list[str]]] = _nothing_after
