"""Opens the agent beside an API process, and closes it so that nothing it began is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.chat import Agent
from agent.checkpoints import open_checkpoints
from agent.engine import RunEngine
from agent.models import ModelChooser
from agent.turn import GraphRunner
from agent.understanding import understand
from stylist.cancelling import end
from stylist.frame import ConstraintFrame
from tools.deps import Services


@asynccontextmanager
async def open_agent(
    services: Services, *, chooser: ModelChooser | None = None
) -> AsyncIterator[Agent]:
    """Run the engine and its sweeper; on leaving, every run is given up for another process.

    `chooser` says who answers, where not the settings do.
    """
    settings = services.settings
    most_runs = settings.agent.max_concurrent_runs
    async with open_checkpoints(settings.database, most_runs=most_runs) as checkpoints:
        chooser = chooser or ModelChooser(settings)
        runner = GraphRunner(checkpoints, chooser, max_steps=settings.agent.max_steps)
        engine = RunEngine(services, runner)
        await asyncio.to_thread(warm_up, services)
        sweeper = asyncio.create_task(engine.sweep_forever(), name="sweep runs")
        try:
            yield Agent(engine=engine, checkpoints=checkpoints, chooser=chooser)
        finally:
            await end(sweeper)
            await engine.close()


def warm_up(services: Services) -> None:
    """Read the word lists now, so that the first message does not wait half a second for them."""
    understand("hello", frame=ConstraintFrame(), shown=[], turn=0, now=services.now())
