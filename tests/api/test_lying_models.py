"""A model that claims what no tool returned, or offers what was ruled out, is not let out."""

import pytest
from ollama_server import Calls, Says

ASKS = Calls((("recommend_outfits", {"count": 1}),))
LIES = (
    "Your linen trousers would be perfect here.",
    "Wear your tuxedo, of course.",
    "I added a red silk scarf to your look.",
    "You have a kilt that goes well with it.",
    "Take the plaid shirt from your wardrobe.",
)


@pytest.fixture
async def talk(talk_with, ollama):
    async with talk_with(host=ollama.url, extraction="off") as say:
        yield say


@pytest.mark.parametrize("lie", LIES)
async def test_a_garment_that_no_tool_returned_is_not_claimed(talk, ollama, lie) -> None:
    ollama.script = [ASKS, Says(lie)]
    turn = await talk("smart casual for 12 degrees")
    assert lie not in turn.reply
    assert turn.reply
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == ["reply-recomposed"]


async def test_what_was_ruled_out_since_is_not_offered_again(talk, ollama) -> None:
    ollama.script = [Calls((("search_wardrobe", {"query": "ankle boots"}),)), Says("Found some.")]
    await talk("do I own ankle boots?")
    ollama.script = [
        Calls((("search_wardrobe", {"query": "brown ankle boots"}), *ASKS.calls)),
        Says("Just wear the brown ankle boots."),
    ]
    turn = await talk("no boots, an outfit for work")
    assert "brown ankle boots" not in turn.reply
    assert "reply-recomposed" in turn.last("run.finished")["degraded"]


async def test_an_honest_model_is_let_out(talk, ollama) -> None:
    ollama.script = [ASKS, Says("This one is easy to wear, and your trousers stay dry.")]
    turn = await talk("something with trousers for 12 degrees")
    assert turn.reply == "This one is easy to wear, and your trousers stay dry."
    assert turn.last("run.finished")["degraded"] == []
