"""The offline policy as a langchain chat model: the graph cannot tell it from a language model."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolCall,
    ToolMessage,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable

from agent.policy.decide import decide
from agent.policy.situation import HEADING, Decision, Situation, ToolResult
from stylist.errors import BadRequest

WORDS_PER_CHUNK: Final = 3


class OfflinePolicy(BaseChatModel):
    """A deterministic chat model that plans tool calls and words answers from templates."""

    offered: frozenset[str] | None = None

    @property
    def _llm_type(self) -> str:
        return "offline-policy"

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[Any, AIMessage]:
        """The policy, calling none but these tools."""
        return OfflinePolicy(offered=frozenset(_name(tool) for tool in tools))

    def _decide(self, messages: Sequence[BaseMessage]) -> Decision:
        return decide(read_situation(messages), offered=self.offered)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        decision = self._decide(messages)
        message = AIMessage(content=decision.text, tool_calls=_calls(decision, messages))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield from _chunks(self._decide(messages), messages)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _chunks(self._decide(messages), messages):
            yield chunk


def _name(tool: Any) -> str:
    if isinstance(tool, dict):
        return str(tool.get("function", tool).get("name", ""))
    return str(getattr(tool, "name", None) or tool.__name__)


def read_situation(messages: Sequence[BaseMessage]) -> Situation:
    """The situation of the last message that holds one, with what has happened since.

    Raises:
        BadRequest: no message holds a situation.

    """
    for at in range(len(messages) - 1, -1, -1):
        message = messages[at]
        if isinstance(message, SystemMessage) and message.text.startswith(HEADING):
            stated = Situation.model_validate_json(message.text.removeprefix(HEADING))
            return _completed(stated, messages[at + 1 :], messages)
    raise BadRequest("The offline policy was given no situation.")


def _completed(
    stated: Situation, since: Sequence[BaseMessage], messages: Sequence[BaseMessage]
) -> Situation:
    """Add the person's words and the tool results that stand in messages only."""
    spoken = [m.text for m in messages if isinstance(m, HumanMessage)]
    update: dict[str, Any] = {}
    if not stated.user_text and spoken:
        update["user_text"] = spoken[-1]
    if not stated.tool_results:
        update["tool_results"] = results(since)
    return stated.model_copy(update=update)


def results(messages: Sequence[BaseMessage]) -> list[ToolResult]:
    """The answered tool calls of a thread, in order of their answers."""
    asked = {c["id"]: c for m in messages if isinstance(m, AIMessage) for c in m.tool_calls}
    return [
        ToolResult(
            name=str(asked[m.tool_call_id]["name"]),
            arguments=asked[m.tool_call_id]["args"],
            ok=m.status == "success",
            content=m.artifact if isinstance(m.artifact, dict) else {},
        )
        for m in messages
        if isinstance(m, ToolMessage) and m.tool_call_id in asked
    ]


def _calls(decision: Decision, messages: Sequence[BaseMessage]) -> list[ToolCall]:
    made = sum(len(m.tool_calls) for m in messages if isinstance(m, AIMessage))
    return [
        ToolCall(
            name=call.name,
            args=call.arguments,
            id=f"call_{uuid5(NAMESPACE_OID, f'{call.model_dump_json()}{made + n}').hex[:16]}",
            type="tool_call",
        )
        for n, call in enumerate(decision.tool_calls)
    ]


def _chunks(decision: Decision, messages: Sequence[BaseMessage]) -> Iterator[ChatGenerationChunk]:
    words = decision.text.split(" ")
    for at in range(0, len(words) if decision.text else 0, WORDS_PER_CHUNK):
        piece = " ".join(words[at : at + WORDS_PER_CHUNK])
        tail = " " if at + WORDS_PER_CHUNK < len(words) else ""
        yield ChatGenerationChunk(message=AIMessageChunk(content=piece + tail))
    for index, call in enumerate(_calls(decision, messages)):
        part = tool_call_chunk(
            name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=index
        )
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[part]))
    yield ChatGenerationChunk(message=AIMessageChunk(content="", chunk_position="last"))
