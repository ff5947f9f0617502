"""Weather that a tool looked up, for this turn and the turns to come."""

from typing import Any
from uuid import UUID

from agent.context import RunContext
from agent.state import TurnState
from agent.understanding.frame.changes import delta_between
from db.conversations import store_constraints
from stylist.events import (
    ConstraintsUpdated,
)
from stylist.frame import FORECAST, ConstraintFrame, Provenance
from tools.boundary import ToolBlock


def with_weather(state: TurnState, blocks: list[ToolBlock]) -> dict[str, Any]:
    """The frame with looked-up weather where none was stated, marked as inferred."""
    frame = ConstraintFrame.model_validate(state["frame"])
    weather = frame.weather
    for found in (block.weather for block in blocks if block.weather):
        if weather.temperature_c is None and found.temperature_c is not None:
            weather.temperature_c = found.temperature_c
            frame.provenance["weather.temperature_c"] = looked_up(state["turn"])
        if not weather.conditions:
            if weather.rain_probability is None and found.rain_probability is not None:
                weather.rain_probability = found.rain_probability
                frame.provenance["weather.rain_probability"] = looked_up(state["turn"])
            weather.conditions = list(found.conditions)
            names = (f"weather.conditions.{name}" for name in found.conditions)
            frame.provenance |= dict.fromkeys(names, looked_up(state["turn"]))
    return frame.model_dump(mode="json")


def looked_up(turn: int) -> Provenance:
    """Where looked-up weather came from."""
    return Provenance(turn=turn, text=FORECAST, start=0, end=0, kind="inferred")


async def keep_weather(state: TurnState, context: RunContext, frame: dict[str, Any]) -> None:
    """Keep looked-up weather for the turns to come, and tell of it."""
    if frame == state["frame"]:
        return
    run, deps = context.recorder.run, context.deps
    kept = ConstraintFrame.model_validate(frame)
    async with deps.sessions.begin() as session:
        await store_constraints(
            session,
            run.message_id,
            owner_id=deps.owner_id,
            constraints=frame,
            excluded=[UUID(id_) for id_ in kept.items.exclude],
        )
    await context.recorder.keep(constraints=frame)
    before = ConstraintFrame.model_validate(state["frame"])
    await context.recorder.say(
        ConstraintsUpdated(
            constraints=kept,
            delta=delta_between(before, kept, []),
            acts=state["understanding"]["acts"],
        )
    )
