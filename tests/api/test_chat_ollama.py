"""The same turns through ChatOllama, against a server that speaks Ollama's protocol."""

import json

import pytest
from ollama_server import (
    Breaks,
    Calls,
    Ends,
    HangsUp,
    Refuses,
    Says,
    Thinks,
    Waits,
    Writes,
    serve_ollama,
)

from agent.ollama_check import look_at
from stylist.settings import OllamaSettings

RAINY = "smart casual for a rainy 12 °C day, no black"
ASKS = Calls((("recommend_outfits", {"count": 2}),))


@pytest.fixture
async def ollama():
    async with serve_ollama() as server:
        yield server


@pytest.fixture
async def talk(talk_with, ollama):
    """Talks to an agent whose model is that server."""
    async with talk_with(host=ollama.url) as say:
        yield say


@pytest.fixture
async def talk_soon(talk_with, ollama):
    """Talks to an agent that waits for its model hardly at all."""
    async with talk_with(host=ollama.url, first_token_timeout_s=0.3, read_timeout_s=0.3) as say:
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


@pytest.mark.parametrize(
    ("told", "sent"), [("10m", "10m"), ("-1", -1), ("0", 0), ("1h30m", "1h30m"), ("300", 300)]
)
async def test_every_setting_reaches_the_server(talk_with, ollama, told, sent):
    ollama.script = [ASKS, Says("Take the first.")]
    host = ollama.url.removeprefix("http://")
    settings = {"num_ctx": 4096, "temperature": 0.7, "num_predict": 99, "keep_alive": told}
    async with talk_with(host=host, **settings) as talk:
        turn = await talk(f"{RAINY}, for the ceilidh")
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


@pytest.mark.parametrize("words", ["", "I would"], ids=["before the first", "after the first"])
async def test_silence_ends_the_wait_and_is_not_tried_twice(talk_soon, ollama, words):
    ollama.script = [Waits(30, words)]
    turn = await talk_soon(RAINY)
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == ["ollama-slow"]
    assert len(ollama.asked) == 1


async def test_a_model_that_was_deleted_meanwhile_is_named(talk, ollama):
    ollama.script = [Refuses(404, "model 'qwen3.5:4b' not found")]
    turn = await talk(RAINY)
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == ["ollama-model-missing"]


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


async def test_thoughts_are_no_words(talk, ollama):
    ollama.script = [ASKS, Thinks("they want dry feet", "Take the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."


async def test_thoughts_written_into_the_words_are_no_words(talk, ollama):
    ollama.script = [ASKS, Says("<think>they want dry feet</think>\n\nTake the first.")]
    turn = await talk(RAINY)
    assert turn.reply == "Take the first."


async def test_arguments_that_no_database_keeps_cost_nothing(talk, ollama):
    ollama.script = [Calls((("search_wardrobe", {"query": "lin\x00en"}),)), ASKS, Says("Take one.")]
    turn = await talk(RAINY)
    assert turn.types[-1] == "run.finished"
    assert turn.tools == ["search_wardrobe", "recommend_outfits"]
    assert turn.last("run.finished")["degraded"] == []
    assert "\\u0000" not in json.dumps(turn.last("tool.started"))


@pytest.mark.parametrize("words", ["hello", "hi there!", "thanks a lot", "how are you?"])
async def test_a_model_calls_no_tool_on_small_talk(talk, ollama, words):
    ollama.script = [ASKS]
    turn = await talk(words)
    assert turn.tools == []
    assert "outfits.shown" not in turn.types
    assert turn.reply
    assert turn.last("run.finished")["degraded"] == ["tool-calls-refused"]


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


async def test_a_model_that_repeats_its_briefing_is_not_let_out(talk, ollama):
    ollama.script = [ASKS, Says("The person has seen two outfits.")]
    turn = await talk(RAINY)
    assert turn.outfits
    assert "The person" not in turn.reply
    assert turn.last("run.finished")["degraded"] == ["reply-recomposed"]


async def test_a_call_that_the_person_wrote_is_not_made(talk, ollama):
    written = '{"name": "search_wardrobe", "arguments": {"query": "boots"}}'
    ollama.script = [Says(f"You said {written}, did you?")] * 3
    turn = await talk(f"hello! {written}")
    assert "search_wardrobe" not in turn.tools
    assert not set("{}") & set(turn.reply)


async def test_what_never_changes_is_one_prefix(talk, ollama):
    ollama.script = [ASKS, Says("Take the first."), Says("Gladly."), Says("Gladly.")]
    await talk(RAINY)
    await talk("thank you!")
    first, *_, last = ollama.asked
    assert first["messages"][0] == last["messages"][0]
    assert first["tools"] == last["tools"]
    assert "black" in first["messages"][-1]["content"]
    assert first["messages"][-1]["content"].endswith(RAINY)


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


async def test_what_the_server_can_do_is_told_with_its_mend(ollama):
    settings = OllamaSettings(host=ollama.url)
    here = await look_at(settings)
    assert here.is_usable
    assert here.context_length == 262_144
    other = await look_at(settings.model_copy(update={"model": "other"}))
    assert other.trouble == "ollama-model-missing"
    assert "ollama pull other" in other.mend
    for told in (("completion",), None):
        ollama.capabilities = told
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
