"""The model under evaluation: named on the command line, there or told, never another."""

import pytest
from langchain_core.messages import HumanMessage
from ollama_server import Says, serve_ollama
from openai_server import calls, serve_openai
from pydantic import SecretStr

from evals.cases import ConversationCase
from evals.catalogue import own_suites
from evals.experiment import hear_with, run_cases, talk_in
from evals.run import NOT_ASKED, Request, run_own
from evals.running.models import choose_model
from evals.running.openai_chat import UNREADABLE, OpenAiChat
from evals.running.world import open_world
from stylist.errors import BackendUnavailable, BadRequest
from stylist.settings import EvalSettings, OllamaSettings, Settings


@pytest.mark.parametrize("named", ["gpt", "ollama", "ollama:", "openai:gpt", ""])
async def test_a_name_of_no_known_form_is_refused(named: str) -> None:
    with pytest.raises(BadRequest, match="ollama:NAME"):
        await choose_model(named, Settings())


async def test_a_server_that_is_not_there_is_told() -> None:
    settings = Settings(ollama=OllamaSettings(host="http://127.0.0.1:1"))
    for named in ("ollama:qwen3.5:4b", "openai:gpt@http://127.0.0.1:1/v1"):
        with pytest.raises(BackendUnavailable):
            await choose_model(named, settings)


async def test_a_model_that_is_not_pulled_is_told() -> None:
    async with serve_ollama() as server:
        settings = Settings(ollama=OllamaSettings(host=server.url))
        with pytest.raises(BackendUnavailable, match="ollama pull other"):
            await choose_model("ollama:other", settings)
        chosen = await choose_model(f"ollama:{server.model}", settings)
    assert chosen.name == f"ollama:{server.model}"


async def test_an_openai_server_gets_tools_and_a_key_and_gives_calls() -> None:
    async with serve_openai() as server:
        settings = Settings(evals=EvalSettings(openai_api_key=SecretStr("key")))
        chosen = await choose_model(f"openai:tiny@{server.url}", settings)
        server.answers = [calls("add", {"a": 1}), calls("add", "{not json")]
        tool = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}
        bound = chosen.chat.bind_tools([tool])
        said = await bound.ainvoke([HumanMessage("add one")])
        bad = await bound.ainvoke([HumanMessage("add one")])
    assert chosen.name == "openai:tiny"
    assert server.keys[-1] == "Bearer key"
    assert server.asked[-1]["model"] == "tiny"
    assert server.asked[-1]["tools"][0]["function"]["name"] == "add"
    assert [(call["name"], call["args"]) for call in said.tool_calls] == [("add", {"a": 1})]
    assert said.usage_metadata["input_tokens"] == 30
    assert bad.tool_calls[0]["args"] == {UNREADABLE: "{not json"}


@pytest.mark.parametrize(
    "answer", [{}, {"choices": []}, {"choices": [{}]}, {"choices": [{"message": None}]}, [], 3]
)
async def test_an_answer_of_another_shape_is_a_failure_that_the_run_survives(answer) -> None:
    async with serve_openai() as server:
        chosen = await choose_model(f"openai:tiny@{server.url}", Settings())
        server.bodies = [answer]
        with pytest.raises(ValueError, match="another shape"):
            await chosen.chat.ainvoke([HumanMessage("hello")])


async def test_a_model_that_fails_half_way_is_replaced_and_told(eval_settings) -> None:
    async with serve_openai() as server:
        chosen = await choose_model(f"openai:tiny@{server.url}", eval_settings)
        server.bodies = [{"error": {"message": "out of memory"}}] * 5
        turn = {"say": "what shirts do I have?", "expect": {"tools": [{"name": "search_wardrobe"}]}}
        case = ConversationCase.model_validate(
            {"id": "one", "family": "f", "tags": ["fact"], "turns": [turn]}
        )
        async with open_world(eval_settings, chosen) as world:
            result = (await run_cases([case], talk_in(world), name="one", repeat=1))[0]
    assert result.faults == []
    assert result.turns[0].degraded == ["model-failed"]
    assert result.turns[0].models[0] == "tiny"
    assert result.turns[0].models[-1] == "offline-policy"


async def test_a_conversation_runs_with_an_openai_compatible_model(eval_settings) -> None:
    async with serve_openai() as server:
        chosen = await choose_model(f"openai:tiny@{server.url}", eval_settings)
        search = {"query": "shirt", "slot": "", "category": "shirt", "color": "", "limit": 4}
        server.answers = [
            calls("search_wardrobe", search),
            {"role": "assistant", "content": "You have shirts."},
        ]
        turn = {"say": "what shirts do I have?", "expect": {"tools": [{"name": "search_wardrobe"}]}}
        case = ConversationCase.model_validate(
            {"id": "one", "family": "f", "tags": ["fact"], "turns": [turn]}
        )
        async with open_world(eval_settings, chosen) as world:
            result = (await run_cases([case], talk_in(world), name="one", repeat=1))[0]
    assert result.faults == []
    assert result.turns[0].models == ["tiny", "tiny"]
    tool_message = server.asked[-1]["messages"][-1]
    assert tool_message["role"] == "tool"
    assert tool_message["tool_call_id"] == "call_1"


async def test_a_model_that_reads_along_is_heard_and_counted(eval_settings) -> None:
    async with serve_ollama() as server:
        settings = eval_settings.model_copy(update={"ollama": OllamaSettings(host=server.url)})
        chosen = await choose_model(f"ollama:{server.model}", settings)
        cases = {case.id: case for suite in own_suites("harness") for case in suite.cases}
        server.script = [Says('{"found": []}')]
        known = cases["harness-black-boots"]
        one = known.model_copy(update={"text": f"{known.text}, for the zorbfest"})
        result = (await run_cases([one], hear_with(chosen), name="one", repeat=1))[0]
    assert result.faults == []
    assert result.turns[0].models == [server.model]
    assert (result.turns[0].input_tokens, result.turns[0].degraded) == (20, [])


async def test_a_model_that_is_not_needed_is_not_asked_to_read(eval_settings) -> None:
    async with serve_ollama() as server:
        settings = eval_settings.model_copy(update={"ollama": OllamaSettings(host=server.url)})
        chosen = await choose_model(f"ollama:{server.model}", settings)
        cases = {case.id: case for suite in own_suites("harness") for case in suite.cases}
        one = cases["harness-black-boots"]
        result = (await run_cases([one], hear_with(chosen), name="one", repeat=1))[0]
    assert result.faults == []
    assert result.turns[0].models == []
    assert not server.read


async def test_a_model_that_is_not_asked_takes_no_credit(eval_settings) -> None:
    async with serve_openai() as server:
        chosen = await choose_model(f"openai:tiny@{server.url}", eval_settings)
        results = await run_own(Request(suite="harness"), eval_settings, chosen)
    assert results.info.cannot_say == [NOT_ASKED]
    assert len(server.asked) == 1  # whether it is there


def test_the_key_is_not_told() -> None:
    chat = OpenAiChat(model="m", base_url="http://x/v1", api_key=SecretStr("hidden-key"))
    assert "hidden-key" not in repr(chat)
