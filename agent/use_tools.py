"""The tools' half of the tool loop: calls are answered in time, told of, and kept."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast
from uuid import UUID

import psycopg
from langchain_core.messages import ToolMessage
from langchain_core.runnables import RunnableConfig
from langgraph.prebuilt import ToolNode
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.runtime import Runtime
from sqlalchemy.exc import DBAPIError

from agent.context import RunContext
from agent.patience import why_not
from agent.state import TurnState, add_degraded, add_messages, open_calls, read_messages
from agent.tracing import tell_refused, tool_span
from agent.understanding.frame.changes import delta_between
from agent.withhold import withhold, without_withheld
from db.conversations import store_constraints
from db.session import is_fault_of_ours
from stylist.events import (
    ConfirmationAsked,
    ConfirmationSettled,
    ConstraintsUpdated,
    OutfitsShown,
    ToolCall,
    ToolFinished,
    ToolStarted,
)
from stylist.frame import FORECAST, ConstraintFrame, Provenance
from tools.agent_doors import TOOLS
from tools.boundary import ToolBlock

log = logging.getLogger(__name__)
SUMMARY_CHARS = 300
TOOL_FAILED = "tool-failed"
IN_THE_WAY = frozenset({"40P01", "40001"})
"""SQLSTATE of a deadlock and of a serialization failure (PostgreSQL, appendix A)."""


def build_tools() -> Callable[..., Awaitable[TurnState]]:
    """The node that answers the model's tool calls."""
    node = ToolNode(list(TOOLS.values()), awrap_tool_call=call_tool)

    async def use_tools(
        state: TurnState, runtime: Runtime[RunContext], config: RunnableConfig
    ) -> TurnState:
        """Answer every open tool call, show the outfits found, and keep what was done."""
        asked = read_messages(state)
        calls = open_calls(asked)
        answered = await node.ainvoke({**state, "messages": asked}, config)
        messages: list[ToolMessage] = answered["messages"]
        return await take_in(state, runtime.context, calls, messages)

    return use_tools


async def call_tool(
    request: ToolCallRequest, execute: Callable[[ToolCallRequest], Awaitable[Any]]
) -> ToolMessage:
    """Call one tool within its time, and tell of its beginning and end."""
    context = cast(RunContext, request.runtime.context)
    call = request.tool_call
    name, id_ = call["name"], call["id"] or ""
    started = ToolStarted(tool_call_id=id_, name=name, arguments=call["args"])
    await context.recorder.say(started)
    began = time.perf_counter()
    contents = context.deps.settings.agent.trace_contents
    with tool_span(dict(call), contents=contents) as span:
        answer = await answer_call(request, execute, context)
        if answer.status != "success":
            tell_refused(span, str(answer.content)[:SUMMARY_CHARS] if contents else "refused")
    spent_ms = (time.perf_counter() - began) * 1000
    answer.additional_kwargs["duration_ms"] = round(spent_ms, 1)
    timings = context.timings_ms
    timings[name] = round(timings.get(name, 0.0) + spent_ms, 2)
    await context.recorder.say(
        ToolFinished(
            tool_call_id=id_,
            name=name,
            ok=answer.status == "success",
            summary=str(answer.content)[:SUMMARY_CHARS],
            duration_ms=round(spent_ms, 1),
        )
    )
    return answer


async def answer_call(
    request: ToolCallRequest,
    execute: Callable[[ToolCallRequest], Awaitable[Any]],
    context: RunContext,
) -> ToolMessage:
    """The tool's answer; a call that was answered already, or takes too long, says so instead."""
    call = request.tool_call
    if (why := why_not(request.state["messages"], call)) is not None:
        return refusal(call, why)
    try:
        async with asyncio.timeout(context.deps.settings.agent.tool_timeout_s):
            return await twice_if_in_the_way(execute, request)
    except TimeoutError:
        return refusal(call, "took too long and was stopped; go on without it")
    except Exception as error:  # a bug of one tool costs its answer, not the turn
        if isinstance(error, DBAPIError | psycopg.Error | OSError) and not is_fault_of_ours(error):
            # Without its database a run can say nothing; it waits, and goes on from its checkpoint.
            raise
        log.exception("%s failed in run %s.", call["name"], context.run_id)
        return refusal(call, f"{TOOL_FAILED}; go on without it", degraded=TOOL_FAILED)


async def twice_if_in_the_way(
    execute: Callable[[ToolCallRequest], Awaitable[Any]], request: ToolCallRequest
) -> ToolMessage:
    """The tool's answer; asked once more when two transactions stood in each other's way.

    PostgreSQL ends one of them whole (deadlock, serialization failure), so nothing is done twice.
    """
    try:
        answer: ToolMessage = await execute(request)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in IN_THE_WAY:
            raise
        log.info("%s is tried again: %s", request.tool_call["name"], error.orig)
        answer = await execute(request)
    return answer


