"""Tool calls that a language model gets wrong, repeats or makes too many of."""

import pytest
from ollama_server import Calls, Says

RAINY = "smart casual for a rainy 12 °C day, no black"
ASKS = Calls((("recommend_outfits", {"count": 2}),))


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


async def test_a_model_that_loops_is_stopped(talk, ollama):
    ollama.script = [ASKS, ASKS, ASKS]
    turn = await talk(RAINY)
    assert len(turn.outfits) == 2
    assert turn.reply
    assert turn.last("run.finished")["degraded"] == ["tool-calls-refused"]
    assert "already" in ollama.asked[2]["messages"][-1]["content"]


async def test_a_model_that_never_ends_ends_in_words(talk, ollama):
    ollama.script = [Calls((("recommend_outfits", {"count": n}),)) for n in (1, 2, 3, 4, 5)]
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.reply
    assert turn.last("run.finished")["degraded"] == ["step-budget-spent"]


async def test_a_tool_that_does_not_exist_is_told_to_the_model(talk, ollama):
    ollama.script = [Calls((("delete_wardrobe", {"all": True}),)), ASKS, Says("Take the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."
    assert "delete_wardrobe" in ollama.asked[1]["messages"][-1]["content"]
    assert "recommend_outfits" in ollama.asked[1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    "calls",
    [
        ("recommend_outfits", {"count": "many"}),
        ("recommend_outfits", {"count": [1]}),
        ("delete_wardrobe", {}),
        ("explain_outfit", {"outfit_ids": ["00000000-0000-0000-0000-000000000000"]}),
    ],
    ids=["wrong kind", "a list", "unknown tool", "unknown id"],
)
async def test_a_model_that_gets_its_calls_wrong_is_replaced_before_the_budget_ends(
    talk, ollama, calls
):
    ollama.script = [Calls((calls,)), Calls(((calls[0], {**calls[1], "again": 1}),))]
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.reply
    assert turn.last("run.finished")["degraded"] == ["tool-calls-refused"]
    assert not ollama.script


async def test_a_model_that_gives_up_after_a_wrong_call_still_shows_outfits(talk, ollama):
    ollama.script = [
        Calls((("recommend_outfits", {"count": "many"}),)),
        Says("I could not find anything."),
        Says("Here they are."),
    ]
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.reply == "Here they are."


async def test_calls_at_once_are_all_answered_in_their_order(talk, ollama):
    boots = {"query": "boots", "slot": "", "category": "", "color": "", "limit": 3}
    both = (("recommend_outfits", {"count": 2}), ("search_wardrobe", boots))
    ollama.script = [Calls((*both, both[0])), Says("Take the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."
    assert len(turn.outfits) == 2
    said = [m["content"] for m in ollama.asked[1]["messages"] if m["role"] == "tool"]
    assert [words.split(":")[0] for words in said] == [
        "recommend_outfits", "search_wardrobe", "recommend_outfits",
    ]  # fmt: skip
    assert "twice" in said[2]


async def test_more_calls_at_once_than_are_made_are_refused(talk, ollama):
    many = tuple(("search_wardrobe", {"query": f"thing {n}"}) for n in range(20))
    ollama.script = [Calls(many), ASKS, Says("Take the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."
    said = [m["content"] for m in ollama.asked[1]["messages"] if m["role"] == "tool"]
    assert len(said) == 20
    assert sum("at once" in words for words in said) == 14


async def test_arguments_that_no_database_keeps_cost_nothing(talk, ollama):
    ollama.script = [Calls((("search_wardrobe", {"query": "lin\x00en"}),)), ASKS, Says("Take one.")]
    turn = await talk(RAINY)
    assert turn.types[-1] == "run.finished"
    assert turn.tools == ["search_wardrobe", "recommend_outfits"]
    assert turn.last("run.finished")["degraded"] == []


@pytest.mark.parametrize("words", ["hello", "hi there!", "thanks a lot", "how are you?"])
async def test_a_model_calls_no_tool_on_small_talk(talk, ollama, words):
    ollama.script = [ASKS]
    turn = await talk(words)
    assert turn.tools == []
    assert "outfits.shown" not in turn.types
    assert turn.reply
    assert turn.last("run.finished")["degraded"] == ["tool-calls-refused"]
