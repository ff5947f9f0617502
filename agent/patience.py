"""How long a model that gets its calls wrong is borne with."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

MOST_FRUITLESS: Final = 2
"""Steps of a turn in which every call was refused; after so many the policy goes on."""
MOST_CALLS: Final = 6
"""Calls that one step of a model may make at once."""
IMPATIENT: Final = "tool-calls-refused"


def fruitless_steps(messages: Sequence[AnyMessage]) -> int:
    """The steps of a turn whose calls were all refused."""
    failed = {m.tool_call_id: m.status == "error" for m in messages if isinstance(m, ToolMessage)}
    steps = [m.tool_calls for m in messages if isinstance(m, AIMessage) and m.tool_calls]
    return sum(all(failed.get(call["id"] or "", False) for call in calls) for calls in steps)


def why_not(messages: Sequence[AnyMessage], call: Mapping[str, Any]) -> str | None:
    """Why a call is not made, in words for the model; None when it is made.

    Small models tend to loop, so the same call with the same arguments is answered once.
    """
    answered = {m.tool_call_id for m in messages if isinstance(m, ToolMessage)}
    for message in messages:
        calls = message.tool_calls if isinstance(message, AIMessage) else []
        for place, other in enumerate(calls):
            if other["id"] == call["id"]:
                return _too_many(place)
            if other["name"] == call["name"] and other["args"] == call["args"]:
                if other["id"] in answered:
                    return "you have this answer already; now answer the person in words"
                return "the same call stands twice; its answer comes once"
    return None


def _too_many(place: int) -> str | None:
    return f"at most {MOST_CALLS} calls are made at once" if place >= MOST_CALLS else None
