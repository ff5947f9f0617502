"""The mending cards before the real API: what a tap does there, and the card that follows."""

from uuid import UUID

import pytest

from db import duplicates, garments
from stylist.errors import StylistError
from ui.client import StylistApi
from ui.desk import NOTHING_LEFT, Desk
from ui.mend_card import Act, Card, Place
from ui.mending import Mender


@pytest.fixture
def mender(person) -> Mender:
    async def own_picture(url: str) -> str:
        return f"own:{url}"

    api = StylistApi(person.client)
    return Mender(api, Desk(api, own_picture))


@pytest.fixture
def make_doubted(person, services, make_ready):
    """Makes a garment that its photo leaves in doubt; everything else of it is sure."""

    async def make(seed: int, *, doubts=(), **confidence: float) -> UUID:
        garment = await make_ready(person.id, seed=seed)
        async with services.sessions.begin() as session:
            await garments.add_prediction(
                session,
                garment,
                category="t-shirt",
                subcategory=None,
                attributes={"color_primary": "navy", "pattern": "striped", "formality": 0.3},
                confidence={"category": 0.99, "color_primary": 0.99, "pattern": 0.99, **confidence},
                backend={},
                doubts=doubts,
            )
        return garment

    return make


async def tap(mender: Mender, card: Card, do: str, **more) -> Card:
    return await mender.follow(card.place, Act(do=do, **more))


async def opened(mender: Mender, **place) -> Card:
    return await mender.follow(Place(**place), Act(do="look"))


async def read(person, garment: UUID) -> dict:
    return (await person.client.get(f"/v1/garments/{garment}")).json()


async def test_the_costliest_doubt_is_asked_first_with_its_likely_answers(mender, make_doubted):
    await make_doubted(0, pattern=0.5)
    kind = await make_doubted(10, category=0.4, **{"kind:shirt": 0.3, "kind:sweater": 0.2})
    card = await opened(mender)
    assert (card.title, card.left, card.state) == ("Is this a navy striped t-shirt?", 2, "ask")
    assert [garment.id for garment in card.garments] == [kind]
    assert card.garments[0].picture.startswith("own:/v1/images/")
    (row,) = card.rows
    assert (row.label, [option.value for option in row.options]) == ("Kind", ["shirt", "sweater"])
    assert card.asked == ["category"]
    assert [row.field for row in card.more] == ["color_primary", "pattern", "material"]


async def test_a_yes_goes_on_and_undo_brings_the_question_back(mender, person, make_doubted):
    first = await make_doubted(0, category=0.4)
    second = await make_doubted(10, pattern=0.4)
    card = await opened(mender)
    after = await tap(mender, card, "confirm", fields=card.asked)
    assert (after.garments[0].id, after.left) == (second, 1)
    assert (await read(person, first))["corrected"] == ["category"]
    back = await tap(mender, after, "undo")
    assert (back.garments[0].id, back.left) == (first, 2)
    assert (await read(person, first))["corrected"] == []
    assert back.place.undo is None


async def test_another_answer_corrects_and_the_next_doubt_of_the_same_garment_follows(
    mender, person, make_doubted
):
    other = await make_doubted(0, category=0.5)
    both = await make_doubted(10, category=0.4, color_primary=0.5)
    card = await opened(mender)
    card = await tap(mender, card, "correct", field="category", value="shirt")
    assert card.garments[0].id == both
    assert card.title == "Is this a navy striped shirt?"
    assert [row.field for row in card.rows] == ["color_primary"]
    card = await tap(mender, card, "correct", field="color_primary", value="black")
    assert card.garments[0].id == other
    seen = await read(person, both)
    assert (seen["category"], seen["attributes"]["color_primary"]) == ("shirt", "black")


async def test_a_typed_word_is_taken_as_people_say_it_and_an_unknown_one_refused_in_words(
    mender, person, make_doubted
):
    garment = await make_doubted(0)
    card = await opened(mender, mode="one", garment=garment)
    await tap(mender, card, "correct", field="color_primary", value=" Light  Blue ")
    await tap(mender, card, "correct", field="pattern", value="polka dots")
    seen = (await read(person, garment))["attributes"]
    assert (seen["color_primary"], seen["pattern"]) == ("light-blue", "dotted")
    with pytest.raises(StylistError, match=r"^“zorp” is not a colour we know") as refused:
        await tap(mender, card, "correct", field="color_primary", value="zorp")
    assert "Value error" not in refused.value.message


async def test_what_is_skipped_is_left_for_later_and_counted_at_the_end(mender, make_doubted):
    for seed in (0, 10):
        await make_doubted(seed, category=0.4)
    card = await opened(mender)
    card = await tap(mender, card, "skip")
    assert card.left == 1
    card = await tap(mender, card, "confirm", fields=card.asked)
    assert (card.state, card.title) == ("end", "1 left for another time.")
    card = await tap(mender, card, "undo")
    assert (card.state, card.left) == ("ask", 1)
    assert (await tap(mender, card, "stop")).title == "2 left for another time."


async def test_only_the_wanted_garments_are_asked_about(mender, make_doubted):
    await make_doubted(0, category=0.3)
    wanted = await make_doubted(10, pattern=0.5)
    sure = await make_doubted(20)
    card = await opened(mender, wanted=[wanted, sure])
    assert ([garment.id for garment in card.garments], card.left) == ([wanted], 1)
    card = await tap(mender, card, "confirm", fields=card.asked)
    assert (card.state, card.title) == ("end", NOTHING_LEFT)


async def test_two_photos_of_one_garment_are_merged_and_parted_again(
    mender, person, services, make_ready
):
    old, new = [await make_ready(person.id, seed=seed) for seed in (0, 10)]
    for garment in (old, new):
        await person.client.post(
            f"/v1/garments/{garment}/confirm", json={"fields": ["category", "pattern"]}
        )
    async with services.sessions.begin() as session:
        await duplicates.ask(session, new, old, owner_id=person.id, score=0.9)
    card = await opened(mender)
    assert (card.state, [garment.id for garment in card.garments]) == ("pair", [new, old])
    after = await tap(mender, card, "same", keep=new)
    assert after.state == "end"
    assert (await read(person, old))["availability"] == "archived"
    again = await tap(mender, after, "undo")
    assert again.state == "pair"
    assert (await read(person, old))["availability"] == "clean"
    assert (await tap(mender, again, "different")).state == "end"


async def test_a_garment_goes_to_the_laundry_and_comes_back(mender, person, make_ready):
    garment = await make_ready(person.id)
    card = await opened(mender, mode="one", garment=garment)
    card = await tap(mender, card, "put", availability="laundry")
    assert card.garments[0].availability == "laundry"
    assert card.place.changed
    card = await tap(mender, card, "undo")
    assert (await read(person, garment))["availability"] == "clean"


async def test_a_garment_of_another_person_cannot_be_mended(mender, other, make_ready):
    theirs = await make_ready(other.id)
    with pytest.raises(StylistError, match="garment"):
        await opened(mender, mode="one", garment=theirs)
    place = Place(mode="one", garment=theirs)
    for act in (Act(do="correct", field="category", value="shirt"), Act(do="turn")):
        with pytest.raises(StylistError, match="garment"):
            await mender.follow(place, act)
