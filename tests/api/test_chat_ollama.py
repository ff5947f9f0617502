"""The same turns through ChatOllama, against a server that speaks Ollama's protocol."""

import json
from dataclasses import replace

import pytest
from chat_frames import Turn
from ollama_server import Breaks, Calls, HangsUp, Refuses, Says, serve_ollama
from wardrobe_rows import hang_up

from agent.lifespan import open_agent
from agent.models import has_tool_model
from agent.tail import follow_run
from db import conversations, runs
from stylist.settings import AgentSettings, OllamaSettings

RAINY = "smart casual for a rainy 12 °C day, no black"
ASKS = Calls((("recommend_outfits", {"count": 2}),))


@pytest.fixture
async def ollama():
    async with serve_ollama() as server:
        yield server


@pytest.fixture
async def talk(ollama, person, services, make_settings):
    """Says something to an agent whose model is that server; returns the turn's frames."""
    settings = make_settings(
        agent=AgentSettings(model="ollama", max_steps=4),
        ollama=OllamaSettings(host=ollama.url, read_timeout_s=5),
    )
    async with services.sessions.begin() as session:
        await hang_up(session, person.id)
        made = await conversations.add_conversation(session, owner_id=person.id)
    deps = replace(services, settings=settings).for_owner(person.id)
    async with open_agent(deps.services) as agent:

        async def say(content):
            async with deps.sessions.begin() as session:
                run, _ = await runs.post_message(
                    session, made.id, owner_id=person.id, content=content
                )
            agent.engine.start(run.id)
            frames = [f async for f in follow_run(deps, run.id, after=None)]
            return Turn([(f.id, f.type, json.loads(f.data)) for f in frames])

        yield say


async def test_a_language_model_calls_the_tools_and_words_the_answer(talk, ollama):
    ollama.script = [ASKS, Says("The first is warm and dry, the second a little dressier.")]

    turn = await talk(RAINY)

    assert turn.last("run.started")["model"] == "ollama:qwen3.5:4b"
    assert turn.tools == ["recommend_outfits"]
    assert len(turn.outfits) == 2
    assert turn.reply == "The first is warm and dry, the second a little dressier."
    assert turn.last("run.finished")["degraded"] == []
    first, second = ollama.asked
    assert first["options"]["num_ctx"] == 8192
    assert first["think"] is False
    names = {tool["function"]["name"] for tool in first["tools"]}
    assert {"recommend_outfits", "swap_item", "explain_outfit"} <= names
    assert second["messages"][-1]["content"].startswith("recommend_outfits: 1. outfit")


async def test_every_argument_reaches_the_model_with_its_type(talk, ollama):
    ollama.script = [ASKS, Says("Here.")]
    await talk(RAINY)
    for tool in ollama.asked[0]["tools"]:
        assert tool["function"]["description"]
        for name, schema in tool["function"]["parameters"]["properties"].items():
            assert schema.get("type"), name


async def test_a_model_that_forgets_the_tool_still_shows_outfits(talk, ollama):
    ollama.script = [Says("How about something nice?"), Says("These keep you dry.")]
    turn = await talk(RAINY)
    assert turn.tools == ["recommend_outfits"]
    assert turn.outfits
    assert turn.reply == "These keep you dry."


async def test_an_invented_garment_never_leaves(talk, ollama):
    ollama.script = [ASKS, Says("Wear your purple leather jacket with the pink sandals!")]
    turn = await talk(RAINY)
    assert "purple" not in turn.reply
    assert "pink" not in turn.reply
    assert turn.outfits[0]["items"][0]["name"] in turn.reply
    assert turn.last("run.finished")["degraded"] == ["reply-recomposed"]


@pytest.mark.parametrize(
    "failure",
    [
        Breaks("I would", "llama runner process has terminated"),
        Refuses(500, "qwen3 tool call parsing failed"),
        Refuses(503, "server busy"),
        HangsUp("I would"),
    ],
    ids=lambda step: type(step).__name__,
)
@pytest.mark.parametrize("before", [[], [ASKS]], ids=["at first", "after the tools"])
async def test_a_model_that_fails_is_replaced_within_the_turn(talk, ollama, failure, before):
    ollama.script = [*before, failure]
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.reply
    assert turn.types[-1] == "run.finished"
    assert turn.last("run.finished")["degraded"] == ["ollama-failed"]


async def test_ids_that_no_tool_gave_out_are_refused_with_a_hint(talk, ollama):
    ollama.script = [
        ASKS,
        Calls((("explain_outfit", {"outfit_ids": ["00000000-0000-0000-0000-000000000000"]}),)),
        Says("I would take the first."),
    ]
    turn = await talk(RAINY)
    assert turn.last("tool.finished")["ok"] is False
    assert "unknown outfit id" in ollama.asked[2]["messages"][-1]["content"]


async def test_arguments_of_the_wrong_kind_are_told_to_the_model(talk, ollama):
    ollama.script = [
        Calls((("recommend_outfits", {"count": "many"}),)),
        ASKS,
        Says("Take the first."),
    ]
    turn = await talk(RAINY)
    assert turn.outfits
    assert "count" in ollama.asked[1]["messages"][-1]["content"]


async def test_a_model_that_loops_ends_in_words(talk, ollama):
    ollama.script = [ASKS, ASKS, ASKS, ASKS]
    turn = await talk(RAINY)
    assert len(turn.outfits) == 2
    assert turn.reply
    assert "step-budget-spent" in turn.last("run.finished")["degraded"]
    assert "already" in ollama.asked[2]["messages"][-1]["content"]


async def test_a_model_without_tools_or_no_server_is_not_chosen(ollama):
    settings = OllamaSettings(host=ollama.url)
    assert await has_tool_model(settings)
    assert not await has_tool_model(OllamaSettings(host=ollama.url, model="other"))
    ollama.capabilities = ("completion",)
    assert not await has_tool_model(settings)
    assert not await has_tool_model(OllamaSettings(host="http://127.0.0.1:9"))


async def test_a_server_that_is_away_is_said_once_it_was_asked_for(talk, ollama):
    ollama.capabilities = ()
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == ["ollama-unreachable"]
