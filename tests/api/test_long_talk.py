"""A long conversation through the real agent: what a model is sent stays within its window."""

from itertools import pairwise

import pytest
from chat_frames import begin, say
from ollama_server import Calls, Says
from sqlalchemy import func, insert, select
from wardrobe_rows import hang_up

from agent.checkpoints import RunSaver
from agent.remembering import estimate_tokens, room_for_history
from db.models import Conversation, Message, Run, RunCheckpoint

ASKS = Calls((("recommend_outfits", {"count": 2}),))
TURNS = 300


@pytest.fixture
async def dressed(person):
    async with person.deps.sessions.begin() as session:
        await hang_up(session, person.id)
    return person


async def talk_on(person, turns: int) -> None:
    """Put turns into the person's newest conversation, as if they had been said."""
    async with person.deps.sessions.begin() as session:
        newest = select(Conversation.id).where(Conversation.user_id == person.id)
        conversation = await session.scalar(newest.order_by(Conversation.created_at.desc()))
        rows = [
            {"conversation_id": conversation, "role": role, "content": f"{role} turn {n}: {WORDS}"}
            for n in range(turns)
            for role in ("user", "assistant")
        ]
        await session.execute(insert(Message), rows)


WORDS = "we spoke of the weather in the north and of what one wears there, at some length"


async def test_the_newest_turns_stand_whole_and_the_rest_is_told_in_short(
    talk_with, ollama, person
):
    ollama.context_length = 4096
    ollama.script = [ASKS, Says("Take the first.")]
    async with talk_with(host=ollama.url) as talk:
        first = await talk("casual, no black, 12 °C")
        worn = [item["name"] for item in first.outfits[0]["items"]]
        liked = {"outfit_id": first.outfits[0]["id"], "action": "like"}
        ollama.script = [Calls((("record_feedback", liked),)), Says("Gladly noted.")]
        await talk("I love the first one")
        async with person.deps.sessions.begin() as session:
            left = select(func.count()).select_from(RunCheckpoint).join(Run)
            assert await session.scalar(left.where(Run.user_id == person.id)) == 0
        before = len(ollama.asked)
        await talk_on(person, TURNS)
        ollama.script = [ASKS, Says(f"It is like the {worn[0]} that you liked.")]
        later = await talk("warmer")
    assert later.reply == f"It is like the {worn[0]} that you liked."
    assert later.last("run.finished")["degraded"] == []
    assert later.constraints["colors"]["avoid"] == ["black"]
    sent = ollama.asked[before]["messages"]
    system, *history, asked = sent
    assert system["role"] == "system"
    spent = sum(estimate_tokens(message["content"]) for message in history)
    assert spent <= room_for_history(4096)
    assert history[-1]["content"] == f"assistant turn {TURNS - 1}: {WORDS}"
    assert all(message["content"].endswith(WORDS) for message in history)
    assert [message["role"] for message in history][:2] == ["user", "assistant"]
    assert all(one["role"] != two["role"] for one, two in pairwise(history))
    assert "What was said long before" in asked["content"]
    assert all(name in asked["content"] for name in worn)
    assert asked["content"].endswith("warmer")


async def test_a_short_conversation_needs_no_account(talk_with, ollama):
    ollama.script = [ASKS, Says("Take the first."), Says("Gladly.")]
    async with talk_with(host=ollama.url) as talk:
        await talk("casual, no black, 12 °C")
        await talk("thank you!")
    assert "long before" not in ollama.asked[-1]["messages"][-1]["content"]


async def test_a_turn_late_in_a_conversation_keeps_no_more_than_an_early_one(dressed, monkeypatch):
    sizes: list[int] = []
    put = RunSaver.aput

    async def noted(self, *given):
        sizes.append(len(self.serde.dumps_typed(given[1])[1]))
        return await put(self, *given)

    monkeypatch.setattr(RunSaver, "aput", noted)
    conversation = await begin(dressed)
    await say(dressed, conversation, "casual, no black, 12 °C")
    await say(dressed, conversation, "warmer")
    early = max(sizes)
    await talk_on(dressed, TURNS)
    sizes.clear()
    later = await say(dressed, conversation, "cooler")
    assert later.constraints["colors"]["avoid"] == ["black"]
    words = 12 * len(f"assistant turn {TURNS}: {WORDS}")
    assert max(sizes) <= 1.2 * early + 2 * words
