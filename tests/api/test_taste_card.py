"""The page's card of what was learned, over the real API."""

import pytest
from wardrobe_rows import hang_up

from stylist.errors import BadRequest
from ui.client import StylistApi
from ui.tastes import NOTHING, TasteAct, follow


@pytest.fixture
async def taught(person):
    """Somebody who has liked some outfits and not others, and their side of the API."""
    async with person.deps.sessions.begin() as session:
        await hang_up(session, person.id)
    found = await person.client.post("/v1/outfits/recommend", json={"count": 4})
    for number, outfit in enumerate(found.json()["outfits"]):
        action = "dislike" if number % 2 else "like"
        path = f"/v1/outfits/{outfit['id']}/feedback"
        assert (await person.client.post(path, json={"action": action})).status_code == 200
    return StylistApi(person.client)


async def test_a_learned_weight_is_seen_moved_forgotten_and_learned_again(taught):
    card = await follow(taught, TasteAct(do="look"))
    assert card.title.startswith("Learned from")
    assert card.rows
    assert [abs(row.weight) for row in card.rows] == sorted(
        (abs(row.weight) for row in card.rows), reverse=True
    )
    first = card.rows[0]
    for do, step in (("more", 0.5), ("less", -0.5)):
        before = {row.name: row.weight for row in card.rows}[first.name]
        card = await follow(taught, TasteAct(do=do, name=first.name))
        [row] = [row for row in card.rows if row.name == first.name]
        assert row.weight == pytest.approx(before + step, abs=2e-3)
        assert row.own
    card = await follow(taught, TasteAct(do="forget", name=first.name))
    assert all(row.weight == 0 for row in card.rows if row.name == first.name)
    card = await follow(taught, TasteAct(do="relearn", name=first.name))
    [row] = [row for row in card.rows if row.name == first.name]
    assert row.weight == pytest.approx(first.weight, abs=0.02)
    assert not row.own


async def test_everything_is_forgotten_and_exploring_is_switched(taught):
    card = await follow(taught, TasteAct(do="explore"))
    assert not card.explore
    card = await follow(taught, TasteAct(do="reset"))
    assert card.rows == []
    assert card.title == NOTHING
    assert (await follow(taught, TasteAct(do="explore"))).explore


async def test_an_attribute_that_nobody_learns_is_refused(taught):
    with pytest.raises(BadRequest):
        await follow(taught, TasteAct(do="more", name="color:blurple"))
