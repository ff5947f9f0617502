"""One attempt at one run: hold the lease, do the turn, and end the row and the event log."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from uuid import UUID, uuid5

import psycopg
from psycopg.errors import DiskFull
from sqlalchemy.exc import DBAPIError

from agent.compose import tell_reply
from agent.recorder import RunLost, RunRecorder
from db import runs
from db.runs import ClaimedRun
from db.session import autocommit, is_fault_of_ours
from stylist.cancelling import end
from stylist.errors import StylistError
from stylist.events import RunCancelled, RunEvent, RunFailed, RunFinished
from tools.deps import Deps, Services

log = logging.getLogger(__name__)
Reason = Literal["cancelled", "released", "lost"]
INTERRUPTED = "My answer was interrupted. Please ask again."
WENT_WRONG = "Something went wrong on my side. Please ask again."
DISK_FULL = "The disk is full, so I cannot keep my answer."
RENEW_MOST_S = 1.0
"""A cancel that was asked for in another process is noticed within this time."""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What a turn brought: the reply, the outfits shown, degraded states, milliseconds by stage."""

    reply: str
    outfit_ids: list[UUID] = field(default_factory=list)
    degraded: list[str] = field(default_factory=list)
    timings_ms: dict[str, float] = field(default_factory=dict)


class TurnRunner(Protocol):
    """Does the work of a run; called again after an interruption, it goes on where it was."""

    async def run(self, recorder: RunRecorder, deps: Deps) -> TurnResult:
        """Answer the run's message."""
        ...


class RunAttempt:
    """Carries one claimed run to its end, or gives it up."""

    def __init__(
        self,
        run: ClaimedRun,
        services: Services,
        runner: TurnRunner,
        *,
        max_attempts: int,
        announced: bool,
    ) -> None:
        self._run = run
        self._deps = services.for_owner(run.owner_id)
        self._settings = services.settings.agent
        self._runner = runner
        self._max_attempts = max_attempts
        self._recorder = RunRecorder(run, self._deps, announced=announced)
        self._work: asyncio.Task[TurnResult] | None = None
        self._reason: Reason | None = None

    def stop(self, reason: Reason) -> None:
        """Interrupt the work; the first reason counts."""
        self._reason = self._reason or reason
        if self._work is not None:
            self._work.cancel()

    async def carry_out(self) -> None:
        """Do the work while the lease is held, then end the run."""
        if self._run.cancel_requested:
            return await self._cancelled()
        if self._run.attempt > self._max_attempts:
            return await self._failed(
                "interrupted", "The answer was interrupted. Please ask again."
            )
        self._work = asyncio.create_task(self._turn())
        lease = asyncio.create_task(self._keep_lease())
        try:
            await self._settle(self._work)
        finally:
            await end(lease)
        return None

    async def _turn(self) -> TurnResult:
        if self._reason is not None:
            raise asyncio.CancelledError
        async with asyncio.timeout(self._settings.run_timeout_s):
            return await self._runner.run(self._recorder, self._deps)

    async def _settle(self, work: asyncio.Task[TurnResult]) -> None:
        try:
            result = await work
        except asyncio.CancelledError:
            await self._stopped()
        except RunLost:
            log.info("Run %s is carried on elsewhere.", self._run.id)
        except TimeoutError:
            await self._failed("timeout", "This took too long, so I stopped. Please ask again.")
        except StylistError as error:
            await self._failed(error.code, error.message)
        except (DBAPIError, psycopg.Error) as error:
            await self._database_failed(error)
        except Exception:  # the outermost loop of a run: a bug ends this run, not the process
            log.exception("Run %s failed.", self._run.id)
            await self._failed("internal", WENT_WRONG)
        else:
            await self._finished(result)

    async def _stopped(self) -> None:
        if self._reason == "cancelled":
            await self._cancelled()
        elif self._reason != "lost":
            async with self._deps.sessions.begin() as session:
                await runs.release(session, self._run)

    async def _database_failed(self, error: DBAPIError | psycopg.Error) -> None:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if is_fault_of_ours(error):
            # The same would happen to whoever took the run over.
            log.exception("Run %s wrote what cannot be kept.", self._run.id, exc_info=error)
            await self._failed("internal", WENT_WRONG)
            return
        if not isinstance(cause, DiskFull):
            # The lease runs out by itself; whoever sweeps then goes on from the checkpoint.
            log.warning("Run %s lost its database.", self._run.id, exc_info=error)
            return
        try:
            await self._failed("storage_full", DISK_FULL)
        except DBAPIError:
            # Even the row cannot be written; who waits shall hear of it all the same.
            failed = RunFailed(run_id=self._run.id, code="storage_full", message=DISK_FULL)
            await self._recorder.say(failed)

    async def _finished(self, result: TurnResult) -> None:
        run = self._run
        # The same id after a resume, so that a reply is kept once.
        reply_id = uuid5(run.id, "reply")
        told = {"degraded": result.degraded, "timings_ms": result.timings_ms}
        async with autocommit(self._deps.sessions) as session:
            ended = await runs.complete(
                session, run, reply_id, text=result.reply, outfit_ids=result.outfit_ids, **told
            )
        if ended:
            finished = RunFinished.model_validate({"run_id": run.id, **told})
            await self._recorder.say(*tell_reply(reply_id, result.reply), finished)

    async def _cancelled(self) -> None:
        await self._end("cancelled", RunCancelled(run_id=self._run.id))

    async def _failed(self, code: str, message: str) -> None:
        event = RunFailed(run_id=self._run.id, code=code, message=message)
        await self._end("failed", event, error_code=code, error_message=message)

    async def _end(self, status: str, event: RunEvent, **values: Any) -> None:
        async with self._deps.sessions.begin() as session:
            ended = await runs.end(session, self._run, status=status, **values)
        if ended:
            await self._recorder.say(event)

    async def _keep_lease(self) -> None:
        """Renew the lease, and stop the work when it is lost or a cancel was asked for."""
        lease_s = self._settings.lease_s
        while True:
            await asyncio.sleep(min(lease_s / 3, RENEW_MOST_S))
            try:
                async with autocommit(self._deps.sessions) as session:
                    asked = await runs.renew(session, self._run, lease_s=lease_s)
            except (DBAPIError, OSError):
                log.warning("The lease of run %s was not renewed.", self._run.id)
                continue
            if asked is None:
                return self.stop("lost")
            if asked:
                return self.stop("cancelled")
