"""What a run says and keeps: rows in PostgreSQL first, then the typed event in the log."""

from typing import Any

from agent.snapshot import read_snapshot
from db import runs
from db.runs import ClaimedRun
from jobs.event_log import run_stream
from stylist.errors import Conflict
from stylist.events import RunEvent
from tools.deps import Deps


class RunLost(Conflict):
    """Another process holds this run now, or it has ended; nothing more may be written."""


class RunRecorder:
    """Writes on behalf of one attempt of one run; every write is fenced by its lease."""

    def __init__(self, run: ClaimedRun, deps: Deps) -> None:
        self.run = run
        self._deps = deps
        self._events = deps.services.events
        self._stream = run_stream(run.id)
        self._torn = False

    async def keep(self, **values: Any) -> None:
        """Store columns of the run.

        Raises:
            RunLost: the lease is gone.

        """
        async with self._deps.sessions.begin() as session:
            if not await runs.write(session, self.run, **values):
                raise RunLost("This run is carried on elsewhere.")

    async def say(self, *events: RunEvent) -> None:
        """Append events; after a gap in the log, a snapshot goes first."""
        if self._torn:
            await self.say_snapshot()
        if not self._torn:
            self._torn = await self._events.append(self._stream, *events) is None

    async def say_snapshot(self) -> None:
        """Append the run as PostgreSQL knows it, so that a reader can begin anew from here."""
        snapshot = await read_snapshot(self._deps, self.run.id)
        self._torn = await self._events.append(self._stream, snapshot) is None
