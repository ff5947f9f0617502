"""A person marks outfits and asks in figures, in words, through the whole agent."""

from datetime import timedelta

import pytest
from chat_frames import begin, say
from wardrobe_rows import hang_up

WORK = "outfits for work, 12 degrees"


@pytest.fixture
async def dressed(person):
    async with person.deps.sessions.begin() as session:
        await hang_up(session, person.id)
    return person


async def outfit(person, id_):
    return (await person.client.get(f"/v1/outfits/{id_}")).json()


async def test_an_outfit_is_saved_named_worn_and_shown_again_in_words(dressed):
    conversation = await begin(dressed)
    first, second, third = (await say(dressed, conversation, WORK)).outfits
    saved = await say(dressed, conversation, "save the second as Rainy Monday")
    assert saved.tools == ["mark_outfit"]
    assert "outfits.shown" not in saved.types
    assert "Rainy Monday" in saved.reply
    assert saved.constraints["weather"] == {
        "temperature_c": 12,
        "conditions": [],
        "rain_probability": None,
        "place": None,
        "when": None,
    }
    kept = await outfit(dressed, second["id"])
    assert (kept["saved"], kept["name"]) == (True, "Rainy Monday")

    worn = await say(dressed, conversation, "I wore the first yesterday")
    assert worn.tools == ["mark_outfit"]
    yesterday = (dressed.deps.now() - timedelta(days=1)).date()
    assert (await outfit(dressed, first["id"]))["worn_on"] == [yesterday.isoformat()]
    assert f"{yesterday:%A %d %B}" in worn.reply
    await say(dressed, conversation, "I didn't wear the first")
    assert (await outfit(dressed, first["id"]))["worn_on"] == []

    named = await say(dressed, conversation, "call the third “Office black”")
    assert (await outfit(dressed, third["id"]))["name"] == "Office black"
    assert named.constraints["colors"] == {"want": [], "avoid": []}

    listed = await say(dressed, conversation, "show me my saved outfits")
    assert [card["id"] for card in listed.outfits] == [second["id"]]
    assert "Rainy Monday" in listed.reply
    await say(dressed, conversation, "unsave it")
    assert not (await outfit(dressed, second["id"]))["saved"]
    again = await say(dressed, conversation, "show me my saved outfits")
    assert "outfits.shown" not in again.types
    assert "save" in again.reply


async def test_a_mark_without_an_outfit_or_beyond_those_shown_is_told(dressed):
    conversation = await begin(dressed)
    alone = await say(dressed, conversation, "save it")
    assert alone.tools == []
    await say(dressed, conversation, WORK)
    beyond = await say(dressed, conversation, "save the sixth")
    assert beyond.tools == []
    assert "three" in beyond.reply


async def test_figures_are_told_in_words_and_leave_no_wish_behind(dressed):
    conversation = await begin(dressed)
    nothing = await say(dressed, conversation, "what do I never wear?")
    assert nothing.tools == ["wardrobe_statistics"]
    assert "logged as worn" in nothing.reply

    shown = (await say(dressed, conversation, WORK)).outfits[0]
    await say(dressed, conversation, "I'm wearing the first today")
    item = next(item for item in shown["items"] if item["slot"] == "shoes")
    priced = await dressed.client.patch(
        f"/v1/garments/{item['garment_id']}", json={"price": 90, "currency": "EUR"}
    )
    assert priced.status_code == 200, priced.text
    cost = await say(dressed, conversation, f"what is the cost per wear of my {item['category']}?")
    assert "90 EUR a wear" in cost.reply
    assert cost.constraints["categories"] == {"want": [], "avoid": []}
    most = await say(dressed, conversation, "what do I wear most?")
    assert item["name"].lower() in most.reply.lower()
    never = await say(dressed, conversation, "what do I never wear?")
    assert item["name"].lower() not in never.reply.lower()
    assert f"({19 - len(shown['items'])})" in never.reply
    assert "19" in (await say(dressed, conversation, "how many outfits can I make?")).reply
    none = await say(dressed, conversation, "what is the cost per wear of my skirts?")
    assert "skirt" in none.reply


async def test_what_to_buy_is_told_and_no_dislike_is_noted(dressed):
    conversation = await begin(dressed)
    await say(dressed, conversation, WORK)
    turn = await say(dressed, conversation, "what should I buy next?")
    assert turn.tools == ["purchase_ideas"]
    assert "more outfits" in turn.reply
    one = await say(dressed, conversation, "should I buy black jeans?")
    assert "black jeans" in one.reply
    poor = await say(dressed, conversation, "what should I buy for under 80 euros?")
    assert "prices" in poor.reply


async def test_an_empty_wardrobe_is_told_for_every_question(person):
    conversation = await begin(person)
    for text, told in (
        ("what do I never wear?", "empty"),
        ("how many outfits can I make?", "empty"),
        ("what should I buy next?", "a top, a bottom and shoes"),
        ("show me my saved outfits", "save"),
    ):
        assert told in (await say(person, conversation, text)).reply
