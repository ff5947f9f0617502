"""Calls that a model wrote into its words, as small models do, become calls."""

import json
import re
from typing import Any, Final
from uuid import uuid4

from langchain_core.messages import AIMessage
from langchain_core.messages.tool import tool_call

_WRAPPING: Final = re.compile(r"</?tool_call>|```(?:json)?", re.IGNORECASE)
_DECODER: Final = json.JSONDecoder()


def with_calls(said: AIMessage) -> AIMessage:
    """The message, its words read as calls where they are nothing else."""
    if said.tool_calls:
        return said
    found = _calls(_WRAPPING.sub(" ", said.text))
    if not found:
        return said
    calls = [tool_call(name=name, args=args, id=uuid4().hex) for name, args in found]
    return said.model_copy(update={"content": "", "tool_calls": calls})


def _calls(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The calls of a text that holds nothing but calls; else none."""
    found, rest = [], text.strip()
    while rest:
        try:
            told, end = _DECODER.raw_decode(rest)
        except ValueError:
            return []
        for one in told if isinstance(told, list) else [told]:
            if (call := _call(one)) is None:
                return []
            found.append(call)
        rest = rest[end:].lstrip(" \n,;")
    return found


def _call(told: Any) -> tuple[str, dict[str, Any]] | None:
    told = told.get("function", told) if isinstance(told, dict) else told
    if not isinstance(told, dict) or not isinstance(told.get("name"), str):
        return None
    arguments = told.get("arguments", told.get("parameters"))
    return (told["name"], arguments) if isinstance(arguments, dict) else None
