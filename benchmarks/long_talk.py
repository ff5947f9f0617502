"""What a turn costs in a conversation that goes on and on: `python -m benchmarks.long_talk`.

One person talks to the offline policy over the fixed world of the evals, in a fixed order of
messages that wish, refuse, take back, ask, mark and chat. Printed for windows of ten turns: our
processor time a turn, the largest checkpoint of a turn, the constraints that a turn keeps, and the
words that a language model would be sent. At the end: rows of checkpoints that are left.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from statistics import median
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select

from agent.checkpoints import RunSaver
from agent.models import offline
from cli.eval_servers import eval_servers
from db.models import RunCheckpoint
from db.runs import get_run
from evals.running.converse import say
from evals.running.world import dress, open_world
from evals.wardrobe import wardrobe_of
from stylist.settings import Settings

WINDOW: Final = 10
COLOURS: Final = ("red", "pink", "yellow", "green", "navy", "white", "beige", "orange", "purple")
THINGS: Final = ("wool", "stripes", "boots", "skirts", "linen", "heels", "shorts", "denim")


@dataclass
class Cost:
    """One turn."""

    ms: float
    checkpoint: int
    frame: int


def messages() -> Iterator[str]:
    """Messages without end, the same in every run."""
    colours, things = cycle(COLOURS), cycle(THINGS)
    for n in count():
        yield "something for work, 15 degrees"
        yield f"no {next(colours)}"
        yield "warmer"
        yield f"please nothing {strange(n)}"
        yield f"a {next(colours)} look for dinner"
        yield "why the second?"
        yield f"{next(things)} again, please, and no {next(things)}"
        yield "swap the shoes"
        yield "I like the first one"
        yield "thanks, that is lovely"


def strange(n: int) -> str:
    """A word that nobody knows, another one for every number; such a "no" is kept in words."""
    return "zorb" + "".join("aeioulmn"[int(digit)] for digit in f"{n:o}") + "ly"


async def talk(settings: Settings, turns: int) -> list[Cost]:
    """Say so many messages."""
    sizes: list[int] = []
    _watch(sizes)
    found: list[Cost] = []
    async with open_world(settings, offline()) as world:
        person = await dress(world, wardrobe_of((), ()), units="metric")
        for words, _ in zip(messages(), range(turns), strict=False):
            sizes.clear()
            began = time.process_time()
            seen = await say(world, person, words)
            spent = (time.process_time() - began) * 1000
            if seen.error:
                raise RuntimeError(f"{words!r}: {seen.error}")
            async with person.deps.sessions() as session:
                run = await get_run(session, UUID(seen.run_id), owner_id=person.deps.owner_id)
            frame = len(json.dumps(run.constraints))
            found.append(Cost(spent, max(sizes, default=0), frame))
        async with person.deps.sessions() as session:
            left = await session.scalar(select(func.count()).select_from(RunCheckpoint))
    print(f"{turns} turns; checkpoints left behind: {left}")
    return found


def _watch(sizes: list[int]) -> None:
    """Note the bytes of every checkpoint that is written."""
    put = RunSaver.aput

    async def noted(self: RunSaver, *given: Any) -> Any:
        _, state = self.serde.dumps_typed({"checkpoint": given[1], "metadata": given[2]})
        sizes.append(len(state))
        return await put(self, *given)

    RunSaver.aput = noted  # type: ignore[method-assign, assignment]


def tell(costs: list[Cost]) -> None:
    """Print a table."""
    print("| turns | processor time a turn | largest checkpoint | constraints |")
    print("|---|---|---|---|")
    for end in (10, 50, 100, 200, 300):
        part = costs[end - WINDOW : end]
        if len(part) < WINDOW:
            continue
        ms = median(cost.ms for cost in part)
        state, frame = max(cost.checkpoint for cost in part), max(cost.frame for cost in part)
        print(f"| {end - WINDOW + 1}–{end} | {ms:.0f} ms | {state:,} bytes | {frame:,} bytes |")


def main() -> None:
    """Start servers, talk, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=300)
    given = parser.parse_args()
    with eval_servers(Settings()) as settings:
        tell(asyncio.run(talk(settings, given.turns)))


if __name__ == "__main__":
    main()
