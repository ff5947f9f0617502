"""The run engine: claims runs, carries them out in background tasks, and mends abandoned ones."""

import asyncio
import logging
import os
import socket
from uuid import UUID, uuid4

import psycopg
from sqlalchemy.exc import DBAPIError

from agent.attempt import RunAttempt, TurnRunner
from db import runs
from db.runs import ClaimedRun
from db.session import autocommit
from tools.deps import Services

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 2
"""A run that took two processes with it is ended."""


class RunEngine:
    """Carries out the runs of one process, a bounded number at once."""

    def __init__(self, services: Services, runner: TurnRunner) -> None:
        self._services = services
        self._settings = services.settings.agent
        self._runner = runner
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._slots = asyncio.Semaphore(self._settings.max_concurrent_runs)
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._attempts: dict[UUID, RunAttempt] = {}
        self._closing = False

    def start(self, run_id: UUID, *, announced: bool = False) -> None:
        """Begin a run soon, unless this process is at it already.

        `announced` says that its first event was told by this process.
        """
        if run_id in self._tasks or self._closing:
            return
        task = asyncio.create_task(self._carry(run_id, announced), name=f"run {run_id}")
        self._tasks[run_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(run_id, None))

    def cancel(self, run_id: UUID) -> None:
        """Stop a run of this process at once; another process notices by its lease."""
        if attempt := self._attempts.get(run_id):
            attempt.stop("cancelled")

    async def settled(self, run_id: UUID) -> None:
        """Wait until this process does nothing more for a run."""
        if task := self._tasks.get(run_id):
            await asyncio.wait({task})

    async def sweep(self) -> list[UUID]:
        """Start every run that nobody holds; returns them."""
        grace_s = self._settings.sweep_s
        async with autocommit(self._services.sessions) as session:
            found = await runs.list_abandoned(session, grace_s=grace_s)
        for run_id in found:
            self.start(run_id)
        return found

    async def sweep_forever(self) -> None:
        """Sweep now and then; a database that is away is asked again."""
        while True:
            try:
                await self.sweep()
            except (DBAPIError, OSError):
                log.warning("The sweep could not read the runs.", exc_info=True)
            await asyncio.sleep(self._settings.sweep_s)

    async def close(self) -> None:
        """Give up every run at once, so that the next process goes on from its checkpoint."""
        self._closing = True
        for attempt in self._attempts.values():
            attempt.stop("released")
        waiting = [task for run_id, task in self._tasks.items() if run_id not in self._attempts]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _carry(self, run_id: UUID, announced: bool) -> None:
        async with self._slots:
            try:
                run = await self._claim(run_id)
                if run is not None:
                    await self._attempt(run, announced)
            except (DBAPIError, psycopg.Error, OSError):
                log.warning("Run %s waits for the database.", run_id, exc_info=True)

    async def _claim(self, run_id: UUID) -> ClaimedRun | None:
        async with autocommit(self._services.sessions) as session:
            return await runs.claim(session, run_id, self._owner, lease_s=self._settings.lease_s)

    async def _attempt(self, run: ClaimedRun, announced: bool) -> None:
        attempt = RunAttempt(
            run,
            self._services,
            self._runner,
            max_attempts=MAX_ATTEMPTS,
            announced=announced,
        )
        self._attempts[run.id] = attempt
        try:
            await attempt.carry_out()
        finally:
            del self._attempts[run.id]
