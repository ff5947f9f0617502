"""BFCL v4 (simple, multiple, irrelevance), through the chat model that the product would use.

Patil et al., "The Berkeley Function Calling Leaderboard" (ICML 2025, Apache-2.0). The files are
read from a folder outside. Functions are offered by `bind_tools`, so what a client drops from their
schemas on the way is dropped here as well; `lost_on_the_way` counts it for Ollama's client.
"""

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import httpx
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from ollama import ResponseError, Tool

from agent.models import ChosenModel
from agent.policy.situation import HEADING, Situation
from agent.understanding import understand
from evals.catalogue import ExternalRequest, ExternalRun, hash_files
from evals.metrics.arguments import AnyOf, wrong
from evals.results import CaseResult, TurnResult
from stylist.errors import NotFound
from stylist.frame import ConstraintFrame

CATEGORIES: Final = ("simple_python", "simple", "multiple", "irrelevance")
TYPES: Final = {"dict": "object", "float": "number", "tuple": "array", "any": "string"}
"""BFCL's type names, and JSON schema's."""
NOW: Final = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (a person's clock; any will do)
FAILURES: Final = (httpx.HTTPError, ResponseError, ConnectionError, TimeoutError, ValueError)
CANNOT_SAY: Final = (
    "These functions are not about clothes: this judges a model's calling, not the product's. The "
    "offline policy knows none of them and abstains, right on irrelevance and wrong elsewhere.",
    "A whole number passes for a float and the reverse; BFCL's own checker lets only the first "
    "pass. Names keep letters, digits, _ and -; dots become _.",
    "Each question is put once, without the product's instructions; parallel, live and multi-turn "
    "categories are not among the files.",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One case: what is asked, the functions offered, and the acceptable call; None for none."""

    id: str
    category: str
    text: str
    tools: list[dict[str, Any]]
    gold: tuple[str, dict[str, Any]] | None


def questions(folder: Path) -> Iterator[Question]:
    """Every case of the categories that the folder has.

    Raises:
        NotFound: it has none of them.
    """
    files = data_files(folder)
    for category, path in files.items():
        answers = _answers(folder / "possible_answer" / path.name)
        for row in _rows(path):
            said = " ".join(message["content"] for message in row["question"][0])
            tools = [as_tool(function) for function in row["function"]]
            yield Question(row["id"], category, said, tools, answers.get(row["id"]))


def data_files(folder: Path) -> dict[str, Path]:
    """The file of each category that is there.

    Raises:
        NotFound: there is none.
    """
    named = {category: folder / f"BFCL_v4_{category}.json" for category in CATEGORIES}
    there = {category: path for category, path in named.items() if path.is_file()}
    if not there:
        raise NotFound(f"{folder} has no file BFCL_v4_multiple.json or the like.")
    return there


def _rows(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _answers(path: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    if not path.is_file():
        return {}
    found = {}
    for row in _rows(path):
        name, arguments = next(iter(row["ground_truth"][0].items()))
        found[row["id"]] = (plain_name(name), acceptable(arguments))
    return found


def acceptable(arguments: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """BFCL's lists of acceptable values; an empty text among them: it may be left out."""
    return {
        name: AnyOf(tuple(_nested(one) for one in values), optional="" in values)
        for name, values in arguments.items()
    }


def _nested(value: Any) -> Any:
    """A mapping's members are lists of acceptable values in turn."""
    if isinstance(value, Mapping):
        return acceptable({k: v if isinstance(v, list) else [v] for k, v in value.items()})
    return [_nested(one) for one in value] if isinstance(value, list) else value


def plain_name(name: str) -> str:
    """A name that every server takes."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)


def as_tool(function: Mapping[str, Any]) -> dict[str, Any]:
    """A function as OpenAI's and Ollama's tool."""
    told = {
        "name": plain_name(function["name"]),
        "description": function["description"],
        "parameters": as_schema(function["parameters"]),
    }
    return {"type": "function", "function": told}


def as_schema(told: Any) -> Any:
    """BFCL's schema as JSON schema."""
    if not isinstance(told, Mapping):
        return told
    made = {name: value for name, value in told.items() if name != "optional"}
    if isinstance(made.get("type"), str):
        made["type"] = TYPES.get(made["type"], made["type"])
    for name in ("items", "additionalProperties"):
        if isinstance(made.get(name), Mapping):
            made[name] = as_schema(made[name])
    if isinstance(made.get("properties"), Mapping):
        made["properties"] = {name: as_schema(one) for name, one in made["properties"].items()}
    return made


def lost_on_the_way(tool: Mapping[str, Any]) -> tuple[list[str], int]:
    """What Ollama's client drops from the parameters of one tool, and how many parameters it has.

    For each parameter whose schema changes, the keys that are gone or other, as "default, items".
    """
    sent = Tool.model_validate(tool).model_dump(exclude_none=True, by_alias=True)
    before = tool["function"]["parameters"].get("properties", {})
    after = sent["function"].get("parameters", {}).get("properties", {})
    gone = [
        ", ".join(key for key in schema if after.get(name, {}).get(key) != schema[key])
        for name, schema in before.items()
    ]
    return [keys for keys in gone if keys], len(before)


def run(request: ExternalRequest) -> ExternalRun:
    """Ask every question, as often as asked for."""
    asked = list(questions(request.folder))
    if request.limit is not None and request.limit < len(asked):
        places = random.Random(request.seed).sample(range(len(asked)), request.limit)
        asked = [asked[at] for at in sorted(places)]
    cases = asyncio.run(_ask_all(asked, request.model, request.repeat))
    losses = [lost_on_the_way(tool) for question in asked for tool in question.tools]
    lost = Counter(keys for gone, _ in losses for keys in gone)
    told = "; ".join(f"{keys}: {n}" for keys, n in lost.most_common())
    files = [*data_files(request.folder).values()]
    return ExternalRun(
        cases=cases,
        dataset_hash=hash_files(files),
        extra={
            **_accuracies(cases),
            "parameters that Ollama's client changes": (
                f"{lost.total()} of {sum(n for _, n in losses)} ({told})"
            ),
        },
    )


def _accuracies(cases: Sequence[CaseResult]) -> dict[str, object]:
    found: dict[str, object] = {}
    for category in CATEGORIES:
        mine = [case.holds for case in cases if case.family == category]
        if mine:
            found[f"accuracy, {category}"] = f"{sum(mine) / len(mine):.3f} of {len(mine)}"
    return found


async def _ask_all(asked: Sequence[Question], model: ChosenModel, repeat: int) -> list[CaseResult]:
    return [
        (await ask(question, model)).model_copy(update={"run": number})
        for question in asked
        for number in range(1, repeat + 1)
    ]


async def ask(question: Question, model: ChosenModel) -> CaseResult:
    """Put one question; a model that fails is wrong, and the reason is told."""
    began = time.perf_counter()
    try:
        bound = model.chat.bind_tools(question.tools)
        said = await bound.ainvoke(_messages(question, model))
    except FAILURES as error:
        said, failed = AIMessage(""), [f"the model failed: {error}"]
    else:
        failed = []
    turn, faults = judge(question, said)
    turn.ms = round((time.perf_counter() - began) * 1000, 2)
    faults = failed + faults
    turn.holds = not faults
    return CaseResult(
        id=question.id,
        family=question.category,
        tags=[question.category],
        holds=not faults,
        faults=faults,
        turns=[turn],
    )


def _messages(question: Question, model: ChosenModel) -> list[BaseMessage]:
    """The question; the policy is told how it was understood, as it is in the product."""
    words = HumanMessage(question.text)
    if not model.is_offline:
        return [words]
    frame = ConstraintFrame()
    understood = understand(question.text, frame=frame, shown=None, turn=0, now=NOW)
    situation = Situation(understanding=understood, user_text=question.text)
    return [SystemMessage(HEADING + situation.model_dump_json()), words]


def judge(question: Question, said: AIMessage) -> tuple[TurnResult, list[str]]:
    """The calls of an answer against the acceptable one."""
    called = [(call["name"], call["args"]) for call in said.tool_calls]
    usage = said.usage_metadata
    turn = TurnResult(
        tools=([question.gold[0]] if question.gold else [], [name for name, _ in called]),
        input_tokens=usage["input_tokens"] if usage else 0,
        output_tokens=usage["output_tokens"] if usage else 0,
    )
    if question.gold is None:
        return turn, [f"called {name}" for name, _ in called]
    name, wanted = question.gold
    mine = [args for other, args in called if other == name]
    if len(called) != 1 or not mine:
        return turn, [f"called {[other for other, _ in called]}, expected {name}"]
    amiss = wrong(wanted, mine[0], closed=True)
    turn.arguments = (max(0, len(wanted) - len(amiss)), len(wanted))
    turn.calls = (int(not amiss), 1)
    return turn, [f"argument {argument}: {why}" for argument, why in amiss.items()]
