"""A language model's server that goes away in the middle of a turn costs wording, not the turn."""

import asyncio
from contextlib import AsyncExitStack

from ollama_server import Calls, HangsUp, OllamaServer, Step, serve_ollama

ASKS = Calls((("recommend_outfits", {"count": 2}),))


async def test_a_server_that_leaves_within_a_turn_is_replaced_and_named(talk_with):
    async with AsyncExitStack() as life:
        ollama = await life.enter_async_context(serve_ollama())
        leaving: list[asyncio.Task[None]] = []

        def answer_and_leave(self: OllamaServer, body: dict) -> Step:
            self.asked.append(body)
            if leaving:
                return HangsUp("I would")
            leaving.append(asyncio.create_task(life.aclose()))
            return ASKS

        ollama._next = answer_and_leave.__get__(ollama)
        async with talk_with(host=ollama.url, extraction="off", retry_wait_s=1) as talk:
            first = await talk("smart casual for a rainy 12 °C day, no black")
            await leaving[0]
            second = await talk("warmer")
    assert len(first.outfits) == 2
    assert first.reply
    assert first.last("run.finished")["degraded"] == ["ollama-unreachable"]
    assert second.outfits
    assert second.constraints["colors"]["avoid"] == ["black"]
    assert second.last("run.started")["model"] in ("offline-policy", "ollama:qwen3.5:4b")
    assert second.last("run.finished")["degraded"] == ["ollama-unreachable"]
