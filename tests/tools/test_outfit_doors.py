"""The outfit tools as the model calls them: what is granted, and every argument that is refused."""

from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

import pytest
from wardrobe_rows import SMALL, hang_up

from db.models import User
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame, Weather
from stylist.settings import Settings
from tools.agent_doors import preferences
from tools.figure_doors import PurchaseArgs, purchases, statistics
from tools.mark_doors import mark
from tools.outfit_doors import (
    ExplainArgs,
    RecommendArgs,
    explain,
    recommend,
    score,
    swap,
)
from tools.services import open_services


@pytest.fixture
async def services(sessions, tmp_path):
    settings = Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "models")
    async with open_services(settings) as services:
        yield replace(services, sessions=sessions)


@pytest.fixture
async def turn(services):
    """A turn of somebody whose whole wardrobe was given out, and the ids by kind and colour."""
    async with services.sessions.begin() as session:
        user = User(email=f"{uuid4()}@example.org", password_hash="x")
        session.add(user)
        await session.flush()
        ids = await hang_up(session, user.id)
    frame = ConstraintFrame(weather=Weather(temperature_c=14))
    state = {
        "frame": frame.model_dump(mode="json"),
        "garments": {str(id_): {} for id_ in ids},
        "known_outfits": [],
        "outfits": [],
        "shown": [],
        "understanding": {"acts": ["request"], "delta": {"add": {}}},
    }
    context = SimpleNamespace(deps=services.for_owner(user.id), run_id=None)
    return SimpleNamespace(state=state, context=context, ids=dict(zip(SMALL, ids, strict=True)))


def show(turn, answer):
    cards = [card.model_dump(mode="json") for card in answer.block.outfits]
    turn.state |= {"shown": cards, "known_outfits": [card["id"] for card in cards]}
    return answer.block.outfits


async def built(turn, **given):
    return await recommend(turn, **{**RecommendArgs().model_dump(), **given})


async def test_outfits_are_built_around_a_garment_and_without_another(turn):
    chinos, polo = turn.ids["chinos", "navy"], turn.ids["polo", "navy"]
    answer = await built(
        turn, around_garment_ids=[str(chinos)], exclude_garment_ids=[str(polo)], count=4
    )
    cards = show(turn, answer)
    assert cards
    assert all(chinos in card.garment_ids and polo not in card.garment_ids for card in cards)


async def test_why_not_is_answered_with_the_garment_it_is_about(turn):
    [card, *_] = show(turn, await built(turn, exclude_garment_ids=[]))
    worn = {item.category for item in card.items}
    kind = next(k for k in ("sneakers", "jeans", "t-shirt", "boots") if k not in worn)
    asked = {**ExplainArgs(outfit_ids=["1"]).model_dump(), "why_not_category": kind}
    told = await explain(turn, **asked)
    named = [ref for ref in told.block.garments if ref.garment_id not in card.garment_ids]
    assert kind in {ref.category for ref in named}
    assert named[0].name in told.text


@pytest.mark.parametrize("degrees", [-80.0, 93.0])
async def test_a_conversation_may_exaggerate_the_weather(turn, degrees):
    turn.state["frame"]["weather"]["temperature_c"] = degrees
    turn.state["frame"]["notes"] = ["nothing that my aunt would wear"]
    [card, *_] = show(turn, await built(turn))
    assert (await swap(turn, outfit_id=str(card.id), slot="shoes")).text
    assert (await score(turn, garment_ids=[str(i) for i in card.garment_ids])).text


async def test_what_a_model_gets_wrong_is_refused_with_a_hint(turn):
    known = str(turn.ids["chinos", "navy"])
    [card, *_] = show(turn, await built(turn))
    plain = ExplainArgs(outfit_ids=[str(card.id)]).model_dump()
    for call, hint in (
        (built(turn, moves=["sideways"]), "sideways"),
        (built(turn, around_garment_ids=[str(uuid4())]), "search_wardrobe"),
        (built(turn, around_garment_ids=[known], exclude_garment_ids=[known]), "around_garment"),
        (built(turn, reference_outfit_id="nonsense"), "unknown outfit"),
        (swap(turn, outfit_id=str(card.id), slot="trousers"), "trousers"),
        (swap(turn, outfit_id=str(uuid4()), slot="shoes"), "unknown outfit"),
        (explain(turn, **{**plain, "outfit_ids": ["9"]}), "unknown outfit"),
        (explain(turn, **{**plain, "why_not_color": "blurple"}), "blurple"),
        (explain(turn, **{**plain, "why_not_category": "spacesuit"}), "spacesuit"),
        (explain(turn, **{**plain, "why_not_garment_id": "x"}), "search_wardrobe"),
        (mark(turn, outfit_id=str(card.id), mark="burn", name="", day=""), "burn"),
        (mark(turn, outfit_id=str(uuid4()), mark="save", name="", day=""), "unknown outfit"),
        (mark(turn, outfit_id="1", mark="wear", name="", day="some day"), "yesterday"),
        (statistics(turn, order="best", category="", color="", limit=3), "best"),
        (statistics(turn, order="most_worn", category="spacesuit", color="", limit=3), "spacesuit"),
        (statistics(turn, order="most_worn", category="", color="blurple", limit=3), "blurple"),
        (purchases(turn, **{**PurchaseArgs().model_dump(), "category": "spacesuit"}), "spacesuit"),
        (purchases(turn, **{**PurchaseArgs().model_dump(), "color": "blurple"}), "blurple"),
        (score(turn, garment_ids=[]), "no garment"),
        (score(turn, garment_ids=["x"]), "search_wardrobe"),
    ):
        with pytest.raises(BadRequest) as refused:
            await call
        assert hint in refused.value.hint


async def test_figures_are_of_the_garments_that_were_asked_for(turn):
    asked = {"order": "least_worn", "category": "shoes", "color": "", "limit": 20}
    shoes = await statistics(turn, **asked)
    kinds = {ref.category for ref in shoes.block.garments}
    assert {"sneakers", "boots"} < kinds
    assert kinds.isdisjoint({"shirt", "jeans"})
    white = await statistics(turn, **{**asked, "color": "white"})
    assert [ref.category for ref in white.block.garments] == ["sneakers"]
    assert white.block.facts["count"] == len(SMALL)
    assert white.block.facts["asked"] == 1


async def test_tastes_are_kept_and_told_when_nothing_is_given(turn):
    nothing = (await preferences(turn)).block.facts["tastes"]
    assert not any(nothing.values())
    await preferences(turn, favorite_colors=["teal"], preferred_fit="slim")
    tastes = (await preferences(turn)).block.facts["tastes"]
    assert (tastes["favorite_colors"], tastes["preferred_fit"]) == (["teal"], "slim")
