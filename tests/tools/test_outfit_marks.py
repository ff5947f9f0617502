"""What people do with outfits: save, name, wear on a day, keep their own; over a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from wardrobe_rows import hang_up

from db.models import User
from db.outfit_marks import wears
from stylist.errors import BadRequest, NotFound
from stylist.frame import ConstraintFrame, Weather
from stylist.settings import Settings
from tools.outfit_marks import (
    forget_outfit,
    keep_outfit,
    name_outfit,
    save_outfit,
    unwear_outfit,
    wear_outfit,
)
from tools.outfits import list_outfits, read_outfit
from tools.recommend_outfits import recommend_outfits
from tools.score_outfit import score_outfit
from tools.services import open_services
from tools.update_preferences import PreferencesChange, read_preferences, update_preferences

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
FRAME = ConstraintFrame(weather=Weather(temperature_c=15))


@pytest.fixture
async def services(sessions, tmp_path):
    settings = Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "models")
    async with open_services(settings) as services:
        yield replace(services, sessions=sessions, now=lambda: NOW)


async def somebody(services):
    async with services.sessions.begin() as session:
        user = User(email=f"{uuid4()}@example.org", password_hash="x")
        session.add(user)
        await session.flush()
        await hang_up(session, user.id)
    return services.for_owner(user.id)


@pytest.fixture
async def deps(services):
    return await somebody(services)


@pytest.fixture
async def card(deps):
    return (await recommend_outfits(deps, frame=FRAME, count=1)).outfits[0]


async def test_a_saved_outfit_is_listed_until_it_is_forgotten(deps, card):
    assert (await list_outfits(deps, saved=True)).outfits == []
    kept = await save_outfit(deps, outfit_id=card.id)
    assert kept == card.model_copy(update={"saved": True})
    assert (await save_outfit(deps, outfit_id=card.id)) == kept
    assert (await list_outfits(deps, saved=True)).outfits == [kept]
    assert not (await forget_outfit(deps, outfit_id=card.id)).saved
    assert (await list_outfits(deps, saved=True)).outfits == []
    assert await read_outfit(deps, card.id) == card


async def test_an_outfit_is_named_on_one_line_and_unnamed(deps, card):
    named = await name_outfit(deps, outfit_id=card.id, name="  Monday\n meeting ")
    assert named.name == "Monday meeting"
    assert (await read_outfit(deps, card.id)).name == "Monday meeting"
    assert (await name_outfit(deps, outfit_id=card.id, name="  ")).name is None
    with pytest.raises(BadRequest):
        await name_outfit(deps, outfit_id=card.id, name="x" * 101)


async def test_worn_is_logged_by_the_day_once_and_can_be_taken_back(deps, card):
    days = [date(2026, 11, 18), date(2026, 11, 18), None, date(2026, 11, 21)]
    for day in days:
        worn = await wear_outfit(deps, outfit_id=card.id, worn_on=day)
    assert worn.worn_on == [date(2026, 11, 18), date(2026, 11, 21)]
    async with deps.sessions.begin() as session:
        counted = await wears(session, owner_id=deps.owner_id)
    assert {id_: (wear.days, wear.last) for id_, wear in counted.items()} == dict.fromkeys(
        card.garment_ids, (2, date(2026, 11, 21))
    )
    back = await unwear_outfit(deps, outfit_id=card.id, worn_on=date(2026, 11, 21))
    assert back.worn_on == [date(2026, 11, 18)]


@pytest.mark.parametrize(("days_ago", "tired"), [(1, True), (12, False)])
async def test_what_was_worn_yesterday_rests_and_what_was_worn_long_ago_does_not(
    deps, card, days_ago, tired
):
    day = (NOW - timedelta(days=days_ago)).date()
    await wear_outfit(deps, outfit_id=card.id, worn_on=day)
    scored = await score_outfit(deps, garment_ids=card.garment_ids, frame=FRAME)
    assert (scored.score_breakdown["rotation"].score < 0.7) == tired
    again = (await recommend_outfits(deps, frame=FRAME, count=1)).outfits[0]
    assert not tired or set(again.garment_ids) != set(card.garment_ids)


@pytest.mark.parametrize("days", [-3, 0, 1])
async def test_a_reset_forgets_what_was_told_before_it_of_any_day(services, deps, card, days):
    worn = {"outfit_id": card.id, "worn_on": (NOW + timedelta(days=days)).date()}
    marked = await wear_outfit(deps, **worn)
    assert marked.worn_on == [worn["worn_on"]]
    assert (await read_preferences(deps)).learned_from == 1
    reset = await update_preferences(deps, change=PreferencesChange(reset_learned=True))
    assert (reset.learned_from, reset.learned_weights) == (0, {})
    moved_on = replace(services, now=lambda: NOW + timedelta(hours=1))
    later = moved_on.for_owner(deps.owner_id)
    await unwear_outfit(later, **worn)
    await wear_outfit(later, **worn)
    assert (await read_preferences(later)).learned_from == 1


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(1700, 1, 1)])
async def test_a_day_that_cannot_be_is_refused(deps, card, day):
    with pytest.raises(BadRequest):
        await wear_outfit(deps, outfit_id=card.id, worn_on=day)


async def test_an_outfit_of_ones_own_is_judged_saved_named_and_worn(deps, card):
    own = await keep_outfit(deps, garment_ids=card.garment_ids, frame=FRAME, name="Mine")
    assert (own.saved, own.name, own.score) == (True, "Mine", card.score)
    assert own.id != card.id
    worn = await wear_outfit(deps, outfit_id=own.id)
    assert worn.worn_on == [NOW.date()]
    assert await read_outfit(deps, own.id) == worn
    with pytest.raises(NotFound):
        await keep_outfit(deps, garment_ids=[uuid4()], frame=FRAME)


async def test_somebody_elses_outfit_cannot_be_marked(services, card):
    stranger = await somebody(services)
    for call in (
        save_outfit(stranger, outfit_id=card.id),
        forget_outfit(stranger, outfit_id=card.id),
        name_outfit(stranger, outfit_id=card.id, name="mine"),
        wear_outfit(stranger, outfit_id=card.id),
        unwear_outfit(stranger, outfit_id=card.id, worn_on=NOW.date()),
    ):
        with pytest.raises(NotFound):
            await call
