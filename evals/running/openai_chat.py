"""A chat model behind any OpenAI-compatible server: `POST BASE_URL/chat/completions` with tools."""

import json
from collections.abc import Sequence
from typing import Any, Final

import httpx
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    SystemMessage,
    ToolCall,
    convert_to_openai_messages,
)
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import Field, SecretStr

from stylist.errors import BackendUnavailable

TEMPERATURE: Final = 0.2
"""The product's own, for Ollama."""
UNREADABLE: Final = "unreadable_arguments"
"""Where arguments that are not JSON go: the tool refuses them, and the model hears why."""


class OpenAiChat(BaseChatModel):
    """Chat completions without streaming; the answer of a turn leaves after its check anyhow."""

    model: str
    base_url: str
    api_key: SecretStr | None = None
    timeout_s: float = 120.0
    tools: list[dict[str, Any]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "openai-compatible"

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[Any, AIMessage]:
        """The model with these tools offered."""
        return self.model_copy(update={"tools": [convert_to_openai_tool(tool) for tool in tools]})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        with httpx.Client(timeout=self.timeout_s, trust_env=False) as http:
            answer = http.post(self._url, json=self._asked(messages, stop), headers=self._headers)
        return _result(answer)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        async with httpx.AsyncClient(timeout=self.timeout_s, trust_env=False) as http:
            asked = self._asked(messages, stop)
            return _result(await http.post(self._url, json=asked, headers=self._headers))

    @property
    def _url(self) -> str:
        return f"{self.base_url.rstrip('/')}/chat/completions"

    @property
    def _headers(self) -> dict[str, str]:
        key = self.api_key
        return {"authorization": f"Bearer {key.get_secret_value()}"} if key else {}

    def _asked(self, messages: list[BaseMessage], stop: list[str] | None) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "model": self.model,
            "messages": convert_to_openai_messages(messages),
            "temperature": TEMPERATURE,
        }
        return (
            asked | ({"tools": self.tools} if self.tools else {}) | ({"stop": stop} if stop else {})
        )


def _result(answer: httpx.Response) -> ChatResult:
    answer.raise_for_status()
    try:
        message = _message(answer.json())
    except (AttributeError, KeyError, IndexError, TypeError) as error:
        raise ValueError(f"an answer of another shape: {error!r}") from error
    return ChatResult(generations=[ChatGeneration(message=message)])


def _message(told: dict[str, Any]) -> AIMessage:
    said = told["choices"][0]["message"]
    return AIMessage(
        content=said.get("content") or "",
        tool_calls=[_call(one) for one in said.get("tool_calls") or []],
        usage_metadata=_usage(told.get("usage") or {}),
    )


def _call(told: dict[str, Any]) -> ToolCall:
    function = told["function"]
    return ToolCall(
        name=function["name"],
        args=_arguments(function.get("arguments") or "{}"),
        id=told.get("id") or f"call_{function['name']}",
        type="tool_call",
    )


def _arguments(told: str | dict[str, Any]) -> dict[str, Any]:
    if isinstance(told, dict):
        return told
    try:
        read = json.loads(told)
    except ValueError:
        return {UNREADABLE: told}
    return read if isinstance(read, dict) else {UNREADABLE: told}


def _usage(told: dict[str, Any]) -> UsageMetadata | None:
    read, written = told.get("prompt_tokens"), told.get("completion_tokens")
    if read is None or written is None:
        return None
    return UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)


async def check_openai(model: OpenAiChat) -> None:
    """Ask for one word, so that a server that is not there is told before the first case.

    Raises:
        BackendUnavailable: it does not answer, or not as a chat server does.
    """
    try:
        await model.ainvoke([SystemMessage("Say: ok")])
    except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as error:
        raise BackendUnavailable(
            f"{model.base_url} does not answer as expected: {error}"
        ) from error
