"""Constraints that were stored before anybody checked them: a clear answer, and no failure."""

from chat_frames import begin, colors_of, say
from sqlalchemy import update
from wardrobe_rows import hang_up

from db.models import Message, Outfit
from stylist.mended_frame import DROPPED

OLD = {
    "colors": {"avoid": ["blurple", "navy"]},
    "occasion": "coronation",
    "weather": {"conditions": ["frogs"], "humidity": 3},
    "pieces": {"avoid": [{"slot": "shoes", "color": "blurple"}]},
    "items": {"exclude": ["7"]},
}


async def test_a_conversation_goes_on_without_what_nobody_knows_and_says_so(person):
    async with person.deps.sessions.begin() as session:
        await hang_up(session, person.id)
    conversation = await begin(person)
    first = await say(person, conversation, "an outfit for work")
    async with person.deps.sessions.begin() as session:
        await session.execute(
            update(Message)
            .where(Message.conversation_id == conversation, Message.role == "user")
            .values(extracted_constraints=OLD)
        )
    turn = await say(person, conversation, "something else, please")
    assert turn.last("run.finished")["degraded"] == [DROPPED]
    assert turn.outfits
    assert all("navy" not in colors_of(outfit) for outfit in turn.outfits)
    assert turn.constraints["colors"]["avoid"] == ["navy"]
    later = await say(person, conversation, "warmer")
    assert later.last("run.finished")["degraded"] == []

    outfit = first.outfits[0]["id"]
    async with person.deps.sessions.begin() as session:
        await session.execute(
            update(Outfit).where(Outfit.id == outfit).values(context={"frame": OLD})
        )
    swapped = await person.client.post(f"/v1/outfits/{outfit}/swap", json={"slot": "shoes"})
    assert swapped.status_code == 200, swapped.text
    why = await person.client.get(f"/v1/outfits/{outfit}/explanation")
    assert why.status_code == 200, why.text
