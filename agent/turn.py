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
from stylist.events import RunStarted
from tools.deps import Deps


class GraphRunner:
    """What the engine does with a claimed run."""

    def __init__(self, checkpoints: Checkpoints, chooser: ModelChooser) -> None:
        self._checkpoints = checkpoints
        self._chooser = chooser

    async def run(self, recorder: RunRecorder, deps: Deps) -> TurnResult:
        """Answer the run's message."""
        began = time.perf_counter()
        model = await self._chooser.choose()
        await begin(recorder, model.name)
        context = RunContext(deps=deps, run_id=recorder.run.id, recorder=recorder, model=model)
        max_steps = deps.settings.agent.max_steps
        graph = build_graph(self._checkpoints.saver(), max_steps=max_steps)
        state = await carry_on(graph, context, recursion_limit(max_steps))
        total = round((time.perf_counter() - began) * 1000, 2)
        timings = {**context.timings_ms, "waited": recorder.run.waited_ms, "total": total}
        return TurnResult(degraded=state["degraded"], timings_ms=timings)

    async def forget(self, run_id: UUID) -> None:
        """Drop what an ended run kept for a resume."""
        await self._checkpoints.forget(run_id)


async def begin(recorder: RunRecorder, model: str) -> None:
    """Tell that the run works; a later attempt tells what there is already, to begin anew from."""
    run = recorder.run
    await recorder.keep(model=model)
    if run.attempt > 1:
        await recorder.say_snapshot()
        return
    await recorder.say(
        RunStarted(
            run_id=run.id,
            conversation_id=run.conversation_id,
            message_id=run.message_id,
            model=model,
        )
    )


async def carry_on(graph: Graph, context: RunContext, limit: int) -> dict[str, Any]:
    """Run the graph from its checkpoint, or from the start."""
    config: RunnableConfig = {
        "configurable": {"thread_id": str(context.run_id)},
        "recursion_limit": limit,
    }
    kept = await graph.aget_state(config)
    if kept.values and not kept.next:
        return dict(kept.values)
    beginning: Any = None if kept.next else {"steps": 0}
    state: dict[str, Any] = await graph.ainvoke(
        beginning, config, context=context, durability="sync"
    )
    return state
