from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db import outfits, preferences
from db.models import OutfitFeedback, User
from db.preferences import Learned
from stylist.errors import NotFound
from stylist.outfits import OutfitCard, OutfitItem, ScorePart

SHIRT, JEANS = uuid4(), uuid4()
PART = ScorePart(score=0.9, weight=1.0, reason="all neutrals")


def card(*ids: UUID) -> OutfitCard:
    items = [
        OutfitItem(
            garment_id=i,
            name="white shirt",
            slot="top",
            layer="base",
            category="shirt",
            thumbnail_url="/v1/images/secret",
        )
        for i in ids
    ]
    return OutfitCard(
        id=uuid4(),
        score=0.8,
        score_breakdown={"color_harmony": PART},
        slots={"top": list(ids)},
        garment_ids=list(ids),
        items=items,
        explanation="White shirt.",
    )


async def add_user(session: AsyncSession) -> UUID:
    user = User(email=f"{uuid4()}@example.org", password_hash="x")
    session.add(user)
    await session.flush()
    return user.id


@pytest.fixture
async def owner_id(session):
    return await add_user(session)


async def add(session, owner_id, *ids):
    [row] = await outfits.add_outfits(
        session, [card(*ids)], owner_id=owner_id, source="recommended", context={"frame": {}}
    )
    return row


async def test_an_outfit_is_kept_as_it_was_shown_without_its_signed_links(session, owner_id):
    row = await add(session, owner_id, SHIRT, JEANS)
    found = await outfits.get_outfit(session, row.id, owner_id=owner_id)
    assert found.garment_ids == [SHIRT, JEANS]
    assert found.score_breakdown == {"color_harmony": PART.model_dump()}
    assert [item["name"] for item in found.items] == ["white shirt", "white shirt"]
    assert all("thumbnail_url" not in item for item in found.items)


async def test_another_owners_outfit_is_not_found(session, owner_id):
    row = await add(session, owner_id, SHIRT)
    other = await add_user(session)
    with pytest.raises(NotFound):
        await outfits.get_outfit(session, row.id, owner_id=other)
    with pytest.raises(NotFound):
        await outfits.add_feedback(session, row.id, owner_id=other, action="like")
    assert await outfits.list_outfits(session, owner_id=other) == []


async def test_withdrawn_outfits_are_read_but_not_listed(session, owner_id):
    row = await add(session, owner_id, SHIRT)
    row.withdrawn_at = datetime.now(UTC)
    await session.flush()
    assert await outfits.list_outfits(session, owner_id=owner_id) == []
    listed = await outfits.list_outfits(session, owner_id=owner_id, withdrawn=True)
    assert [found.id for found in listed] == [row.id]
    assert (await outfits.get_outfit(session, row.id, owner_id=owner_id)).id == row.id


async def test_the_same_opinion_twice_is_one_row_and_the_newest_reason_stays(session, owner_id):
    row = await add(session, owner_id, SHIRT)
    first = await outfits.add_feedback(session, row.id, owner_id=owner_id, action="like")
    again = await outfits.add_feedback(
        session, row.id, owner_id=owner_id, action="like", reason="colour"
    )
    assert first.id == again.id
    assert again.reason == "colour"


async def test_an_opinion_replaces_its_opposite_and_every_wear_counts(session, owner_id):
    row = await add(session, owner_id, SHIRT)
    for action in ("like", "wear", "dislike", "wear"):
        await outfits.add_feedback(session, row.id, owner_id=owner_id, action=action)
    events = await outfits.list_feedback(session, owner_id=owner_id)
    assert sorted(feedback.action for feedback, _ in events) == ["dislike", "wear", "wear"]
    assert await outfits.disliked(session, owner_id=owner_id) == [frozenset({SHIRT})]


async def test_wearing_is_remembered_per_garment_with_its_last_day(session, owner_id):
    both, one = await add(session, owner_id, SHIRT, JEANS), await add(session, owner_id, SHIRT)
    old = await outfits.add_feedback(session, both.id, owner_id=owner_id, action="wear")
    now = datetime.now(UTC)
    await session.execute(
        update(OutfitFeedback)
        .where(OutfitFeedback.id == old.id)
        .values(created_at=now - timedelta(days=3))
    )
    await outfits.add_feedback(session, one.id, owner_id=owner_id, action="wear")
    await outfits.add_feedback(session, one.id, owner_id=owner_id, action="like")
    week = await outfits.recently_worn(session, owner_id=owner_id, since=now - timedelta(days=7))
    assert set(week) == {SHIRT, JEANS}
    assert week[SHIRT] > week[JEANS]
    day = await outfits.recently_worn(session, owner_id=owner_id, since=now - timedelta(days=1))
    assert set(day) == {SHIRT}


async def test_preferences_have_defaults_until_they_are_stated(session, owner_id):
    before = await preferences.get_or_default(session, owner_id=owner_id)
    assert (before.preferred_fit, before.formality_max, before.favorite_colors) == (
        "regular",
        1,
        [],
    )
    after = await preferences.update(session, {"favorite_colors": ["teal"]}, owner_id=owner_id)
    assert after.favorite_colors == ["teal"]
    later = await preferences.update(session, {"preferred_fit": "slim"}, owner_id=owner_id)
    assert (later.favorite_colors, later.preferred_fit) == (["teal"], "slim")


async def test_what_was_learned_is_replaced_whole(session, owner_id):
    taught = Learned(weights={"color:red": 0.2}, names=("color:red",), covariance=b"1234", events=3)
    view = await preferences.set_learned(session, taught, owner_id=owner_id)
    assert (view.learned_weights, view.learned_from) == ({"color:red": 0.2}, 3)
    assert await preferences.learned_of(session, owner_id=owner_id) == taught
    reset = Learned(since="2026-11-21")
    assert (await preferences.set_learned(session, reset, owner_id=owner_id)).learned_weights == {}
    assert await preferences.learned_of(session, owner_id=owner_id) == reset
