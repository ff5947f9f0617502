"""Carries a conversation out, turn by turn, as a client of the chat does."""

import asyncio
import json
import time
from typing import Any, Final
from uuid import UUID

from agent import chat
from db.runs import get_run
from evals.cases import ConversationCase
from evals.running.seen import ConversationSeen, TurnSeen
from evals.running.world import Person, World, dress, wardrobe_now
from evals.wardrobe import wardrobe_of
from jobs.event_log import run_stream
from stylist.errors import StylistError
from stylist.outfits import OutfitCard

ENDINGS: Final = frozenset({"run.finished", "run.failed", "run.cancelled"})
GRACE_S: Final = 10.0
"""After a run's own time limit, how long its end is waited for."""


async def converse(world: World, case: ConversationCase) -> ConversationSeen:
    """Say every turn to a new person's stylist."""
    wardrobe = wardrobe_of(case.garments, case.without)
    person = await dress(world, wardrobe, units=case.units)
    before = await wardrobe_now(person)
    turns = [await say(world, person, turn.say) for turn in case.turns]
    after = await wardrobe_now(person)
    names = {id_: n for n, id_ in person.garments.items()}
    changed = [id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)]
    return ConversationSeen(
        turns=turns,
        garments=person.garments,
        changed=sorted(names.get(id_, id_) for id_ in changed),
    )


async def say(world: World, person: Person, words: str) -> TurnSeen:
    """Say one message, and wait for the answer."""
    began = time.perf_counter()
    try:
        run = await chat.say(world.agent, person.deps, person.conversation_id, content=words)
    except StylistError as error:
        return TurnSeen(run_id="", error=error.code, reply=error.message)
    seen = TurnSeen(run_id=str(run.id))
    limit_s = world.services.settings.agent.run_timeout_s + GRACE_S
    try:
        async with asyncio.timeout(limit_s):
            await _follow(world, seen, began)
    except TimeoutError:
        seen.error = "never-ended"
    seen.total_ms = (time.perf_counter() - began) * 1000
    await world.agent.engine.settled(run.id)
    async with person.deps.sessions() as session:
        row = await get_run(session, run.id, owner_id=person.deps.owner_id)
        seen.prompt_version = row.prompt_version
    return seen


async def _follow(world: World, seen: TurnSeen, began: float) -> None:
    async for event in world.services.events.tail(run_stream(UUID(seen.run_id))):
        if event.type == "message.delta" and seen.first_ms is None:
            seen.first_ms = (time.perf_counter() - began) * 1000
        _take_in(seen, event.type, json.loads(event.data))
        if event.type in ENDINGS:
            return
    seen.error = seen.error or "event-log-lost"


def _take_in(seen: TurnSeen, kind: str, data: dict[str, Any]) -> None:
    match kind:
        case "outfits.shown":
            seen.outfits = [OutfitCard.model_validate(card) for card in data["outfits"]]
        case "message.finished":
            seen.reply = data["text"]
        case "run.finished":
            seen.degraded = data["degraded"]
        case "run.failed":
            seen.error, seen.reply = data["code"], data["message"]
        case "run.cancelled":
            seen.error = "cancelled"
