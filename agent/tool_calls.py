"""One tool call: answered within its time or refused in words, told of, and traced."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

import psycopg
from langchain_core.messages import ToolMessage
from langgraph.prebuilt.tool_node import ToolCallRequest
from sqlalchemy.exc import DBAPIError

from agent.context import RunContext
from agent.patience import why_not
from agent.tracing import tell_refused, tool_span
from db.session import is_fault_of_ours
from stylist.events import (
    ToolFinished,
    ToolStarted,
)
from tools.boundary import ToolBlock

log = logging.getLogger(__name__)
SUMMARY_CHARS = 300
TOOL_FAILED = "tool-failed"
IN_THE_WAY = frozenset({"40P01", "40001"})
"""SQLSTATE of a deadlock and of a serialization failure (PostgreSQL, appendix A)."""


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
