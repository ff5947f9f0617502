"""What reactions teach, over a real database: weights, warmth, the card to learn from."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete

from db import garments as garment_rows
from db import outfits, preferences
from db.models import OutfitFeedback, User
from db.preferences import Learned
from stylist import vocabulary
from stylist.errors import BadRequest, NotFound
from stylist.frame import ConstraintFrame, Weather, Wish
from stylist.settings import Settings
from tools.outfits import read_outfit
from tools.recommend_outfits import recommend_outfits
from tools.record_feedback import Happening, record_feedback
from tools.relearn import relearn
from tools.score_outfit import score_outfit
from tools.services import open_services
from tools.update_preferences import (
    PreferencesChange,
    forget_weight,
    read_preferences,
    update_preferences,
)

MILD = ConstraintFrame(weather=Weather(temperature_c=14))
NOW = datetime.now(UTC)
WARDROBE = [
    ("shirt", "white"), ("shirt", "light-blue"), ("polo", "navy"), ("sweater", "beige"),
    ("sweater", "burgundy"), ("trousers", "gray"), ("chinos", "navy"), ("jeans", "blue"),
    ("blazer", "navy"), ("trench-coat", "gray"), ("quilted-coat", "burgundy"),
    ("oxfords", "brown"), ("sneakers", "white"), ("loafers", "burgundy"), ("loafers", "black"),
]  # fmt: skip


@pytest.fixture
async def deps(sessions, tmp_path):
    settings = Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "models")
    async with open_services(settings) as services:
        yield await move_in(replace(services, sessions=sessions))


async def move_in(services):
    """A new user who owns the wardrobe."""
    async with services.sessions.begin() as session:
        user = User(email=f"{uuid4()}@example.org", password_hash="x")
        session.add(user)
        await session.flush()
        for name, color in WARDROBE:
            kind = vocabulary.kinds()[name]
            row = await garment_rows.add_garment(
                session, owner_id=user.id, image_key=f"{name}-{color}.jpg", content_sha256="0" * 64
            )
            row.status = "ready"
            fields = {"category": kind.category, "color_primary": color}
            fields["subcategory"] = name if kind.parent else None
            await garment_rows.add_label(session, row.id, owner_id=user.id, fields=fields)
    return services.for_owner(user.id)


def shows(card, color):
    return any(shade.name == color for item in card.items for shade in item.colors)


async def react(deps, count=5):
    """Like what has burgundy and dislike the rest."""
    for degrees in (8, 18):
        frame = ConstraintFrame(weather=Weather(temperature_c=degrees))
        for card in (await recommend_outfits(deps, frame=frame, count=count)).outfits:
            action = "like" if shows(card, "burgundy") else "dislike"
            await record_feedback(deps, outfit_id=card.id, action=action)


async def ranking(deps):
    cards = (await recommend_outfits(deps, frame=MILD, count=6)).outfits
    return [(card.garment_ids, card.score) for card in cards]


async def test_a_shown_outfit_keeps_its_place_and_how_it_was_chosen(deps):
    first, second, _ = (await recommend_outfits(deps, frame=MILD)).outfits
    async with deps.sessions.begin() as session:
        rows = [
            await outfits.get_outfit(session, card.id, owner_id=deps.owner_id)
            for card in (first, second)
        ]
    assert [row.position for row in rows] == [1, 2]
    assert rows[0].shown_id == rows[1].shown_id is not None
    assert [(row.policy, row.propensity) for row in rows] == [("greedy", 1.0)] * 2
    assert rows[0].base_score == pytest.approx(first.score, abs=1e-3)


async def test_a_reset_restores_the_ranking_of_the_first_day(deps):
    before = await ranking(deps)
    for card in (await recommend_outfits(deps, frame=MILD, count=3)).outfits:
        taught = await record_feedback(deps, outfit_id=card.id, action="save")
    assert taught.learned_weights
    assert await ranking(deps) != before
    reset = await update_preferences(deps, change=PreferencesChange(reset_learned=True))
    assert (reset.learned_weights, reset.learned_from, reset.clo_offset) == ({}, 0, 0.0)
    assert await ranking(deps) == before


async def test_the_same_reactions_teach_the_same_in_whatever_order_they_come(deps):
    cards = (await recommend_outfits(deps, frame=MILD, count=6)).outfits
    actions = ["like", "dislike", "wear", "save", "wear", "dislike"]
    told = [
        (card.id, action, NOW - timedelta(days=9 * n))
        for n, (card, action) in enumerate(zip(cards, actions, strict=True))
    ]
    learned = []
    for seed in range(3):
        random.Random(seed).shuffle(told)
        async with deps.sessions.begin() as session:
            mine = OutfitFeedback.user_id == deps.owner_id
            await session.execute(delete(OutfitFeedback).where(mine))
            await preferences.set_learned(session, Learned(), owner_id=deps.owner_id)
            for outfit_id, action, moment in told:
                session.add(
                    OutfitFeedback(
                        outfit_id=outfit_id,
                        user_id=deps.owner_id,
                        action=action,
                        created_at=moment,
                    )
                )
        async with deps.sessions.begin() as session:
            learned.append((await relearn(session, deps)).learned_weights)
    assert learned[0]
    assert learned[0] == learned[1] == learned[2]


async def test_a_weight_that_the_person_sets_stays_until_the_reset(deps):
    await react(deps)
    learned = (await read_preferences(deps)).learned_weights
    assert learned["color:burgundy"] > 0
    change = PreferencesChange(learned_weights={"color:burgundy": -0.7, "color:navy": None})
    mine = await update_preferences(deps, change=change)
    assert mine.learned_weights["color:burgundy"] == -0.7
    assert mine.learned_weights["color:navy"] == 0.0
    assert mine.weights_set == ["color:burgundy", "color:navy"]
    await react(deps, count=3)
    after = await read_preferences(deps)
    assert after.learned_weights["color:burgundy"] == -0.7
    assert after.learned_weights["color:navy"] == 0.0
    change = PreferencesChange(release_weights=["color:burgundy"])
    released = await update_preferences(deps, change=change)
    assert released.weights_set == ["color:navy"]
    assert released.learned_weights["color:burgundy"] > 0
    reset = await update_preferences(deps, change=PreferencesChange(reset_learned=True))
    assert (reset.learned_weights, reset.weights_set) == ({}, [])


async def test_a_weight_can_be_taken_away_and_an_unknown_one_not(deps):
    await react(deps, count=3)
    after = await forget_weight(deps, "color:burgundy")
    assert after.learned_weights["color:burgundy"] == 0.0
    with pytest.raises(NotFound):
        await forget_weight(deps, "color:orange")
    with pytest.raises(BadRequest):
        await update_preferences(deps, change=PreferencesChange(learned_weights={"horoscope": 1}))


async def test_the_last_card_is_something_different_and_says_so(deps):
    assert not any(c.exploratory for c in (await recommend_outfits(deps, frame=MILD)).outfits)
    await react(deps, count=4)
    frame = ConstraintFrame(weather=Weather(temperature_c=14), colors=Wish(avoid=["black"]))
    found = await recommend_outfits(deps, frame=frame, count=3)
    assert [card.exploratory for card in found.outfits] == [False, False, True]
    last = found.outfits[-1]
    assert last.explanation.startswith("Something different, to learn what you like: ")
    assert 0 < last.propensity <= 1
    assert not shows(last, "black")
    assert await read_outfit(deps, last.id) == last
    scored = await score_outfit(deps, garment_ids=last.garment_ids, frame=frame)
    assert last.score == pytest.approx(scored.score, abs=1e-3)
    await update_preferences(deps, change=PreferencesChange(explore=False))
    plain = await recommend_outfits(deps, frame=frame, count=3)
    assert not any(card.exploratory for card in plain.outfits)


async def test_what_was_worn_instead_is_worn_and_speaks_against_what_was_shown(deps):
    shown, other = (await recommend_outfits(deps, frame=MILD, count=2)).outfits
    noted = await record_feedback(
        deps,
        outfit_id=shown.id,
        action="wore_instead",
        happening=Happening(worn_garment_ids=other.garment_ids),
    )
    worn = await read_outfit(deps, noted.worn_outfit_id)
    assert set(worn.garment_ids) == set(other.garment_ids)
    assert (await read_preferences(deps)).learned_from == 2
    scored = await score_outfit(deps, garment_ids=other.garment_ids, frame=MILD)
    assert scored.score_breakdown["learned"].score > 0.5
    assert scored.score_breakdown["rotation"].score < 0.6
    against = await score_outfit(deps, garment_ids=shown.garment_ids, frame=MILD)
    assert against.score_breakdown["learned"].score < 0.5
    for ids, told in (([], "what was worn instead"), (shown.garment_ids, "the same outfit")):
        with pytest.raises(BadRequest, match=told):
            await record_feedback(
                deps,
                outfit_id=shown.id,
                action="wore_instead",
                happening=Happening(worn_garment_ids=ids),
            )


async def test_who_is_cold_gets_warmer_outfits_until_it_is_forgotten(deps):
    def insulation(card):
        return float(card.score_breakdown["warmth"].reason.split(" clo")[0])

    before = (await recommend_outfits(deps, frame=MILD, count=1)).outfits[0]
    noted = await record_feedback(deps, outfit_id=before.id, action="too_cold")
    again = await record_feedback(
        deps, outfit_id=before.id, action="too_cold", happening=Happening(temperature_c=16)
    )
    assert again.clo_offset > noted.clo_offset > 0
    assert noted.learned_weights == {}
    after = (await recommend_outfits(deps, frame=MILD, count=1)).outfits[0]
    assert insulation(after) > insulation(before)
    mine = await update_preferences(deps, change=PreferencesChange(clo_offset=-0.1))
    assert (mine.clo_offset, mine.clo_offset_set) == (-0.1, True)
    later = await record_feedback(deps, outfit_id=before.id, action="too_cold")
    assert later.clo_offset == -0.1
    learned = await update_preferences(deps, change=PreferencesChange(clo_offset=None))
    assert learned.clo_offset > again.clo_offset
    await update_preferences(deps, change=PreferencesChange(reset_learned=True))
    forgotten = (await recommend_outfits(deps, frame=MILD, count=1)).outfits[0]
    assert set(forgotten.garment_ids) == set(before.garment_ids)


async def test_a_complaint_without_any_weather_is_noted_and_says_that_it_taught_nothing(deps):
    card = (await recommend_outfits(deps, frame=ConstraintFrame(), count=1)).outfits[0]
    noted = await record_feedback(deps, outfit_id=card.id, action="too_warm")
    assert noted.degraded == ["weather-unknown"]
    assert noted.clo_offset == 0.0


@pytest.mark.parametrize(("latest", "sign"), [("dislike", -1), ("like", 1)])
async def test_the_latest_opinion_wins_where_the_same_pieces_are_shown_twice(deps, latest, sign):
    first, again = [(await recommend_outfits(deps, frame=MILD, count=1)).outfits[0] for _ in "ab"]
    assert first.id != again.id
    assert set(first.garment_ids) == set(again.garment_ids)
    earlier = "like" if latest == "dislike" else "dislike"
    async with deps.sessions.begin() as session:
        for card, action, days in ((again, latest, 1), (first, earlier, 2)):
            session.add(
                OutfitFeedback(
                    outfit_id=card.id,
                    user_id=deps.owner_id,
                    action=action,
                    created_at=NOW - timedelta(days=days),
                )
            )
        await session.flush()
        learned = await relearn(session, deps)
        off = await outfits.disliked(session, owner_id=deps.owner_id)
    assert learned.learned_from == 1
    assert sum(learned.learned_weights.values()) * sign > 0
    assert off == ([frozenset(first.garment_ids)] if latest == "dislike" else [])
