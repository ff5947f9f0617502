"""Calls that a model wrote into its words, as small models do, become calls.

Only calls of tools that it was offered, and none that stands in what it was told: names of
garments and people's messages are data, and a model that copies one out has called nothing.
"""

import json
import re
from collections.abc import Container, Iterable, Iterator
from typing import Any, Final
from uuid import uuid4

from langchain_core.messages import AIMessage
from langchain_core.messages.tool import tool_call

_DECODER: Final = json.JSONDecoder()
_MOST_BEGUN: Final = 50
"""Braces of a text that may begin a call."""
_NO_WORD: Final = re.compile(r"\W+")
_MACHINE: Final = re.compile(
    r"</?tool_(?:call|response)s?>|\[/?TOOL_|<\|\w+\|>|```"
    r"|\{\s*[\"'\w]+\s*:|[\"']\s*:\s*[\[{\"']|[{\[]\s*\{|\"\s*\}",
    re.IGNORECASE,
)
"""Braces with keys, marks of a chat format, or a block of code."""

_OF_THE_PERSON: Final = re.compile(
    r"\bthe (?:person|user) (?:says?|said|sees?|has|wants?|wanted|asks?|asked|is|does|likes?)\b"
    r"|\bwhat the person (?:says|does|sees)\b|\bin this conversation:",
    re.IGNORECASE,
)
"""How our prompts tell a model of who it speaks to."""


def with_calls(
    said: AIMessage,
    *,
    offered: Container[str],
    told: Iterable[str] = (),
    made: Container[tuple[str, dict[str, Any]]] = (),
) -> AIMessage:
    """The message, the calls among its words read as calls; the words around them are let go.

    `offered` are the tools' names, `told` the texts of others that the model has read, `made` the
    calls of this turn: a model that words their results often writes them down once more.
    """
    if said.tool_calls or "{" not in said.text:
        return said
    found = [
        (name, args)
        for written, name, args in _calls(said.text)
        if name in offered and (name, args) not in made and not _stands_in(written, told)
    ]
    if not found:
        return said
    calls = [tool_call(name=name, args=args, id=uuid4().hex) for name, args in found]
    return said.model_copy(update={"content": "", "tool_calls": calls})


def machine_words(text: str, names: Iterable[str]) -> str | None:
    """What of a text is no language of people: JSON, marks of a chat format, one of the `names`."""
    if found := _MACHINE.search(text):
        return found.group()
    return next((name for name in names if "_" in name and name in text), None)


def of_the_person(text: str) -> str | None:
    """Words about the person and not to them, as of a model that repeats what it was told."""
    found = _OF_THE_PERSON.search(text)
    return found.group() if found else None


def _calls(text: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every call that stands in a text: as written, the tool's name, its arguments."""
    at = 0
    for _ in range(_MOST_BEGUN):
        at = text.find("{", at)
        if at < 0:
            return
        try:
            read, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        call = _call(read)
        if call is not None:
            yield (text[at:end], *call)
        # What is no call itself may hold one: {"tool_calls": [{"name": …}]}.
        at = end if call is not None else at + 1


def _call(read: Any) -> tuple[str, dict[str, Any]] | None:
    read = read.get("function", read) if isinstance(read, dict) else read
    if not isinstance(read, dict) or not isinstance(read.get("name"), str):
        return None
    arguments = read.get("arguments", read.get("parameters"))
    return (read["name"], arguments) if isinstance(arguments, dict) else None


def _stands_in(written: str, told: Iterable[str]) -> bool:
    """Whether the same letters stand in a text, however they are spaced and quoted."""
    letters = _NO_WORD.sub("", written).casefold()
    return any(letters in _NO_WORD.sub("", text).casefold() for text in told)
