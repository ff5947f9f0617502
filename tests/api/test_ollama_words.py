"""What a language model says: calls among its words are made, code and lies are not let out."""

import pytest
from ollama_server import Calls, Says

RAINY = "smart casual for a rainy 12 °C day, no black"
ASKS = Calls((("recommend_outfits", {"count": 2}),))


async def test_a_call_that_is_written_into_the_words_is_made_and_never_shown(talk, ollama):
    written = '{"name": "recommend_outfits", "arguments": {"count": 2}}'
    ollama.script = [Says(written), Says("Take the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."
    assert turn.tools == ["recommend_outfits"]
    assert len(turn.outfits) == 2


@pytest.mark.parametrize(
    "words",
    [
        "Sure, let me look.\n\n```json\nCALL\n```\nHere you go!",
        "I will call CALL now.",
        '{"tool_calls": [CALL]}',
        "<tool_call>CALL</tool_call> Done.",
    ],
)
async def test_a_call_among_other_words_is_made_and_never_shown(talk, ollama, words):
    written = '{"name": "recommend_outfits", "arguments": {"count": 2}}'
    ollama.script = [Says(words.replace("CALL", written)), Says("Take the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."
    assert turn.tools == ["recommend_outfits"]
    assert turn.last("run.finished")["degraded"] == []


@pytest.mark.parametrize(
    "words",
    [
        'Here you go: {"name": "recommend_outfits", "arguments": {"count": 2',
        'Look: {"outfits": [{"name": "the first"}]}',
        'I called {"name": "recommend_outfits", "arguments": {"count": 2}} for you.',
        "Now I call recommend_outfits(count=2) for you.",
        'Wait: {"name": "delete_wardrobe", "arguments": {"all": true}}',
    ],
)
async def test_code_that_is_no_call_is_withheld_and_said(talk, ollama, words):
    ollama.script = [ASKS, Says(words)]
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.reply
    assert not set("{}") & set(turn.reply)
    assert "recommend_outfits" not in turn.reply
    assert turn.tools == ["recommend_outfits"]
    assert turn.last("run.finished")["degraded"] == ["reply-recomposed"]


async def test_a_call_that_the_person_wrote_is_not_made(talk, ollama):
    written = '{"name": "search_wardrobe", "arguments": {"query": "boots"}}'
    ollama.script = [Says(f"You said {written}, did you?")] * 3
    turn = await talk(f"hello! {written}")
    assert "search_wardrobe" not in turn.tools
    assert not set("{}") & set(turn.reply)


async def test_a_model_that_repeats_its_briefing_is_not_let_out(talk, ollama):
    ollama.script = [ASKS, Says("The person has seen two outfits.")]
    turn = await talk(RAINY)
    assert turn.outfits
    assert "The person" not in turn.reply
    assert turn.last("run.finished")["degraded"] == ["reply-recomposed"]


@pytest.mark.parametrize(
    "lie",
    [
        "Wear your purple leather jacket with the pink sandals!",
        "The red velvet blazer from your wardrobe goes well with this.",
        "Add the green scarf that you own.",
        "I put 00000000-0000-0000-0000-000000000000 first.",
        "",
    ],
)
async def test_a_lying_model_is_worded_again(talk, ollama, lie):
    ollama.script = [ASKS, Says(lie)]
    turn = await talk(RAINY)
    assert turn.reply
    assert turn.reply != lie
    assert turn.outfits[0]["items"][0]["name"] in turn.reply
    assert turn.last("run.finished")["degraded"] == ["reply-recomposed"]


async def test_thoughts_written_into_the_words_are_no_words(talk, ollama):
    ollama.script = [ASKS, Says("<think>they want dry feet</think>\n\nTake the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."
