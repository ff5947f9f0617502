"""A correction is obeyed at once by outfits, swaps, search and the conversation."""

import pytest
from chat_frames import begin, colors_of, kinds_of, say
from wardrobe_rows import hang, hang_up

from db import garments

NO_BOOTS = {"categories": {"want": [], "avoid": ["boots"]}}
NO_BLACK = {"colors": {"want": [], "avoid": ["black"]}}


@pytest.fixture
def own(person):
    """Gives the person ready garments; returns their ids."""

    async def give(*wardrobe) -> list[str]:
        async with person.deps.sessions.begin() as session:
            return [str(id_) for id_ in await hang_up(session, person.id, wardrobe)]

    return give


async def correct(person, garment, **change) -> dict:
    answer = await person.client.patch(f"/v1/garments/{garment}", json=change)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def undo(person, garment) -> None:
    answer = await person.client.post(f"/v1/garments/{garment}/undo")
    assert answer.status_code == 200, answer.text


async def worn(person, **frame) -> set[str]:
    body = {"constraints": frame, "count": 5}
    answer = await person.client.post("/v1/outfits/recommend", json=body)
    assert answer.status_code == 200, answer.text
    return {id_ for outfit in answer.json()["outfits"] for id_ in outfit["garment_ids"]}


async def test_an_exclusion_follows_the_corrected_kind_and_its_undo(person, own) -> None:
    shirt, jeans, shoes, spare = await own(
        ("shirt", "white"), ("jeans", "blue"), ("sneakers", "white"), ("loafers", "brown")
    )
    assert shoes in await worn(person, **NO_BOOTS)
    await correct(person, shoes, category="boots")
    assert await worn(person, **NO_BOOTS) == {shirt, jeans, spare}
    await undo(person, shoes)
    assert shoes in await worn(person, **NO_BOOTS)


async def test_an_exclusion_follows_the_corrected_colour_and_its_undo(person, own) -> None:
    shirt, _jeans, _shoes, spare = await own(
        ("shirt", "navy"), ("jeans", "blue"), ("sneakers", "white"), ("polo", "white")
    )
    assert shirt in await worn(person, **NO_BLACK)
    await correct(person, shirt, color_primary="black")
    assert shirt not in await worn(person, **NO_BLACK)
    assert spare in await worn(person, **NO_BLACK)
    await undo(person, shirt)
    assert shirt in await worn(person, **NO_BLACK)


async def test_naming_a_colour_ends_the_doubt_that_kept_it_out(person, own, services) -> None:
    shirt, *_ = await own(("shirt", "navy"), ("jeans", "blue"), ("sneakers", "white"))
    async with services.sessions.begin() as session:
        view = await garments.get_effective(session, shirt, owner_id=person.id)
        await garments.add_prediction(
            session,
            shirt,
            category="shirt",
            subcategory=None,
            attributes=view.attributes.model_dump(mode="json"),
            confidence={"category": 0.9, "color:navy": 0.6, "color:black": 0.4},
            backend={},
        )
    assert shirt not in await worn(person, **NO_BLACK)
    answer = await person.client.post(
        f"/v1/garments/{shirt}/confirm", json={"fields": ["color_primary"]}
    )
    assert answer.status_code == 200
    assert shirt in await worn(person, **NO_BLACK)


async def test_a_swap_offers_what_a_garment_is_now(person, own) -> None:
    _, _, shoes, hat = await own(
        ("shirt", "white"), ("jeans", "blue"), ("sneakers", "white"), ("hat", "beige")
    )
    made = (await person.client.post("/v1/outfits/recommend", json={"count": 1})).json()
    outfit = made["outfits"][0]["id"]
    path = f"/v1/outfits/{outfit}/swap"
    none = (await person.client.post(path, json={"slot": "shoes"})).json()
    assert none["outfits"] == []
    await correct(person, hat, category="loafers")
    found = (await person.client.post(path, json={"slot": "shoes"})).json()["outfits"]
    assert [one["slots"]["shoes"] for one in found] == [[hat]]
    await undo(person, hat)
    again = (await person.client.post(path, json={"slot": "shoes"})).json()
    assert again["outfits"] == []
    assert shoes


