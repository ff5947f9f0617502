"""What is not at hand is not offered, and is named when it is what an outfit lacks."""

from dataclasses import replace
from uuid import uuid4

import pytest
from wardrobe_rows import hang, hang_up

from db.effective_garments import get_effective, list_effective
from db.models import User
from stylist.errors import Conflict, NotFound
from stylist.frame import ConstraintFrame, Items, Wish
from stylist.settings import Settings
from tools.availability import set_availability
from tools.explain_outfit import explain_outfit
from tools.garments import GarmentFilter, list_garments
from tools.recommend_outfits import recommend_outfits
from tools.score_outfit import score_outfit
from tools.search_wardrobe import search_wardrobe
from tools.services import open_services
from tools.swap_item import swap_item

ANY = ConstraintFrame()
FEW = (("shirt", "white"), ("jeans", "navy"), ("sneakers", "white"))


@pytest.fixture
async def services(sessions, tmp_path):
    settings = Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "models")
    async with open_services(settings) as services:
        yield replace(services, sessions=sessions)


async def move_in(services, wardrobe=FEW):
    async with services.sessions.begin() as session:
        user = User(email=f"{uuid4()}@example.org", password_hash="x")
        session.add(user)
        await session.flush()
        ids = await hang_up(session, user.id, wardrobe)
    return services.for_owner(user.id), ids


@pytest.mark.parametrize("place", ["laundry", "lent", "packed", "archived"])
async def test_only_what_is_at_hand_is_worn_or_found(services, place):
    deps, (shirt, jeans, shoes) = await move_in(services)
    async with services.sessions.begin() as session:
        spare = await hang(session, deps.owner_id, "shirt", "light-blue")
    await set_availability(deps, [shirt], place)
    found = await recommend_outfits(deps, frame=ANY)
    assert {id_ for card in found.outfits for id_ in card.garment_ids} == {spare, jeans, shoes}
    named = await search_wardrobe(deps, query="shirt")
    assert [garment.id for garment in named.garments] == [spare]
    anywhere = await search_wardrobe(deps, query="", availability=None)
    assert len(anywhere.garments) == 4
    await set_availability(deps, [shirt], "clean")
    assert len((await recommend_outfits(deps, frame=ANY)).outfits) == 2


async def test_what_the_laundry_lacks_us_is_said(services):
    deps, (_, jeans, _) = await move_in(services)
    await set_availability(deps, [jeans], "laundry")
    found = await recommend_outfits(deps, frame=ANY)
    legs = "trousers, jeans, shorts or a skirt (your navy jeans are in the laundry)"
    assert legs in found.missing


async def test_nothing_clean_is_not_an_empty_wardrobe(services):
    deps, ids = await move_in(services)
    await set_availability(deps, ids, "packed")
    found = await recommend_outfits(deps, frame=ANY)
    assert (found.outfits, found.waiting) == ([], None)
    [missing] = found.missing
    assert missing.startswith("garments that are ready to wear (your ")
    assert missing.endswith(" are packed)")


async def test_what_is_ruled_out_anyway_is_not_blamed_on_the_laundry(services):
    deps, (_, jeans, _) = await move_in(services)
    await set_availability(deps, [jeans], "laundry")
    found = await recommend_outfits(deps, frame=ConstraintFrame(categories=Wish(avoid=["jeans"])))
    assert found.missing
    assert "laundry" not in str(found.missing)


async def test_an_archived_garment_is_never_mentioned(services):
    deps, (_, jeans, _) = await move_in(services)
    await set_availability(deps, [jeans], "archived")
    found = await recommend_outfits(deps, frame=ANY)
    assert "trousers, jeans, shorts or a skirt" in found.missing


async def test_a_garment_that_was_asked_for_is_not_offered_from_the_laundry(services):
    deps, (shirt, *_) = await move_in(services)
    async with services.sessions.begin() as session:
        await hang(session, deps.owner_id, "shirt", "light-blue")
    await set_availability(deps, [shirt], "laundry")
    wish = ConstraintFrame(items=Items(require=[str(shirt)]))
    found = await recommend_outfits(deps, frame=wish)
    assert all(shirt not in card.garment_ids for card in found.outfits)
    assert "your white shirt is in the laundry" in str(found.missing)


async def test_a_swap_keeps_nothing_that_is_away_and_brings_nothing_that_is(services):
    deps, (shirt, jeans, _) = await move_in(services)
    outfit = (await recommend_outfits(deps, frame=ANY)).outfits[0]
    async with services.sessions.begin() as session:
        spare = await hang(session, deps.owner_id, "shirt", "light-blue")
        lent = await hang(session, deps.owner_id, "shirt", "navy")
    await set_availability(deps, [lent], "lent")
    await set_availability(deps, [shirt], "laundry")
    swapped = await swap_item(deps, outfit_id=outfit.id, slot="top", frame=ANY, count=5)
    assert [spare in card.garment_ids for card in swapped.outfits] == [True]
    await set_availability(deps, [jeans], "laundry")
    with pytest.raises(Conflict, match="your navy jeans are in the laundry"):
        await swap_item(deps, outfit_id=outfit.id, slot="top", frame=ANY)


async def test_what_is_away_can_still_be_judged_and_asked_about(services):
    deps, ids = await move_in(services)
    outfit = (await recommend_outfits(deps, frame=ANY)).outfits[0]
    await set_availability(deps, [ids[0]], "lent")
    assert (await score_outfit(deps, garment_ids=ids, frame=ANY)).garment_ids
    why = await explain_outfit(deps, outfit_id=outfit.id, why_not_garment_id=ids[0])
    assert why.text == "It cannot be worn now: your white shirt is lent."


async def test_the_list_hides_archived_garments_unless_asked(services):
    deps, (shirt, jeans, shoes) = await move_in(services)
    await set_availability(deps, [shirt], "archived")
    await set_availability(deps, [jeans], "laundry")

    async def listed(**wanted):
        page = await list_garments(deps, GarmentFilter(**wanted), cursor=None, limit=10)
        return {garment.id for garment in page.garments}

    assert await listed() == {jeans, shoes}
    assert await listed(availability="archived") == {shirt}
    assert await listed(availability="laundry") == {jeans}


async def test_all_or_none_are_moved_and_nobody_elses(services):
    deps, ids = await move_in(services)
    other, theirs = await move_in(services)
    for strangers in ([*ids, uuid4()], [*ids, theirs[0]]):
        with pytest.raises(NotFound):
            await set_availability(deps, strangers, "lent")
    async with services.sessions() as session:
        mine = await list_effective(session, owner_id=deps.owner_id)
        assert {garment.availability for garment in mine} == {"clean"}
        assert (await get_effective(session, theirs[0], owner_id=other.owner_id)).availability == (
            "clean"
        )


async def test_garments_come_back_in_the_order_asked_each_once(services):
    deps, (shirt, jeans, _) = await move_in(services)
    moved = await set_availability(deps, [jeans, shirt, jeans], "laundry")
    assert [garment.id for garment in moved] == [jeans, shirt]