def refusal(call: Any, why: str, *, degraded: str | None = None) -> ToolMessage:
    """A tool message that says why there is no result, and what is degraded by that."""
    name = str(call["name"])
    return ToolMessage(
        f"{name}: {why}.",
        name=name,
        tool_call_id=call["id"],
        status="error",
        artifact=ToolBlock(degraded=[degraded]).model_dump(mode="json") if degraded else None,
    )


async def take_in(
    state: TurnState,
    context: RunContext,
    calls: list[dict[str, Any]],
    answers: list[ToolMessage],
) -> TurnState:
    """Show outfits that hold, keep calls and outfits on the run, and remember the ids given out."""
    blocks = [ToolBlock.model_validate(a.artifact) for a in answers if a.artifact]
    found = [card for block in blocks for card in block.outfits]
    cards, withheld = withhold(found, ConstraintFrame.model_validate(state["frame"]))
    answers = [without_withheld(answer, cards) for answer in answers]
    shown = [card.model_dump(mode="json") for card in cards]
    outfits = shown or state["outfits"]
    done = [*state["tool_calls"], *told_calls(calls, answers)]
    ids = [card["id"] for card in outfits]
    await context.recorder.keep(tool_calls=done, outfit_ids=ids)
    if cards:
        await context.recorder.say(OutfitsShown(outfits=cards))
    proposed = await tell_confirmation(context, blocks)
    given = {str(g.garment_id): g.model_dump(mode="json") for b in blocks for g in b.garments}
    frame = with_weather(state, blocks)
    await keep_weather(state, context, frame)
    degraded = [*(name for block in blocks for name in block.degraded), *withheld]
    return {
        "frame": frame,
        "messages": add_messages(state, *answers),
        "tool_calls": done,
        "outfits": outfits,
        "garments": {**state["garments"], **given},
        "known_outfits": [*state["known_outfits"], *ids],
        "proposed": state.get("proposed", False) or proposed,
        "degraded": add_degraded(state, *degraded),
    }


async def tell_confirmation(context: RunContext, blocks: list[ToolBlock]) -> bool:
    """Tell of a question before clothes go, or of its answer; whether one was put."""
    found = [block.confirmation for block in blocks if block.confirmation]
    if not found:
        return False
    # What several calls of one turn ask is one question, which grows.
    newest = max(found, key=lambda one: len(one.garments))
    asks = newest.state == "asked"
    event = ConfirmationAsked if asks else ConfirmationSettled
    await context.recorder.say(event(confirmation=newest))
    return asks


def told_calls(calls: list[dict[str, Any]], answers: list[ToolMessage]) -> list[dict[str, Any]]:
    """Finished calls as clients read them."""
    asked = {call["id"]: call for call in calls}
    return [
        ToolCall(
            id=answer.tool_call_id,
            name=asked[answer.tool_call_id]["name"],
            arguments=asked[answer.tool_call_id]["args"],
            ok=answer.status == "success",
            summary=str(answer.content)[:SUMMARY_CHARS],
            duration_ms=answer.additional_kwargs.get("duration_ms"),
        ).model_dump(mode="json")
        for answer in answers
    ]


def with_weather(state: TurnState, blocks: list[ToolBlock]) -> dict[str, Any]:
    """The frame with looked-up weather where none was stated, marked as inferred."""
    frame = ConstraintFrame.model_validate(state["frame"])
    weather = frame.weather
    for found in (block.weather for block in blocks if block.weather):
        if weather.temperature_c is None and found.temperature_c is not None:
            weather.temperature_c = found.temperature_c
            frame.provenance["weather.temperature_c"] = looked_up(state["turn"])
        if not weather.conditions:
            if weather.rain_probability is None and found.rain_probability is not None:
                weather.rain_probability = found.rain_probability
                frame.provenance["weather.rain_probability"] = looked_up(state["turn"])
            weather.conditions = list(found.conditions)
            names = (f"weather.conditions.{name}" for name in found.conditions)
            frame.provenance |= dict.fromkeys(names, looked_up(state["turn"]))
    return frame.model_dump(mode="json")


def looked_up(turn: int) -> Provenance:
    """Where looked-up weather came from."""
    return Provenance(turn=turn, text=FORECAST, start=0, end=0, kind="inferred")


async def keep_weather(state: TurnState, context: RunContext, frame: dict[str, Any]) -> None:
    """Keep looked-up weather for the turns to come, and tell of it."""
    if frame == state["frame"]:
        return
    run, deps = context.recorder.run, context.deps
    kept = ConstraintFrame.model_validate(frame)
    async with deps.sessions.begin() as session:
        await store_constraints(
            session,
            run.message_id,
            owner_id=deps.owner_id,
            constraints=frame,
            excluded=[UUID(id_) for id_ in kept.items.exclude],
        )
    await context.recorder.keep(constraints=frame)
    before = ConstraintFrame.model_validate(state["frame"])
    await context.recorder.say(
        ConstraintsUpdated(
            constraints=kept,
            delta=delta_between(before, kept, []),
            acts=state["understanding"]["acts"],
        )
    )
