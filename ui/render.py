"""A run's events onto a page: one match over the closed union."""

import tomllib
from importlib.resources import files
from typing import Final, assert_never

from stylist.events import (
    ConfirmationAsked,
    ConfirmationSettled,
    ConstraintsUpdated,
    MessageDelta,
    MessageFinished,
    OutfitsShown,
    RunCancelled,
    RunEvent,
    RunFailed,
    RunFinished,
    RunSnapshot,
    RunStarted,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)
from ui.page import Page

_TITLES: Final = {
    "search_wardrobe": "Looking through your wardrobe",
    "recommend_outfits": "Putting outfits together",
    "swap_item": "Swapping a piece",
    "score_outfit": "Weighing an outfit",
    "explain_outfit": "Working out why",
    "update_preferences": "Remembering what you like",
    "record_feedback": "Noting what you think",
    "mark_outfit": "Noting it on the outfit",
    "list_saved_outfits": "Looking up what you saved",
    "show_again": "Going back to an earlier outfit",
    "wardrobe_statistics": "Counting your wardrobe",
    "purchase_ideas": "Weighing what you could buy",
    "get_weather": "Checking the weather",
    "ask_to_part": "Asking before clothes go",
    "settle_parting": "Doing what you answered",
}
_DEGRADED: Final[dict[str, str]] = tomllib.loads(
    files("ui").joinpath("degraded.toml").read_text("utf-8")
)
STOPPED: Final = "Stopped. Nothing more comes for this question."


def title_of(tool: str) -> str:
    """A tool's name as a person reads it."""
    return _TITLES.get(tool, tool.replace("_", " ").capitalize())


async def render(event: RunEvent, page: Page) -> None:  # noqa: C901 - a flat case per event
    """Show one event on the page."""
    match event:
        case MessageDelta():
            await page.add_text(event.text)
        case MessageFinished():
            await page.set_text(event.text)
        case OutfitsShown():
            await page.begin_text()
            await page.show_outfits(event.outfits)
        case ConfirmationAsked():
            await page.ask_leave(event.confirmation)
        case ToolStarted():
            await page.open_step(event.tool_call_id, title_of(event.name), event.arguments)
        case ToolProgress():
            await page.move_step(event.tool_call_id, event.label, event.fraction)
        case ToolFinished():
            await page.close_step(event.tool_call_id, event.summary, ok=event.ok)
        case RunFailed():
            await page.notice(event.message)
        case RunCancelled():
            await page.notice(STOPPED)
        case RunFinished():
            await _say_degraded(event.degraded, page)
        case RunSnapshot():
            await _restore(event, page)
        case RunStarted() | ConstraintsUpdated() | ConfirmationSettled():
            pass
        case _:
            assert_never(event)


async def _say_degraded(degraded: list[str], page: Page) -> None:
    if degraded:
        said = "; ".join(dict.fromkeys(_without(name) for name in degraded))
        await page.notice(f"This answer had to do without something: {said}.")


def _without(name: str) -> str:
    """What was not at its best, as a person reads it."""
    return _DEGRADED.get(name, name.replace("_", " ").replace("-", " "))


async def _restore(snapshot: RunSnapshot, page: Page) -> None:
    for call in snapshot.tool_calls:
        await page.open_step(call.id, title_of(call.name), call.arguments)
        await page.close_step(call.id, call.summary, ok=call.ok)
    if snapshot.confirmation and snapshot.confirmation.state == "asked":
        await page.ask_leave(snapshot.confirmation)
    if snapshot.text:
        await page.set_text(snapshot.text)
    if snapshot.outfits:
        await page.show_outfits(snapshot.outfits)
    if snapshot.status == "cancelled":
        await page.notice(STOPPED)
    elif snapshot.status == "failed":
        await page.notice(snapshot.error or "This question could not be answered.")
    await _say_degraded(snapshot.degraded, page)
