"""A run's events for a reader: every later one exactly once, or a snapshot where the log has gaps.

The log may vanish at any time, so a quiet stream makes the reader look at the run's row, and a
stream that cannot be continued is answered with a snapshot and gone on from its newest event.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from agent.snapshot import read_snapshot, terminal_event
from db.models import Run
from db.runs import get_run
from db.session import autocommit
from jobs.event_log import LoggedEvent, run_stream
from stylist.events import TERMINAL_RUN_EVENTS, RunEvent
from tools.deps import Deps

BEGINNING = "0-0"
OPENING_EVENTS = frozenset({"run.started", "run.snapshot"})
QUIET_MS = 1_000
"""How long a stream may be silent before the run's row is looked at."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One event for the wire; an event that is not in the log has no id."""

    id: str | None
    type: str
    data: str


async def follow_run(
    deps: Deps, run_id: UUID, *, after: str | None, just_begun: bool = False
) -> AsyncIterator[Frame]:
    """Yield the run's events after an id, up to and with the terminal one.

    A run that has `just_begun` is read without looking at what became of it first.
    """
    tail = RunTail(deps, run_id, after or BEGINNING)
    async for frame in tail.frames(just_begun=just_begun):
        yield frame


class RunTail:
    """One reader's place in one run."""

    def __init__(self, deps: Deps, run_id: UUID, after: str) -> None:
        self._deps = deps
        self._log = deps.services.events
        self._run_id = run_id
        self._stream = run_stream(run_id)
        self._position = after
        self._in_doubt = after != BEGINNING
        self._anchored = False
        self._replied = False

    async def frames(self, *, just_begun: bool = False) -> AsyncIterator[Frame]:
        """Yield frames until the run has ended."""
        if not just_begun and await self._is_over():
            return
        while True:
            async for frame in self._next():
                yield frame
                if frame.type in TERMINAL_RUN_EVENTS:
                    return

    async def _is_over(self) -> bool:
        """Whether the reader has seen the end; a log without any event is in doubt."""
        newest = await self._log.newest(self._stream)
        if newest is None:
            self._in_doubt = terminal_event(await self._row()) is not None
            return False
        return newest.id == self._position and newest.type in TERMINAL_RUN_EVENTS

    def _next(self) -> AsyncIterator[Frame]:
        return self._check() if self._in_doubt else self._read()

    async def _check(self) -> AsyncIterator[Frame]:
        """After a loss or a reconnect: go on only if the log still has our place."""
        self._in_doubt = False
        if not await self._has_place():
            async for frame in self._start_over():
                yield frame

    async def _has_place(self) -> bool:
        if self._position != BEGINNING:
            return await self._log.holds(self._stream, after=self._position)
        return self._anchored or (await self._row()).status == "pending"

    async def _read(self) -> AsyncIterator[Frame]:
        events = await self._log.read(self._stream, after=self._position, block_ms=QUIET_MS)
        if events is None:
            self._in_doubt = True
            await asyncio.sleep(QUIET_MS / 1000)
        follow_up = self._pass_on(events) if events else self._look_at_row()
        async for frame in follow_up:
            yield frame

    async def _pass_on(self, events: list[LoggedEvent]) -> AsyncIterator[Frame]:
        at_start = self._position == BEGINNING and not self._anchored
        if at_start and events[0].type not in OPENING_EVENTS:
            async for frame in self._start_over():
                yield frame
            return
        for event in events:
            self._position = event.id
            # A snapshot that had the whole reply is not told the reply's pieces again.
            if not (self._replied and event.type == "message.delta"):
                yield Frame(event.id, event.type, event.data)

    async def _look_at_row(self) -> AsyncIterator[Frame]:
        """The stream is quiet: the run is at work, or has ended, or the log was lost."""
        if terminal_event(await self._row()) is None:
            self._in_doubt = True
            return
        # The terminal event is appended right after the row has ended.
        events = await self._log.read(self._stream, after=self._position, block_ms=QUIET_MS)
        async for frame in self._pass_on(events) if events else self._start_over():
            yield frame

    async def _start_over(self) -> AsyncIterator[Frame]:
        newest = await self._log.newest(self._stream)
        snapshot = await read_snapshot(self._deps, self._run_id)
        self._position = newest.id if newest else BEGINNING
        self._anchored, self._replied = True, snapshot.text is not None
        yield _frame(newest.id if newest else None, snapshot)
        ending = terminal_event(await self._row())
        if ending is not None:
            yield _frame(None, ending)

    async def _row(self) -> Run:
        async with autocommit(self._deps.sessions) as session:
            return await get_run(session, self._run_id, owner_id=self._deps.owner_id)


def _frame(id_: str | None, event: RunEvent) -> Frame:
    return Frame(id_, event.type, event.model_dump_json())
