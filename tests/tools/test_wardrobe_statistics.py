"""The wardrobe in figures, and what one purchase would unlock; over a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import update
from wardrobe_rows import SMALL, hang_up

from db.models import Garment, User
from stylist.errors import BadRequest
from stylist.frame import Budget, ConstraintFrame
from stylist.settings import Settings
from tools.outfit_marks import keep_outfit, wear_outfit
from tools.purchase_ideas import Candidate, purchase_ideas
from tools.services import open_services
from tools.wardrobe_statistics import wardrobe_statistics


@pytest.fixture
async def services(sessions, tmp_path):
    settings = Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "models")
    async with open_services(settings) as services:
        now = datetime(2026, 11, 21, 8, tzinfo=UTC)
        yield replace(services, sessions=sessions, now=lambda: now)


@pytest.fixture
def move_in(services):
    """Makes a person with a wardrobe; returns their world and the ids by kind and colour."""

    async def make(wardrobe=SMALL):
        async with services.sessions.begin() as session:
            user = User(email=f"{uuid4()}@example.org", password_hash="x")
            session.add(user)
            await session.flush()
            ids = await hang_up(session, user.id, wardrobe)
        return services.for_owner(user.id), dict(zip(wardrobe, ids, strict=True))

    return make


async def priced(deps, prices):
    async with deps.sessions.begin() as session:
        for garment_id, (price, currency) in prices.items():
            change = {"price": Decimal(price), "currency": currency}
            await session.execute(update(Garment).where(Garment.id == garment_id).values(change))


async def test_wears_and_prices_make_the_cost_of_a_wear(move_in):
    deps, ids = await move_in()
    shirt, jeans, shoes = (
        ids["shirt", "white"],
        ids["jeans", "blue"],
        ids["sneakers", "white"],
    )
    await priced(deps, {shirt: ("40", "EUR"), jeans: ("90", "EUR"), ids["blazer", "navy"]:
                        ("200", "GBP")})  # fmt: skip
    own = await keep_outfit(deps, garment_ids=[shirt, jeans, shoes], frame=ConstraintFrame())
    other = await keep_outfit(
        deps, garment_ids=[ids["polo", "navy"], jeans, shoes], frame=ConstraintFrame()
    )
    for card, day in ((own, 10), (own, 12), (other, 12), (own, 14)):
        await wear_outfit(deps, outfit_id=card.id, worn_on=date(2026, 11, day))
    found = await wardrobe_statistics(deps, order="most_worn")
    by_id = {use.garment_id: use for use in found.garments}
    assert (by_id[jeans].wears, by_id[jeans].last_worn) == (3, date(2026, 11, 14))
    assert (by_id[shirt].cost_per_wear, by_id[jeans].cost_per_wear) == (13.33, 30.0)
    assert by_id[shoes].cost_per_wear is None
    assert found.never_worn == len(SMALL) - 4
    assert found.wears == 3 + 3 + 3 + 1
    assert found.money["EUR"].model_dump() == {"spent": 130.0, "never_worn": 0.0}
    assert found.money["GBP"].never_worn == 200.0
    assert found.without_price == len(SMALL) - 3
    assert [use.wears for use in found.garments[:3]] == [3, 3, 3]
    dear = await wardrobe_statistics(deps, order="cost_per_wear", limit=1)
    assert [use.garment_id for use in dear.garments] == [jeans]


async def test_good_outfits_are_counted_for_the_wardrobe_and_each_garment(move_in):
    deps, ids = await move_in(
        (("shirt", "white"), ("sweater", "navy"), ("jeans", "blue"), ("trousers", "gray"),
         ("oxfords", "brown"), ("trench-coat", "gray"), ("sandals", "orange"))
    )  # fmt: skip
    found = await wardrobe_statistics(deps)
    outfits = {use.garment_id: use.outfits for use in found.garments}
    assert found.possible_outfits == 2 * 2 * 2
    assert 0 < found.good_outfits < found.possible_outfits
    assert not found.estimated
    tops = outfits[ids["shirt", "white"]] + outfits[ids["sweater", "navy"]]
    shoes = outfits[ids["oxfords", "brown"]] + outfits[ids["sandals", "orange"]]
    assert tops == shoes == found.good_outfits
    assert outfits[ids["oxfords", "brown"]] > outfits[ids["sandals", "orange"]]
    assert 0 < outfits[ids["trench-coat", "gray"]] <= found.good_outfits


async def test_an_empty_wardrobe_has_figures_too(move_in):
    deps, _ = await move_in(())
    found = await wardrobe_statistics(deps)
    assert (found.count, found.possible_outfits, found.garments) == (0, 0, [])
    ideas = await purchase_ideas(deps)
    assert ideas.ideas == []
    assert ideas.missing == ["pieces to combine with: a top, a bottom and shoes"]


async def test_without_shoes_shoes_are_what_unlocks_most(move_in):
    deps, _ = await move_in(tuple(g for g in SMALL if g[0] not in {
        "oxfords", "sneakers", "loafers", "ankle-boots"}))  # fmt: skip
    found = await purchase_ideas(deps)
    assert found.good_outfits == 0
    assert found.ideas
    assert {idea.slot for idea in found.ideas} == {"shoes"}
    unlocks = [idea.unlocks for idea in found.ideas]
    assert unlocks == sorted(unlocks, reverse=True)
    assert len({idea.subcategory or idea.category for idea in found.ideas}) == len(found.ideas)


async def test_what_a_purchase_unlocks_is_what_owning_it_adds(move_in):
    deps, _ = await move_in()
    before = await wardrobe_statistics(deps)
    [idea] = (
        await purchase_ideas(deps, candidate=Candidate(category="trousers", color="black"))
    ).ideas
    with_it, _ = await move_in((*SMALL, ("trousers", "black")))
    after = await wardrobe_statistics(with_it)
    assert idea.unlocks == after.good_outfits - before.good_outfits > 0


async def test_a_budget_is_obeyed_by_the_prices_of_such_garments(move_in):
    deps, ids = await move_in()
    assert (await purchase_ideas(deps, budget=Budget(max=50, currency="EUR"))).missing == [
        "prices of your garments, to tell what something costs"
    ]
    await priced(deps, {ids["shirt", "white"]: ("40", "EUR"), ids["oxfords", "brown"]:
                        ("180", "EUR"), ids["jeans", "blue"]: ("20", "GBP")})  # fmt: skip
    found = await purchase_ideas(deps, budget=Budget(max=50, currency="EUR"), limit=20)
    assert found.ideas
    assert {idea.slot for idea in found.ideas} == {"top"}
    assert all(idea.price <= 50 and idea.currency == "EUR" for idea in found.ideas)
    more = await purchase_ideas(deps, budget=Budget(max=200, currency="EUR"), limit=20)
    assert {"shoes", "top"} == {idea.slot for idea in more.ideas}
    less = await purchase_ideas(deps, budget=Budget(max=5, currency="EUR"))
    assert (less.ideas, less.missing) == ([], ["anything within that budget"])
    dear = Candidate(category="chinos", color="beige", price=70, currency="EUR")
    assert (await purchase_ideas(deps, budget=Budget(max=50), candidate=dear)).ideas == []


@pytest.mark.parametrize(
    "asked",
    [
        {"slot": "outerwear"},
        {"budget": Budget(max=5, currency="XYZ")},
        {"candidate": Candidate(category="spacesuit", color="red")},
        {"candidate": Candidate(category="shirt", color="blurple")},
        {"candidate": Candidate(category="belt", color="red")},
    ],
)
async def test_what_cannot_be_told_is_refused(move_in, asked):
    deps, _ = await move_in(())
    with pytest.raises(BadRequest):
        await purchase_ideas(deps, **asked)
