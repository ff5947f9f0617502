"""One turn from its claimed run to its result, resumed from a checkpoint where there is one."""

import time
from typing import Any
from uuid import UUID

from langchain_core.runnables import RunnableConfig

from agent.attempt import TurnResult
from agent.checkpoints import Checkpoints
from agent.context import RunContext
from agent.graph import Graph, build_graph, recursion_limit
from agent.models import ModelChooser
from agent.recorder import RunRecorder
from agent.tracing import agent_span
from prompts import edition
from tools.deps import Deps


class GraphRunner:
    """What the engine does with a claimed run."""

    def __init__(self, checkpoints: Checkpoints, chooser: ModelChooser, *, max_steps: int) -> None:
        self._checkpoints = checkpoints
        self._chooser = chooser
        self._graph = build_graph(max_steps=max_steps)
        self._limit = recursion_limit(max_steps)

    async def run(self, recorder: RunRecorder, deps: Deps) -> TurnResult:
        """Answer the run's message."""
        began = time.perf_counter()
        model = await self._chooser.choose()
        await recorder.begin(model.name)
        context = RunContext(deps=deps, run_id=recorder.run.id, recorder=recorder, model=model)
        async with self._checkpoints.open_saver() as saver:
            # Compiling takes 20 ms, a copy none; savers must not be shared between runs.
            graph = self._graph.copy({"checkpointer": saver})
            run = recorder.run
            with agent_span(
                run_id=run.id,
                conversation_id=run.conversation_id,
                model=model.name,
                prompts=edition(),
            ):
                state = await carry_on(graph, context, self._limit)
        total = round((time.perf_counter() - began) * 1000, 2)
        timings = {**context.timings_ms, "waited": recorder.run.waited_ms, "total": total}
        return TurnResult(
            reply=state["reply"],
            outfit_ids=[UUID(card["id"]) for card in state["outfits"]],
            degraded=state["degraded"],
            timings_ms=timings,
        )


async def carry_on(graph: Graph, context: RunContext, limit: int) -> dict[str, Any]:
    """Run the graph from its checkpoint, or from the start."""
    config: RunnableConfig = {
        "configurable": {"thread_id": str(context.run_id)},
        "recursion_limit": limit,
    }
    beginning: Any = {"steps": 0}
    if context.recorder.run.resumed:
        kept = await graph.aget_state(config)
        if kept.values and not kept.next:
            return dict(kept.values)
        beginning = None if kept.next else beginning
    state: dict[str, Any] = await graph.ainvoke(
        beginning, config, context=context, durability="sync"
    )
    return state
