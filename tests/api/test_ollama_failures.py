"""An Ollama server that fails, falls silent or cannot serve costs wording, and is named."""

import pytest
from ollama_server import Breaks, Calls, Ends, HangsUp, Refuses, Says, Waits, Writes

from agent.ollama_check import look_at
from stylist.settings import OllamaSettings

RAINY = "smart casual for a rainy 12 °C day, no black"
ASKS = Calls((("recommend_outfits", {"count": 2}),))


BROKEN = (
    Breaks("I would", "llama runner process has terminated"),
    Refuses(500, "qwen3 tool call parsing failed"),
    Refuses(503, "server busy, please try again"),
    HangsUp("I would"),
    Ends("I would"),
    Writes("not even JSON"),
    Writes('{"message": {"role": "assistant", "tool_calls": [{"function": {"name": 3}}]}}'),
)


def told(step):
    """A name for a parameter."""
    return f"{type(step).__name__} {getattr(step, 'status', '')}"


@pytest.mark.parametrize("failure", BROKEN, ids=told)
async def test_a_model_that_fails_once_is_asked_again(talk, ollama, failure):
    ollama.script = [failure, ASKS, failure, Says("Take the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."
    assert turn.tools == ["recommend_outfits"]
    assert turn.last("run.finished")["degraded"] == []
    assert ollama.asked[0] == ollama.asked[1]


@pytest.mark.parametrize(
    ("before", "failure"),
    [*(([], failure) for failure in BROKEN), ([ASKS], BROKEN[0]), ([ASKS], BROKEN[2])],
    ids=lambda value: told(value) if not isinstance(value, list) else f"after {len(value)}",
)
async def test_a_model_that_fails_twice_is_replaced_within_the_turn(talk, ollama, failure, before):
    ollama.script = [*before, failure, failure]
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.reply
    assert turn.types[-1] == "run.finished"
    busy = getattr(failure, "status", None) == 503
    expected = "ollama-busy" if busy else "ollama-failed"
    assert turn.last("run.finished")["degraded"] == [expected]
    assert not ollama.script


async def test_silence_before_a_reply_is_not_tried_twice(talk_with, ollama):
    ollama.script = [Waits(30)]
    async with talk_with(host=ollama.url, first_token_timeout_s=0.3) as talk:
        turn = await talk(RAINY)
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == ["ollama-slow"]
    assert len(ollama.asked) <= 1  # none, where the wait ended before the server was reached


async def test_silence_within_a_reply_is_not_tried_twice(talk_with, ollama):
    ollama.script = [Waits(30, "I would")]
    async with talk_with(host=ollama.url, read_timeout_s=0.3) as talk:
        turn = await talk(RAINY)
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == ["ollama-slow"]
    assert len(ollama.asked) == 1


async def test_a_model_that_was_deleted_meanwhile_is_named(talk, ollama):
    ollama.script = [Refuses(404, "model 'qwen3.5:4b' not found")]
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == ["ollama-model-missing"]


async def test_what_the_server_can_do_is_told_with_its_mend(ollama):
    settings = OllamaSettings(host=ollama.url)
    here = await look_at(settings)
    assert here.is_usable
    assert here.context_length == 262_144
    other = await look_at(settings.model_copy(update={"model": "other"}))
    assert other.trouble == "ollama-model-missing"
    assert "ollama pull other" in other.mend
    for capabilities in (("completion",), None):
        ollama.capabilities = capabilities
        mute = await look_at(settings)
        assert mute.trouble == "ollama-no-tools"
        assert "cannot call tools" in mute.detail
    for host in ("http://127.0.0.1:9", "no address"):
        away = await look_at(settings.model_copy(update={"host": host}))
        assert away.trouble == "ollama-unreachable"
        assert "ollama serve" in away.mend


async def test_a_server_that_cannot_serve_is_said_where_it_was_asked_for(talk, ollama):
    ollama.capabilities = ()
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == ["ollama-no-tools"]


@pytest.mark.parametrize(
    ("failure", "named"),
    [
        (Refuses(400, "registry.ollama.ai/library/tiny does not support tools"), "ollama-no-tools"),
        (Refuses(429, "too many requests"), "ollama-busy"),
    ],
)
async def test_a_refusal_is_named_by_what_it_says(talk, ollama, failure, named):
    ollama.script = [failure, failure]
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == [named]
