"""What clients do with conversations: say something, stop an answer, delete."""

from dataclasses import dataclass
from uuid import UUID

from agent.checkpoints import Checkpoints
from agent.engine import RunEngine
from agent.models import ModelChooser
from agent.recorder import started
from db import conversations, runs
from db.models import Run
from jobs.event_log import run_stream
from prompts import edition
from stylist.errors import BadRequest, PayloadTooLarge
from stylist.events import RunCancelled
from tools.deps import Deps


@dataclass(frozen=True, slots=True)
class Agent:
    """The chat side of a process: its run engine, the runs' checkpoints, and who answers."""

    engine: RunEngine
    checkpoints: Checkpoints
    chooser: ModelChooser


async def say(
    agent: Agent,
    deps: Deps,
    conversation_id: UUID,
    *,
    content: str,
    idempotency_key: str | None = None,
) -> Run:
    """Store a message and start the run that answers it; the same key gives the same run.

    Raises:
        BadRequest: there are no words in it.
        PayloadTooLarge: there are too many.
        NotFound: no such conversation.
        Conflict: a run is active in it, or the key was used for other words.

    """
    if not content.strip():
        raise BadRequest("The message is empty.")
    most = deps.settings.agent.max_message_chars
    if len(content) > most:
        raise PayloadTooLarge(
            f"The message is longer than {most} characters; say it in fewer words, please."
        )
    model = (await agent.chooser.choose()).name
    async with deps.sessions.begin() as session:
        run, known = await runs.post_message(
            session,
            conversation_id,
            owner_id=deps.owner_id,
            content=content,
            model=model,
            prompt_version=edition(),
            idempotency_key=idempotency_key,
        )
    if not known:
        # Told here, since the run may have to wait for its turn.
        first = await deps.services.events.append(run_stream(run.id), started(run, model))
        agent.engine.start(run.id, announced=first is not None)
    return run


async def stop(agent: Agent, deps: Deps, run_id: UUID) -> Run:
    """Ask for a run to be cancelled; an ended run stays as it is."""
    async with deps.sessions.begin() as session:
        run = await runs.request_cancel(session, run_id, owner_id=deps.owner_id)
    if run.status == "cancelled":
        await deps.services.events.append(run_stream(run_id), RunCancelled(run_id=run_id))
    agent.engine.cancel(run_id)
    return run


async def delete(agent: Agent, deps: Deps, conversation_id: UUID) -> None:
    """Delete a conversation with everything that was said and done in it."""
    async with deps.sessions.begin() as session:
        gone = await conversations.delete_conversation(
            session, conversation_id, owner_id=deps.owner_id
        )
    for run_id in gone:
        agent.engine.cancel(run_id)
        await agent.engine.settled(run_id)
        # Watchers who wait are told before the stream goes.
        await deps.services.events.append(run_stream(run_id), RunCancelled(run_id=run_id))
        await deps.services.events.forget(run_stream(run_id))
