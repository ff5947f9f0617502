"""Conversations over the real graph, tools and database, judged from the trace."""

from dataclasses import replace

import pytest
from ollama_server import Calls, Says, serve_ollama

from evals.cases import ConversationCase, ConversationSuite
from evals.experiment import run_cases, talk_in
from evals.results import CaseResult
from evals.running.models import choose_model
from evals.running.world import open_world
from evals.suite_files import files, read_suite
from evals.summary import summarize
from stylist.settings import AgentSettings, OllamaSettings, Settings


def suite() -> ConversationSuite:
    read = read_suite(files()["harness-talk"])
    assert isinstance(read, ConversationSuite)
    return read


def case(turn: dict, **more) -> ConversationCase:
    given = {"id": "one", "family": "f", "tags": ["swap"], "turns": [turn], **more}
    return ConversationCase.model_validate(given)


def asking(url: str) -> Settings:
    return Settings(ollama=OllamaSettings(host=url), agent=AgentSettings(extraction="off"))


async def run_one(world, one: ConversationCase) -> CaseResult:
    return (await run_cases([one], talk_in(world), name="one", repeat=1))[0]


async def test_a_suite_runs_over_the_real_agent_again_and_again(world) -> None:
    results = await run_cases(suite().cases, talk_in(world), name="talk", repeat=2)
    assert [(r.id, r.run) for r in results[:2]] == [
        ("harness-office-warmer-shoes", 1),
        ("harness-office-warmer-shoes", 2),
    ]
    assert [(r.id, r.faults) for r in results if not r.holds] == []
    summary = summarize(results)
    for name in ("tool F1", "argument accuracy", "trajectory strict", "pass^1"):
        assert summary.figure(name).value == 1, name
    assert summary.figure("exclusion violations").value == 0
    assert summary.figure("turn p95").value >= summary.figure("first token p50").value > 0
    assert {row.name for row in summary.tools} > {"recommend_outfits", "get_weather", "none"}


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ({"tools": []}, "called ['recommend_outfits']"),
        ({"tools": [{"name": "recommend_outfits", "args": {"count": 5}}]}, "argument count"),
        ({"delta": {"add": {"colors.avoid": ["navy"]}}}, "missed colors avoid: navy"),
        ({"shows": {"count": 1}}, "expected 1 to 1"),
        ({"reply_contains": ["abracadabra"]}, "the reply lacks"),
        ({"reply_never": [" "]}, "the reply says"),
        # The words exclude nothing; the case says they do, so what is shown breaks its frame.
        ({"frame": {"pieces.avoid": [{"slot": "shoes"}]}}, "excluded, yet shown"),
    ],
)
async def test_what_is_not_as_expected_is_told(world, expect: dict, says: str) -> None:
    result = await run_one(world, case({"say": "an outfit please", "expect": expect}))
    assert not result.holds
    assert says in " ".join(result.faults)


async def test_a_garment_of_the_case_is_in_the_wardrobe_and_others_are_not(world) -> None:
    every = {"every": [{"slot": "shoes", "color": "purple"}]}
    shoes = [n for n in ("sneakers-white", "sneakers-black", "loafers-brown", "oxfords-black",
                         "boots-brown", "boots-rain", "pumps-black", "sandals-beige")]  # fmt: skip
    purple = {"n": "purple-loafers", "subcategory": "loafers", "colour": "purple"}
    one = case({"say": "an outfit please", "expect": {"shows": every}}, garments=[purple],
               without=shoes)  # fmt: skip
    assert (await run_one(world, one)).faults == []


async def test_a_language_model_is_judged_by_its_own_calls_and_costs(eval_settings) -> None:
    async with serve_ollama() as server:
        server.script = [
            Calls((("search_wardrobe", {"query": "shirt", "slot": "top", "category": "shirt",
                                        "color": "", "limit": 4}),)),
            Says("You have shirts."),
        ]  # fmt: skip
        model = await choose_model(f"ollama:{server.model}", asking(server.url))
        turn = {
            "say": "what shirts do I have?",
            "expect": {"tools": [{"name": "search_wardrobe", "args": {"category": "shirt"}}]},
        }
        async with open_world(eval_settings, model) as world:
            result = await run_one(world, case(turn))
    assert result.faults == []
    told = result.turns[0]
    assert told.models == [server.model, server.model]
    assert (told.input_tokens, told.output_tokens) == (40, 14)
    assert summarize([result]).figure("policy stood in").value == 0


async def test_the_policy_that_stands_in_for_a_model_is_counted(eval_settings) -> None:
    async with serve_ollama() as server:
        server.script = [Says("Wear something nice."), Says("As you like.")]
        model = await choose_model(f"ollama:{server.model}", asking(server.url))
        async with open_world(eval_settings, model) as world:
            result = await run_one(world, case({"say": "an outfit please"}))
    assert "offline-policy" in result.turns[0].models
    assert summarize([result]).figure("policy stood in").value == 1


async def test_a_case_that_cannot_be_run_is_wrong_and_says_why(world) -> None:
    broken = replace(world, agent=None)
    result = await run_one(broken, case({"say": "hello"}))
    assert not result.holds
    assert result.faults[0].startswith("not run: ")
