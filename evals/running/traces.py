"""Reads the agent's spans from pydantic-evals' span tree: what was understood, called and spent."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic_evals.otel import SpanNode, SpanTree

from agent.tracing import AGENT, BEFORE, RUN, UNDERSTANDING
from evals.running.seen import ToolSeen, TurnTrace
from stylist.frame import ConstraintFrame, Understanding


def read_traces(tree: SpanTree) -> dict[str, TurnTrace]:
    """The inside of each turn, by the id of its run."""
    turns = tree.find(lambda node: node.name == f"invoke_agent {AGENT}")
    return {str(node.attributes[RUN]): _read(node.descendants) for node in turns}


def read_whole(tree: SpanTree) -> TurnTrace:
    """Everything that was done, where there is no turn of the agent around it."""
    return _read([*tree])


def _read(nodes: Iterable[SpanNode]) -> TurnTrace:
    inside = sorted(nodes, key=lambda node: node.start_timestamp)
    heard = next((node for node in inside if UNDERSTANDING in node.attributes), None)
    steps = [node for node in inside if node.attributes.get("gen_ai.operation.name") == "chat"]
    return TurnTrace(
        understanding=Understanding.model_validate(_json(heard, UNDERSTANDING)) if heard else None,
        before=ConstraintFrame.model_validate(_json(heard, BEFORE)) if heard else None,
        tools=[_tool(node) for node in inside if node.name.startswith("execute_tool ")],
        models=[str(node.attributes["gen_ai.request.model"]) for node in steps],
        input_tokens=sum(_number(node, "gen_ai.usage.input_tokens") for node in steps),
        output_tokens=sum(_number(node, "gen_ai.usage.output_tokens") for node in steps),
    )


def _json(node: SpanNode, name: str) -> Any:
    return json.loads(str(node.attributes[name]))


def _number(node: SpanNode, name: str) -> int:
    value = node.attributes.get(name)
    return value if isinstance(value, int) else 0


def _tool(node: SpanNode) -> ToolSeen:
    told = node.attributes.get("gen_ai.tool.call.arguments")
    return ToolSeen(
        name=str(node.attributes["gen_ai.tool.name"]),
        arguments=json.loads(told) if isinstance(told, str) else {},
        ok=node.status != "error",
        ms=node.duration.total_seconds() * 1000,
    )
