"""What tools answered becomes the turn's: outfits that hold, finished calls, questions."""

from typing import Any

from langchain_core.messages import ToolMessage

from agent.context import RunContext
from agent.forecast import keep_weather, with_weather
from agent.state import TurnState, add_degraded, add_messages
from agent.tool_calls import SUMMARY_CHARS
from agent.withhold import withhold, without_withheld
from stylist.events import (
    ConfirmationAsked,
    ConfirmationSettled,
    OutfitsShown,
    ToolCall,
)
from stylist.frame import ConstraintFrame
from tools.boundary import ToolBlock


async def take_in(
    state: TurnState,
    context: RunContext,
    calls: list[dict[str, Any]],
    answers: list[ToolMessage],
) -> TurnState:
    """Show outfits that hold, keep calls and outfits on the run, and remember the ids given out."""
    blocks = [ToolBlock.model_validate(a.artifact) for a in answers if a.artifact]
    found = [card for block in blocks for card in block.outfits]
    cards, withheld = withhold(found, ConstraintFrame.model_validate(state["frame"]))
    answers = [without_withheld(answer, cards) for answer in answers]
    shown = [card.model_dump(mode="json") for card in cards]
    outfits = shown or state["outfits"]
    done = [*state["tool_calls"], *told_calls(calls, answers)]
    ids = [card["id"] for card in outfits]
    await context.recorder.keep(tool_calls=done, outfit_ids=ids)
    if cards:
        await context.recorder.say(OutfitsShown(outfits=cards))
    proposed = await tell_confirmation(context, blocks)
    given = {str(g.garment_id): g.model_dump(mode="json") for b in blocks for g in b.garments}
    frame = with_weather(state, blocks)
    await keep_weather(state, context, frame)
    degraded = [*(name for block in blocks for name in block.degraded), *withheld]
    return {
        "frame": frame,
        "messages": add_messages(state, *answers),
        "tool_calls": done,
        "outfits": outfits,
        "garments": {**state["garments"], **given},
        "known_outfits": [*state["known_outfits"], *ids],
        "proposed": state.get("proposed", False) or proposed,
        "degraded": add_degraded(state, *degraded),
    }


async def tell_confirmation(context: RunContext, blocks: list[ToolBlock]) -> bool:
    """Tell of a question before clothes go, or of its answer; whether one was put."""
    found = [block.confirmation for block in blocks if block.confirmation]
    if not found:
        return False
    # What several calls of one turn ask is one question, which grows.
    newest = max(found, key=lambda one: len(one.garments))
    asks = newest.state == "asked"
    event = ConfirmationAsked if asks else ConfirmationSettled
    await context.recorder.say(event(confirmation=newest))
    return asks


def told_calls(calls: list[dict[str, Any]], answers: list[ToolMessage]) -> list[dict[str, Any]]:
    """Finished calls as clients read them."""
    asked = {call["id"]: call for call in calls}
    return [
        ToolCall(
            id=answer.tool_call_id,
            name=asked[answer.tool_call_id]["name"],
            arguments=asked[answer.tool_call_id]["args"],
            ok=answer.status == "success",
            summary=str(answer.content)[:SUMMARY_CHARS],
            duration_ms=answer.additional_kwargs.get("duration_ms"),
        ).model_dump(mode="json")
        for answer in answers
    ]
