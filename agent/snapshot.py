"""A run as PostgreSQL knows it: what a client gets when the event log cannot be relied on."""

from uuid import UUID

from db.confirmations import asked_in
from db.conversations import read_outfits
from db.models import Message, Run
from db.runs import get_run
from db.session import autocommit
from stylist.events import (
    RunCancelled,
    RunFailed,
    RunFinished,
    RunSnapshot,
)
from stylist.mended_frame import mended
from tools.confirmations import view
from tools.deps import Deps
from tools.outfit_cards import read_cards

TerminalEvent = RunFinished | RunFailed | RunCancelled


async def read_snapshot(deps: Deps, run_id: UUID) -> RunSnapshot:
    """Read everything that the run has brought so far.

    Raises:
        NotFound: no such run, or it is somebody else's.

    """
    async with autocommit(deps.sessions) as session:
        run = await get_run(session, run_id, owner_id=deps.owner_id)
        reply = await session.get(Message, run.reply_message_id) if run.reply_message_id else None
        rows = await read_outfits(session, run.outfit_ids, owner_id=deps.owner_id)
        cards = await read_cards(session, deps, rows)
        asked = await asked_in(session, run_id, owner_id=deps.owner_id)
    return RunSnapshot.model_validate(
        {
            "run_id": run.id,
            "conversation_id": run.conversation_id,
            "message_id": run.message_id,
            "status": run.status,
            "constraints": mended(run.constraints or {})[0],
            "tool_calls": run.tool_calls,
            "outfits": cards,
            "reply_message_id": reply.id if reply else None,
            "text": reply.content if reply else None,
            "confirmation": view(asked) if asked else None,
            "degraded": run.degraded,
            "error": run.error_message,
        }
    )


def terminal_event(run: Run) -> TerminalEvent | None:
    """The event that an ended run ends with; None while it is active."""
    if run.status == "completed":
        return RunFinished(run_id=run.id, degraded=run.degraded, timings_ms=run.timings_ms)
    if run.status == "failed":
        return RunFailed(
            run_id=run.id, code=run.error_code or "internal", message=run.error_message or ""
        )
    return RunCancelled(run_id=run.id) if run.status == "cancelled" else None
