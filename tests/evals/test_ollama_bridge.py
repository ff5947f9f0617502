"""The bridge speaks Ollama's protocol in front of a llama.cpp server, as ChatOllama hears it."""

import json
import sys
from collections.abc import AsyncIterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from ollama import ResponseError
from served import serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from agent.ollama import build_chat, build_reader, check_whole
from agent.ollama_check import look_at
from stylist.settings import OllamaSettings

TOOL = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}


def load_bridge() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "ollama_bridge.py"
    spec = spec_from_file_location("ollama_bridge", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules["ollama_bridge"] = module
    spec.loader.exec_module(module)
    return module


class Upstream:
    """A llama.cpp server that streams the pieces a test wrote."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.asked: list[dict[str, Any]] = []

    def app(self) -> Starlette:
        chat = Route("/v1/chat/completions", self._chat, methods=["POST"])
        return Starlette(routes=[Route("/props", self._props), chat])

    def _props(self, _: Request) -> Response:
        return JSONResponse({"default_generation_settings": {"n_ctx": 4096}})

    async def _chat(self, request: Request) -> Response:
        self.asked.append(await request.json())
        if not self.pieces:
            return JSONResponse({"error": {"message": "loading model"}}, 503)
        return StreamingResponse(
            (f"{piece}\n\n" for piece in self.pieces), media_type="text/event-stream"
        )

    def streams(self, *deltas: dict[str, Any]) -> None:
        told = [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
        usage = {"choices": [], "usage": {"prompt_tokens": 30, "completion_tokens": 5}}
        self.pieces = [f"data: {json.dumps(piece)}" for piece in (*told, usage)]
        self.pieces.append("data: [DONE]")


Bridged = tuple[Upstream, OllamaSettings]


@pytest.fixture
async def bridged() -> AsyncIterator[Bridged]:
    upstream = Upstream()
    async with serve(upstream.app()) as inner:
        bridge = load_bridge().Bridge(inner, "tiny")
        async with serve(bridge.app()) as url:
            yield upstream, OllamaSettings(host=url, model="tiny")


async def test_the_bridge_says_what_it_can_do(bridged: Bridged) -> None:
    _, settings = bridged
    state = await look_at(settings)
    assert state.is_usable
    assert state.context_length == 4096
    other = await look_at(settings.model_copy(update={"model": "other"}))
    assert other.trouble == "ollama-model-missing"


async def test_words_come_through_with_their_counts(bridged: Bridged) -> None:
    upstream, settings = bridged
    upstream.streams({"content": "Take "}, {"content": "the first."})
    said = await build_chat(settings).ainvoke([HumanMessage("which?")])
    check_whole(said)
    assert said.text == "Take the first."
    assert said.usage_metadata
    assert said.usage_metadata["input_tokens"] == 30
    assert upstream.asked[0]["max_tokens"] == settings.num_predict


async def test_a_call_in_fragments_becomes_whole_and_its_answer_finds_it(bridged: Bridged) -> None:
    upstream, settings = bridged
    first = {"index": 0, "id": "x", "function": {"name": "add", "arguments": '{"a"'}}
    rest = {"index": 0, "function": {"arguments": ": 1}"}}
    upstream.streams({"tool_calls": [first]}, {"tool_calls": [rest]})
    chat = build_chat(settings).bind_tools([TOOL])
    said = await chat.ainvoke([HumanMessage("add one")])
    assert isinstance(said, AIMessage)
    assert [(call["name"], call["args"]) for call in said.tool_calls] == [("add", {"a": 1})]
    assert upstream.asked[0]["tools"][0]["function"]["name"] == "add"

    upstream.streams({"content": "Done."})
    answer = ToolMessage("add: 2", tool_call_id=said.tool_calls[0]["id"] or "")
    await chat.ainvoke([HumanMessage("add one"), said, answer])
    _, called, told = upstream.asked[-1]["messages"]
    assert called["tool_calls"][0]["id"] == told["tool_call_id"]
    assert json.loads(called["tool_calls"][0]["function"]["arguments"]) == {"a": 1}


async def test_a_schema_goes_along(bridged: Bridged) -> None:
    upstream, settings = bridged
    upstream.streams({"content": "{}"})
    await build_reader(settings, {"type": "object"}).ainvoke([HumanMessage("x")])
    assert upstream.asked[0]["response_format"]["json_schema"]["schema"] == {"type": "object"}


async def test_errors_are_told_in_the_protocols_way(bridged: Bridged) -> None:
    upstream, settings = bridged
    with pytest.raises(ResponseError, match="loading model") as refused:
        await build_chat(settings).ainvoke([HumanMessage("x")])
    assert refused.value.status_code == 503
    upstream.streams({"content": "Take "})
    upstream.pieces[1:] = ['data: {"error": {"message": "out of memory"}}']
    with pytest.raises(ResponseError, match="out of memory"):
        await build_chat(settings).ainvoke([HumanMessage("x")])
    upstream.streams({"tool_calls": [{"index": 0, "function": {"name": "f", "arguments": "[1"}}]})
    with pytest.raises(ResponseError):
        await build_chat(settings).ainvoke([HumanMessage("x")])
