"""The same turns through ChatOllama, against a server that speaks Ollama's protocol."""

import pytest
from ollama_server import Calls, Says, Thinks

RAINY = "smart casual for a rainy 12 °C day, no black"
ASKS = Calls((("recommend_outfits", {"count": 2}),))


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


@pytest.mark.parametrize(
    ("told", "sent"), [("10m", "10m"), ("-1", -1), ("0", 0), ("1h30m", "1h30m"), ("300", 300)]
)
async def test_every_setting_reaches_the_server(talk_with, ollama, told, sent):
    ollama.script = [ASKS, Says("Take the first.")]
    host = ollama.url.removeprefix("http://")
    settings = {"num_ctx": 4096, "temperature": 0.7, "num_predict": 99, "keep_alive": told}
    async with talk_with(host=host, **settings) as talk:
        turn = await talk(f"{RAINY}, for the wibblefest")
    assert turn.reply == "Take the first."
    assert turn.last("run.finished")["degraded"] == []
    for asked in (*ollama.asked, *ollama.read):
        assert asked["keep_alive"] == sent
        assert asked["stream"] is True
        assert asked["options"]["num_ctx"] == 4096
        assert asked["options"]["num_predict"] == 99
    assert [asked["options"]["temperature"] for asked in ollama.asked] == [0.7, 0.7]
    assert len(ollama.read) == 1


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


@pytest.mark.parametrize(
    ("words", "tool"),
    [("do I own ankle boots?", "search_wardrobe"), ("I love the first one", "record_feedback")],
)
async def test_a_model_that_answers_without_a_look_has_the_policy_look(talk, ollama, words, tool):
    ollama.script = [ASKS, Says("Take the first.")]
    await talk(RAINY)
    ollama.script = [Says("Oh yes, I think so."), Says("That is how it is.")]
    turn = await talk(words)
    assert turn.tools == [tool]
    assert turn.reply == "That is how it is."
    assert not ollama.script


async def test_what_never_changes_is_one_prefix(talk, ollama):
    ollama.script = [ASKS, Says("Take the first."), Says("Gladly."), Says("Gladly.")]
    await talk(RAINY)
    await talk("thank you!")
    first, *_, last = ollama.asked
    assert first["messages"][0] == last["messages"][0]
    assert first["tools"] == last["tools"]
    assert "black" in first["messages"][-1]["content"]
    assert first["messages"][-1]["content"].endswith(RAINY)


async def test_thoughts_are_no_words(talk, ollama):
    ollama.script = [ASKS, Thinks("they want dry feet", "Take the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."


async def test_a_reply_that_was_cut_ends_with_a_sentence(talk, ollama):
    ollama.script = [ASKS, Says("Take the first. It is warm. And I wo", reason="length")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first. It is warm."
    assert turn.last("run.finished")["degraded"] == ["reply-cut"]


async def test_a_window_that_is_nearly_full_is_said(talk, ollama):
    ollama.script = [ASKS, Says("Take the first.", prompt_tokens=7_373)]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."
    assert turn.last("run.finished")["degraded"] == ["context-nearly-full"]


async def test_no_more_is_asked_of_a_window_than_the_model_has(talk, ollama):
    ollama.context_length = 2_048
    ollama.script = [ASKS, Says("Take the first.", prompt_tokens=1_850)]
    turn = await talk(RAINY)
    assert ollama.asked[0]["options"]["num_ctx"] == 2_048
    assert turn.last("run.finished")["degraded"] == ["context-nearly-full"]
