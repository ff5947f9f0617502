"""The graph of a turn: listen → (ask_model ⇄ use_tools) → verify.

Every step costs a checkpoint, so what always follows each other and changes nothing is one step.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from agent.act import ask_model
from agent.compose import verify
from agent.context import RunContext
from agent.listen import guard, listen
from agent.state import TurnState, open_calls, read_messages
from agent.use_tools import build_tools

Node = Callable[..., Awaitable[TurnState]]
Graph = CompiledStateGraph[TurnState, RunContext, Any, Any]


def build_graph(*, max_steps: int) -> Graph:
    """Build the graph, without a checkpointer; `max_steps` bounds the model's calls in one turn."""
    graph = StateGraph(TurnState, context_schema=RunContext)
    graph.add_node("listen", in_turn(timed("guard", guard), timed("understand", listen)))
    graph.add_node("ask_model", timed("model", ask_model))
    graph.add_node("use_tools", build_tools())
    graph.add_node("verify", timed("verify", verify))
    graph.add_edge(START, "listen")
    graph.add_edge("listen", "ask_model")
    graph.add_conditional_edges("ask_model", after_model(max_steps))
    graph.add_edge("use_tools", "ask_model")
    graph.add_edge("verify", END)
    return graph.compile()


def in_turn(first: Node, second: Node) -> Node:
    """Two nodes as one step; the second knows what the first has found."""

    async def step(state: TurnState, runtime: Runtime[RunContext]) -> TurnState:
        found = await first(state, runtime)
        return {**found, **await second({**state, **found}, runtime)}

    return step


def timed(stage: str, node: Node) -> Node:
    """The node, with its time added to the run's timings."""

    async def step(state: TurnState, runtime: Runtime[RunContext]) -> TurnState:
        began = time.perf_counter()
        try:
            return await node(state, runtime)
        finally:
            spent = (time.perf_counter() - began) * 1000
            timings = runtime.context.timings_ms
            timings[stage] = round(timings.get(stage, 0.0) + spent, 2)

    return step


def after_model(max_steps: int) -> Callable[[TurnState], Literal["use_tools", "verify"]]:
    """Where to go once the model has spoken: to the tools while the budget lasts."""

    def route(state: TurnState) -> Literal["use_tools", "verify"]:
        asked = open_calls(read_messages(state))
        return "use_tools" if asked and state["steps"] < max_steps else "verify"

    return route


def recursion_limit(max_steps: int) -> int:
    """Supersteps that a turn can take at most: LangGraph's own default is ten thousand."""
    return 2 * max_steps + 6
