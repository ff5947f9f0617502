"""One step of a model: asked within its time, once more after a hiccup, its reply whole."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, message_chunk_to_message
from langchain_core.runnables import Runnable

from agent.keepable import keepable
from agent.models import ChosenModel
from agent.ollama import ERRORS, check_whole, is_transient
from agent.tracing import chat_span, tell_reply
from stylist.settings import OllamaSettings

log = logging.getLogger(__name__)


async def ask(
    model: ChosenModel, speaker: Runnable[Any, Any], messages: list[AnyMessage]
) -> AIMessage:
    """The speaker's reply, traced; Ollama is asked once more after a failure that may pass.

    Raises:
        One of `agent.ollama.ERRORS`, from a server that fails twice or does not answer in time.
    """
    if model.is_offline:
        return await _invoke(model, speaker, messages)
    return keepable(await _ask(model, speaker, messages), messages)


async def _ask(
    model: ChosenModel, speaker: Runnable[Any, Any], messages: list[AnyMessage]
) -> AIMessage:
    if model.server is None:
        return await _invoke(model, speaker, messages)
    try:
        return await _stream(model, model.server, speaker, messages)
    except ERRORS as error:
        if not is_transient(error):
            raise
        log.info("%s failed and is asked once more: %r", model.name, error)
    await asyncio.sleep(model.server.retry_wait_s)
    return await _stream(model, model.server, speaker, messages)


async def _invoke(
    model: ChosenModel, speaker: Runnable[Any, Any], messages: list[AnyMessage]
) -> AIMessage:
    with chat_span(model.name) as span:
        said: AIMessage = await speaker.ainvoke(messages)
        tell_reply(span, said)
        return said


async def _stream(
    model: ChosenModel,
    server: OllamaSettings,
    speaker: Runnable[Any, Any],
    messages: list[AnyMessage],
) -> AIMessage:
    """Put the reply together from its stream, so that silence is noticed where it begins."""
    with chat_span(model.name) as span:
        stream, whole = speaker.astream(messages), None
        limit_s = server.first_token_timeout_s
        try:
            while True:
                async with asyncio.timeout(limit_s):
                    piece = await _next(stream)
                if piece is None:
                    break
                whole = piece if whole is None else whole + piece
                limit_s = server.read_timeout_s
        finally:
            await stream.aclose()  # type: ignore[attr-defined]
        said = AIMessage("") if whole is None else message_chunk_to_message(whole)
        if not isinstance(said, AIMessage):
            raise TypeError(f"{model.name} answered with a {type(said).__name__}.")
        check_whole(said)
        tell_reply(span, said)
        return said


async def _next(stream: AsyncIterator[Any]) -> Any:
    """The next piece, or None; the client trips over lines of another shape in its own ways.

    Raises:
        ValueError: the line is not what the protocol says.
    """
    try:
        return await anext(stream, None)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"a line of another shape: {error}") from error
