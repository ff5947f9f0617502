"""What a run says and keeps: rows in PostgreSQL first, then the typed event in the log."""

from typing import Any
from uuid import UUID

from agent.snapshot import read_snapshot
from db import runs
from db.models import Run
from db.runs import ClaimedRun
from db.session import autocommit
from jobs.event_log import run_stream
from prompts import edition
from stylist.errors import Conflict
from stylist.events import RunEvent, RunStarted
from stylist.frame import ConstraintFrame
from tools.deps import Deps


class RunLost(Conflict):
    """Another process holds this run now, or it has ended; nothing more may be written."""


def started(run: ClaimedRun | Run, model: str) -> RunStarted:
    """The first event of a run."""
    return RunStarted(
        run_id=run.id,
        conversation_id=run.conversation_id,
        message_id=run.message_id,
        model=model,
    )


class RunRecorder:
    """Writes on behalf of one attempt of one run; every write is fenced by its lease."""

    def __init__(self, run: ClaimedRun, deps: Deps, *, announced: bool = False) -> None:
        self.run = run
        self.announced = announced
        self._deps = deps
        self._events = deps.services.events
        self._stream = run_stream(run.id)
        self._torn = False

    async def keep(self, **values: Any) -> None:
        """Store columns of the run.

        Raises:
            RunLost: the lease is gone.

        """
        async with autocommit(self._deps.sessions) as session:
            if not await runs.write(session, self.run, **values):
                raise RunLost("This run is carried on elsewhere.")

    async def keep_constraints(self, frame: ConstraintFrame) -> None:
        """Store the frame on the run, its message and its conversation, at once.

        Raises:
            RunLost: the lease is gone.

        """
        excluded = [UUID(id_) for id_ in frame.items.exclude]
        async with autocommit(self._deps.sessions) as session:
            if not await runs.write_constraints(
                session,
                self.run,
                constraints=frame.model_dump(mode="json"),
                excluded=excluded,
            ):
                raise RunLost("This run is carried on elsewhere.")

    async def begin(self, model: str) -> None:
        """Tell that the run works, once; a resumed one tells what there is already."""
        if self.run.model != model or self.run.resumed:
            await self.keep(model=model, prompt_version=edition())
        if self.run.resumed:
            await self.say_snapshot()
        elif not self.announced and await self._events.newest(self._stream) is None:
            await self.say(started(self.run, model))

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