async def test_the_list_and_the_words_find_what_a_garment_is_now(person, own) -> None:
    [shirt] = await own(("shirt", "white"))

    async def found(**query) -> list[str]:
        answer = await person.client.get("/v1/garments", params=query)
        return [garment["id"] for garment in answer.json()["garments"]]

    await correct(person, shirt, category="cardigan", color_primary="red", pattern="striped")
    assert await found(category="sweater", color="red", pattern="striped") == [shirt]
    assert await found(q="red cardigan") == [shirt]
    assert await found(category="shirt") == await found(q="white") == []
    await undo(person, shirt)
    assert await found(category="shirt", q="white") == [shirt]


async def test_undo_goes_back_field_by_field_as_often_as_there_is_something(person, own) -> None:
    [shirt] = await own(("shirt", "white"))
    await correct(person, shirt, pattern="plaid")
    await correct(person, shirt, color_primary="red", material="linen")
    await correct(person, shirt, pattern="dotted", name="Friday")
    seen = []
    for _ in range(3):
        await undo(person, shirt)
        now = (await person.client.get(f"/v1/garments/{shirt}")).json()
        looks = now["attributes"]
        seen.append((looks["pattern"], looks["color_primary"], looks["material"], now["name"]))
    assert seen == [
        ("plaid", "red", "linen", "Friday"),
        ("plaid", "white", None, "Friday"),
        ("solid", "white", None, "Friday"),
    ]


async def test_the_conversation_obeys_a_correction_between_two_turns(person, services) -> None:
    async with services.sessions.begin() as session:
        await hang_up(session, person.id)
        dark = await hang(session, person.id, "sweater", "navy")
    talk = await begin(person)
    await say(person, talk, "smart casual for 12 degrees, with the navy sweater, no black")
    await correct(person, dark, color_primary="black")
    later = await say(person, talk, "show me three more")
    assert later.outfits
    for outfit in later.outfits:
        assert str(dark) not in outfit["garment_ids"]
        assert "black" not in colors_of(outfit)


EVERYDAY = (
    ("shirt", "white"), ("shirt", "light-blue"), ("polo", "navy"), ("t-shirt", "gray"),
    ("jeans", "blue"), ("chinos", "navy"), ("trousers", "gray"),
    ("sneakers", "white"), ("loafers", "brown"), ("oxfords", "brown"),
)  # fmt: skip


async def test_what_is_said_of_a_shown_outfit_means_what_it_holds_now(person, own) -> None:
    await own(*EVERYDAY)
    talk = await begin(person)
    first = await say(person, talk, "something casual")
    shown = first.outfits[0]
    [shoes] = shown["slots"]["shoes"]
    was = next(item for item in shown["items"] if item["garment_id"] == shoes)
    await correct(person, shoes, category="ankle-boots")
    later = await say(person, talk, "not the boots")
    assert shoes in later.constraints["items"]["exclude"] or (
        "boots" in later.constraints["categories"]["avoid"]
    )
    assert later.outfits
    for outfit in later.outfits:
        assert shoes not in outfit["garment_ids"]
        assert "boots" not in kinds_of(outfit)
    kept = (await person.client.get(f"/v1/outfits/{shown['id']}")).json()
    assert was["category"] in {item["category"] for item in kept["items"]}, "as it was shown"


async def test_a_garment_laid_into_the_laundry_is_not_offered_in_the_next_turn(person, own) -> None:
    ids = await own(*EVERYDAY)
    jeans = ids[4]
    talk = await begin(person)
    first = await say(person, talk, "something casual, with jeans")
    assert all(jeans in outfit["garment_ids"] for outfit in first.outfits)
    change = {"garment_ids": [jeans], "availability": "laundry"}
    await person.client.post("/v1/garments/availability", json=change)
    later = await say(person, talk, "show me three more")
    assert all(jeans not in outfit["garment_ids"] for outfit in later.outfits)
    assert "your blue jeans are in the laundry" in later.reply
