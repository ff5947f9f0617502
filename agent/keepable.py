"""What a language model said, as it can be kept: no thoughts, no NUL, one id for each call.

A model may think aloud in its words, put a NUL into an argument (PostgreSQL keeps none), or give
two calls one id. None of that may cost the turn.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import uuid4

from langchain_core.messages import AIMessage, AnyMessage
from langchain_core.messages.tool import ToolCall, tool_call

_THOUGHTS: Final = re.compile(
    r"<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)", re.IGNORECASE | re.DOTALL
)
_BEGUN_BEFORE: Final = re.compile(
    r"\A.*</(?:think|thinking|thought|reasoning)>", re.IGNORECASE | re.DOTALL
)
"""Thoughts whose beginning stands in the model's template."""
_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")
"""No PostgreSQL text holds NUL, no UTF-8 half of a surrogate pair."""


def keepable(said: AIMessage, before: Sequence[AnyMessage]) -> AIMessage:
    """The message without thoughts and unkeepable characters, each call with an id of its own."""
    content = _spoken(said.content) if isinstance(said.content, str) else said.content
    calls = list(_numbered(said.tool_calls, _ids(before)))
    if content == said.content and calls == said.tool_calls:
        return said
    return said.model_copy(update={"content": content, "tool_calls": calls})


def _spoken(text: str) -> str:
    text = _UNKEPT.sub("", text)
    said = _BEGUN_BEFORE.sub("", _THOUGHTS.sub("", text)) if "<" in text else text
    return text if said == text else said.strip()


def _ids(messages: Iterable[AnyMessage]) -> set[str]:
    return {
        call["id"] or ""
        for message in messages
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    }


def _numbered(calls: Iterable[ToolCall], taken: set[str]) -> Iterable[ToolCall]:
    for call in calls:
        id_ = _plain(call["id"] or "")
        if not id_ or id_ in taken:
            id_ = uuid4().hex
        taken.add(id_)
        yield tool_call(name=_plain(call["name"]), args=_plain(call["args"]), id=id_)


def _plain(value: Any) -> Any:
    """JSON-plain `value` with every text of it keepable."""
    if isinstance(value, str):
        return _UNKEPT.sub("", value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(one) for key, one in value.items()}
    return value
