"""Dialogues through the whole graph: going back, pointing over turns, questions, many turns."""

import pytest
from chat_frames import begin, say
from sqlalchemy import insert
from wardrobe_rows import hang_up

from db.conversations import RECENT, read_dialogue
from db.models import Message


@pytest.fixture
async def dressed(person):
    async with person.deps.sessions.begin() as session:
        await hang_up(session, person.id)
    return person


async def test_undo_brings_back_what_was_replaced_and_going_on_goes_further(dressed):
    conversation = await begin(dressed)
    await say(dressed, conversation, "something for a wedding, 12 °C")
    await say(dressed, conversation, "actually for an interview")

    back = await say(dressed, conversation, "undo")
    assert back.constraints["occasion"] == "wedding"
    assert back.outfits

    further = await say(dressed, conversation, "undo that")
    assert further.constraints["occasion"] is None
    assert further.constraints["weather"]["temperature_c"] is None


async def test_going_back_to_before_something_keeps_what_was_said_until_then(dressed):
    conversation = await begin(dressed)
    for words in ("casual, 12 °C", "in blue please", "no sneakers"):
        await say(dressed, conversation, words)
    back = await say(dressed, conversation, "go back to before the blue thing")
    assert back.constraints["colors"]["want"] == []
    assert back.constraints["categories"]["avoid"] == []
    assert back.constraints["weather"]["temperature_c"] == 12


async def test_an_outfit_that_is_not_clear_is_asked_back_for_and_no_tool_runs(dressed):
    conversation = await begin(dressed)
    shown = await say(dressed, conversation, "casual, 12 °C")
    assert len(shown.outfits) == 3
    asked = await say(dressed, conversation, "the other one")
    assert asked.tools == []
    assert "the other one" in asked.reply


async def test_that_one_is_the_outfit_that_was_spoken_of(dressed):
    conversation = await begin(dressed)
    shown = await say(dressed, conversation, "casual, 12 °C")
    await say(dressed, conversation, "why the second one?")
    swapped = await say(dressed, conversation, "swap its shoes")
    assert swapped.tools == ["swap_item"]
    old, new = shown.outfits[1], swapped.outfits[0]
    assert {**old["slots"], "shoes": 0} == {**new["slots"], "shoes": 0}


async def test_a_question_changes_no_constraint_and_shows_no_outfit(dressed):
    conversation = await begin(dressed)
    before = await say(dressed, conversation, "casual, 12 °C")
    asked = await say(dressed, conversation, "can I wear brown shoes with navy trousers?")
    assert asked.constraints == before.constraints
    assert "outfits.shown" not in asked.types


async def test_leave_taking_runs_no_tool(dressed):
    conversation = await begin(dressed)
    await say(dressed, conversation, "casual, 12 °C")
    left = await say(dressed, conversation, "That's all for today, thank you!")
    assert left.tools == []


async def test_a_long_conversation_costs_a_turn_no_more(dressed):
    conversation = await begin(dressed)
    await say(dressed, conversation, "casual, no black, 12 °C")
    async with dressed.deps.sessions.begin() as session:
        rows = [
            {"conversation_id": conversation, "role": role, "content": f"{role} {n}"}
            for n in range(2 * RECENT)
            for role in ("user", "assistant")
        ]
        await session.execute(insert(Message), rows)
    later = await say(dressed, conversation, "warmer")
    assert later.constraints["colors"]["avoid"] == ["black"]
    async with dressed.deps.sessions() as session:
        newest = later.last("run.started")["message_id"]
        dialogue = await read_dialogue(session, conversation, newest, owner_id=dressed.id)
    assert len(dialogue.history) <= 12
    assert dialogue.turn == 2 * RECENT + 1
