"""BFCL's files, written here in its form, through the chat model."""

import json
from pathlib import Path

import pytest
from ollama_server import Calls, Says, serve_ollama

from agent.models import offline
from evals.catalogue import ExternalRequest
from evals.external import bfcl
from evals.external.registry import SUITES
from evals.metrics.arguments import AnyOf
from evals.running.models import choose_model
from stylist.errors import NotFound
from stylist.settings import OllamaSettings, Settings

SUM = {
    "name": "math.sum",
    "description": "Add numbers.",
    "parameters": {
        "type": "dict",
        "properties": {
            "numbers": {"type": "array", "items": {"type": "float"}, "description": "what to add"},
            "digits": {"type": "integer", "default": 2, "optional": True},
            "how": {"type": "dict", "properties": {"mode": {"type": "any"}}},
        },
        "required": ["numbers"],
    },
}
ANSWER = {"math.sum": {"numbers": [[1, 2]], "digits": ["", 2], "how": [{"mode": ["fast", ""]}, ""]}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def row(id_: str, text: str) -> str:
        return json.dumps(
            {"id": id_, "question": [[{"role": "user", "content": text}]], "function": [SUM]}
        )

    (tmp_path / "possible_answer").mkdir()
    answer = json.dumps({"id": "multiple_0", "ground_truth": [ANSWER]})
    (tmp_path / "BFCL_v4_multiple.json").write_text(row("multiple_0", "Add 1 and 2.") + "\n")
    (tmp_path / "possible_answer" / "BFCL_v4_multiple.json").write_text(answer + "\n")
    (tmp_path / "BFCL_v4_irrelevance.json").write_text(row("irrelevance_0", "Who is she?") + "\n")
    return tmp_path


def test_functions_become_tools_of_json_schema(folder: Path) -> None:
    asked = {question.id: question for question in bfcl.questions(folder)}
    tool = asked["multiple_0"].tools[0]["function"]
    assert tool["name"] == "math_sum"
    assert tool["parameters"]["type"] == "object"
    assert tool["parameters"]["properties"]["numbers"]["items"] == {"type": "number"}
    assert "optional" not in tool["parameters"]["properties"]["digits"]
    name, wanted = asked["multiple_0"].gold
    assert name == "math_sum"
    assert wanted["digits"] == AnyOf(("", 2), optional=True)
    assert asked["irrelevance_0"].gold is None


def test_what_ollamas_client_drops_is_counted(folder: Path) -> None:
    tool = next(bfcl.questions(folder)).tools[0]
    # The default of `digits` and the members of `how` do not go over the wire.
    assert bfcl.lost_on_the_way(tool) == (["default", "properties"], 3)


def asked_for(folder: Path, model) -> ExternalRequest:
    return ExternalRequest(folder=folder, limit=None, seed=0, repeat=1, model=model)


def test_the_offline_policy_abstains(folder: Path) -> None:
    ran = bfcl.run(asked_for(folder, offline()))
    assert {case.id: case.holds for case in ran.cases} == {
        "multiple_0": False,
        "irrelevance_0": True,
    }
    assert ran.extra["accuracy, irrelevance"] == "1.000 of 1"
    assert ran.dataset_hash


@pytest.mark.parametrize(
    ("arguments", "faults"),
    [
        ({"numbers": [1, 2]}, 0),
        ({"numbers": [1, 2], "digits": 2, "how": {"mode": "fast"}}, 0),
        ({"numbers": [2, 1]}, 1),
        ({"numbers": [1, 2], "digits": 3}, 1),
        ({"numbers": [1, 2], "extra": True}, 1),
        ({}, 1),
    ],
)
async def test_a_models_call_is_judged_by_its_arguments(folder, arguments, faults) -> None:
    question = next(bfcl.questions(folder))
    async with serve_ollama() as server:
        server.script = [Calls((("math_sum", arguments),))]
        settings = Settings(ollama=OllamaSettings(host=server.url))
        model = await choose_model(f"ollama:{server.model}", settings)
        result = await bfcl.ask(question, model)
    assert len(result.faults) == faults
    assert result.holds is not bool(faults)


async def test_words_where_a_call_is_due_are_wrong(folder) -> None:
    async with serve_ollama() as server:
        server.script = [Says("It is three.")]
        settings = Settings(ollama=OllamaSettings(host=server.url))
        model = await choose_model(f"ollama:{server.model}", settings)
        result = await bfcl.ask(next(bfcl.questions(folder)), model)
    assert result.faults == ["called [], expected math_sum"]


def test_a_folder_without_the_data_is_told(tmp_path: Path) -> None:
    for suite in SUITES.values():
        with pytest.raises(NotFound):
            suite.run(asked_for(tmp_path, offline()))
