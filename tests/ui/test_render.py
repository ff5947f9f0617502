from datetime import UTC, datetime
from typing import get_args
from uuid import uuid4

from fake_api import outfit, script

from stylist.confirmations import Confirmation, NamedGarment
from stylist.events import (
    ConfirmationAsked,
    RunEvent,
    RunFailed,
    RunFinished,
    RunSnapshot,
    ToolCall,
)
from ui.render import render

QUESTION = Confirmation(
    id=uuid4(),
    conversation_id=uuid4(),
    action="delete",
    garments=[NamedGarment(id=uuid4(), name="red dress")],
    state="asked",
    expires_at=datetime.now(UTC),
)


class Recorded:
    """A page that keeps what it was shown."""

    def __init__(self):
        self.text, self.log = "", []

    async def begin_text(self):
        self.log.append(("text",))

    async def add_text(self, text):
        self.text += text

    async def set_text(self, text):
        self.text = text

    async def open_step(self, key, title, arguments):
        self.log.append(("open", key, title))

    async def move_step(self, key, label, fraction):
        self.log.append(("move", key, label, fraction))

    async def close_step(self, key, summary, *, ok):
        self.log.append(("close", key, ok))

    async def ask_leave(self, asked):
        self.log.append(("ask", asked.action, len(asked.garments)))

    async def show_outfits(self, outfits):
        self.log.append(("outfits", len(outfits)))

    async def notice(self, text):
        self.log.append(("notice", text))


async def rendered(*events) -> Recorded:
    page = Recorded()
    for event in events:
        await render(event, page)
    return page


async def test_a_whole_turn_shows_steps_outfits_and_text():
    page = await rendered(*script(uuid4(), uuid4()))
    assert page.log == [
        ("open", "1", "Putting outfits together"),
        ("move", "1", "scoring", 0.5),
        ("close", "1", True),
        ("text",),
        ("outfits", 3),
    ]
    assert page.text.startswith("Here are three outfits")


async def test_every_kind_of_event_has_its_case():
    kinds = get_args(get_args(RunEvent)[0])
    for kind in kinds:
        event = kind.model_construct(
            **{name: [] for name in ("degraded", "outfits", "tool_calls")},
            acts=[], name="x", tool_call_id="x", arguments={}, summary="", ok=True, label="",
            fraction=None, text="", status="completed", message="", error=None,
            confirmation=QUESTION,
        )  # fmt: skip
        await rendered(event)


async def test_a_failure_is_told_in_the_words_of_the_run():
    page = await rendered(RunFailed(run_id=uuid4(), code="interrupted", message="Interrupted."))
    assert page.log == [("notice", "Interrupted.")]


async def test_a_question_before_clothes_go_is_offered_to_be_answered():
    page = await rendered(ConfirmationAsked(confirmation=QUESTION))
    assert page.log == [("ask", "delete", 1)]


async def test_what_was_degraded_is_named():
    names = ["weather-unreachable", "of-another_release", "ollama-slow", "weather-unreachable"]
    page = await rendered(RunFinished(run_id=uuid4(), degraded=names))
    said = (
        "This answer had to do without something: the weather service could not be reached; "
        "of another release; the language model took too long."
    )
    assert page.log == [("notice", said)]


async def test_a_snapshot_restores_the_turn():
    snapshot = RunSnapshot(
        run_id=uuid4(), conversation_id=uuid4(), message_id=uuid4(), status="completed",
        tool_calls=[ToolCall(id="1", name="recommend_outfits", arguments={}, ok=True)],
        outfits=[outfit(0)], text="Here it is.",
    )  # fmt: skip
    page = await rendered(snapshot)
    assert [row[0] for row in page.log] == ["open", "close", "outfits"]
    assert page.text == "Here it is."
