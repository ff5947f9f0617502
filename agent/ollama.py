"""A client for Ollama, and how its replies end badly."""

import re
from typing import Any, Final

import httpx
from langchain_core.messages import AIMessage
from langchain_ollama import ChatOllama
from ollama import ResponseError

from agent.ollama_check import MISSING, NO_TOOLS, UNREACHABLE
from stylist.settings import OllamaSettings

BUSY: Final = "ollama-busy"
SLOW: Final = "ollama-slow"
FAILED: Final = "ollama-failed"
OTHER_FAILED: Final = "model-failed"
"""A language model behind another server than Ollama failed, as evaluations may have one."""
REPLACED: Final = frozenset({UNREACHABLE, MISSING, NO_TOOLS, BUSY, SLOW, FAILED, OTHER_FAILED})
"""Degraded states of a run that goes on without its language model."""
NEARLY_FULL: Final = "context-nearly-full"
CUT: Final = "reply-cut"
FULL_SHARE: Final = 0.9
"""Ollama drops the oldest messages of a full window without a word, so this share is told."""
ERRORS: Final = (httpx.HTTPError, ResponseError, ConnectionError, TimeoutError, ValueError)
"""How a reply of Ollama ends badly; ValueError is a line or arguments that cannot be read."""
_TRANSIENT: Final = frozenset({-1, 429, 500, 502, 503, 504})
"""Statuses worth a second try; the client calls an error within a stream -1."""

_TOOLLESS: Final = "does not support tools"
"""How Ollama (`server/routes.go`) refuses tools for a model whose template has none."""
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s|$)")


class CutStream(ConnectionError):
    """The reply ended without its last line."""


def build_chat(settings: OllamaSettings) -> ChatOllama:
    """A client that thinks aloud never and waits for ever never, with the whole context window."""
    return _client(settings, temperature=settings.temperature, num_predict=settings.num_predict)


def build_reader(settings: OllamaSettings, schema: dict[str, Any]) -> ChatOllama:
    """A client whose whole answer is JSON of the schema, the likeliest one."""
    return _client(settings, temperature=0.0, num_predict=settings.num_predict, format=schema)


def _client(settings: OllamaSettings, **options: Any) -> ChatOllama:
    silence_s = max(settings.first_token_timeout_s, settings.read_timeout_s)
    timeout = httpx.Timeout(silence_s, connect=settings.connect_timeout_s)
    return ChatOllama(
        model=settings.model,
        base_url=settings.host,
        num_ctx=settings.num_ctx,
        keep_alive=_keep_alive(settings.keep_alive),
        reasoning=False,
        client_kwargs={"timeout": timeout, "trust_env": False},
        **options,
    )


def _keep_alive(told: str) -> str | int:
    """Ollama takes a bare number for seconds only where it is no string."""
    return int(told) if told.lstrip("+-").isdigit() else told


def check_whole(said: AIMessage) -> None:
    """See that the last line of a reply has come.

    Raises:
        CutStream: it has not; what came may be half of what was meant.
    """
    if not said.response_metadata.get("done"):
        raise CutStream("the stream ended without its last line")


def is_cut(said: AIMessage) -> bool:
    """Whether words ended because there were too many of them."""
    return said.response_metadata.get("done_reason") == "length" and not said.tool_calls


def whole_sentences(said: AIMessage) -> AIMessage:
    """The reply up to the end of its last whole sentence."""
    ends = [found.end() for found in _SENTENCE_END.finditer(said.text)]
    return said.model_copy(update={"content": said.text[: ends[-1]] if ends else ""})


def is_transient(error: Exception) -> bool:
    """Whether the same request may well succeed now; a time-out has cost enough already."""
    if isinstance(error, ResponseError):
        return error.status_code in _TRANSIENT
    return not isinstance(error, TimeoutError | httpx.TimeoutException)


def name_failure(error: Exception, server: OllamaSettings | None) -> str:
    """The degraded state that a failed reply leaves behind; `server` is the Ollama behind it."""
    if server is None:
        return OTHER_FAILED
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return SLOW
    if isinstance(error, ResponseError):
        if _TOOLLESS in error.error:
            return NO_TOOLS
        return {404: MISSING, 429: BUSY, 503: BUSY}.get(error.status_code, FAILED)
    return UNREACHABLE if _is_away(error) else FAILED


def _is_away(error: Exception) -> bool:
    refused = isinstance(error, ConnectionError) and not isinstance(error, CutStream)
    return refused or isinstance(error, httpx.ConnectError)


def is_nearly_full(said: AIMessage, settings: OllamaSettings) -> bool:
    """Whether the request took so much of the window that messages may have been dropped."""
    usage = said.usage_metadata
    return usage is not None and usage["input_tokens"] >= FULL_SHARE * settings.num_ctx
