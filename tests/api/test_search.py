"""Search over HTTP: words and filters, a photo, a garment; problems for what makes no sense."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from remembering_eyes import drawn_photo
from worker_in_process import open_world, work, working

from jobs.world import World
from tools import similar_garments as tool


@pytest.fixture
async def world(services, models) -> AsyncIterator[World]:
    async with open_world(services.settings, models) as world:
        yield world


async def search(person, **params):
    answer = await person.client.get("/v1/garments/search", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_words_find_and_say_why(person, make_ready):
    warm = {"color_primary": "light-blue", "colors": [], "pattern": "solid", "warmth_clo": 0.36}
    sweater = await make_ready(person.id, seed=1, category="sweater", **warm, formality=0.48)
    await make_ready(person.id, seed=2, category="t-shirt")
    found = await search(person, q="something warm and not too formal, blue-ish")
    best = found["hits"][0]
    assert best["garment"]["id"] == str(sweater)
    assert best["missed"] == []
    assert best["why"] == "0.36 clo, 0.5 formal, light blue"
    assert found["understood"] == ["warm", "not formal", "blue-ish"]
    assert 0 < best["score"] <= 1
    assert (await person.client.get(best["garment"]["thumbnail_url"])).status_code == 200


async def test_filters_and_availability(person, make_ready):
    shirt = await make_ready(person.id, seed=1, category="shirt", formality=0.6, material="linen")
    await make_ready(person.id, seed=2, category="t-shirt", formality=0.2)
    for filters in (
        {"category": "shirt"}, {"min_formality": 0.5}, {"material": "linen"},
        {"max_formality": 0.7, "min_formality": 0.6},
    ):  # fmt: skip
        found = await search(person, **filters)
        assert [hit["garment"]["id"] for hit in found["hits"]] == [str(shirt)], filters
    assert (await search(person, season="winter"))["hits"] == []
    assert (await search(person, availability="laundry"))["hits"] == []
    assert len((await search(person, availability="any"))["hits"]) == 2
    assert len((await search(person, limit=1))["hits"]) == 1


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"slot": "nose"}, 400),
        ({"category": "spaceship"}, 400),
        ({"color": "octarine"}, 400),
        ({"material": "kryptonite"}, 400),
        ({"min_formality": 2}, 400),
        ({"min_formality": 0.8, "max_formality": 0.2}, 400),
        ({"limit": 0}, 400),
        ({"q": "x" * 1001}, 400),
        ({"cursor": "abc"}, 400),
    ],
)
async def test_what_makes_no_sense_is_a_problem(person, params, status):
    answer = await person.client.get("/v1/garments/search", params=params)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code in (status, 422), answer.text


async def test_nobody_searches_somebody_elses_wardrobe(person, other, anyone, make_ready):
    mine = await make_ready(person.id, seed=1, category="shirt")
    await make_ready(other.id, seed=2, category="shirt")
    found = await search(person, q="shirt")
    assert [hit["garment"]["id"] for hit in found["hits"]] == [str(mine)]
    theirs = await other.client.post("/v1/garments/search", json={"garment_id": str(mine)})
    assert theirs.status_code == 404
    assert (await anyone.get("/v1/garments/search", params={"q": "shirt"})).status_code == 401


async def test_a_long_query_is_answered(person, make_ready):
    await make_ready(person.id, seed=1)
    assert (await search(person, q=("navy striped tee " * 58)[:1000]))["hits"]


async def test_companions_of_a_garment_stand_in_other_places(person, make_ready):
    plain = {"pattern": "solid", "formality": 0.3, "seasons": ["summer"]}
    tee = await make_ready(person.id, seed=1, category="t-shirt")
    await make_ready(person.id, seed=2, category="t-shirt")
    jeans = await make_ready(
        person.id, seed=3, category="jeans", color_primary="white", colors=[], **plain
    )
    tie = await make_ready(
        person.id, seed=4, category="pants", color_primary="orange", colors=[], pattern="plaid",
        formality=0.9, seasons=["winter"],
    )  # fmt: skip
    answer = await person.client.post("/v1/garments/search", json={"garment_id": str(tee)})
    hits = answer.json()["hits"]
    assert [hit["garment"]["id"] for hit in hits] == [str(jeans), str(tie)]
    assert hits[0]["score"] > hits[1]["score"]
    assert "white with navy" in hits[0]["why"]
    assert "far apart in formality" in hits[1]["why"]
    assert "for another season" in hits[1]["why"]


async def test_a_photo_finds_what_goes_with_it(person, world, make_ready):
    await make_ready(person.id, seed=3, category="jeans", formality=0.3)
    async with working(world, person.id):
        answer = await person.client.post(
            "/v1/garments/search",
            files={"photo": ("q.jpg", drawn_photo(0))},
            data={"mode": "goes_with", "limit": "3"},
        )
        alike = await person.client.post(
            "/v1/garments/search",
            files={"photo": ("q.jpg", drawn_photo(0))},
            data={"mode": "similar"},
        )
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["seen"]["slot"] is not None
    assert all(hit["garment"]["slot"] != found["seen"]["slot"] for hit in found["hits"])
    assert alike.status_code == 200, alike.text
    assert alike.json()["seen"]["category"] == found["seen"]["category"]


async def test_an_answer_that_takes_long_is_fetched_later(person, world, make_ready):
    await make_ready(person.id, seed=3, category="jeans", formality=0.3)
    asked = await tool.ask_about_photo(person.deps, drawn_photo(0), limit=1, slot=None)
    later = f"/v1/garments/search/{asked}?mode=goes_with"
    waiting = await person.client.get(later)
    assert (waiting.status_code, waiting.json()["pending"]) == (202, True)
    assert waiting.headers["Location"].startswith(f"/v1/garments/search/{asked}?mode=goes_with")
    await work(world, person.id)
    done = await person.client.get(later)
    assert done.json()["seen"]["slot"] is not None


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {}},
        {"json": {"garment_id": "x"}},
        {"json": {"garment_id": str(uuid4()), "mode": "eat"}},
        {"files": {"photo": ("a.jpg", b"no photo")}},
        {"files": {"photo": ("a.jpg", b"x")}, "data": {"mode": "eat"}},
        {"data": {"mode": "similar"}, "files": {"other": ("a.jpg", b"x")}},
    ],
)
async def test_a_photo_search_that_makes_no_sense_is_a_problem(person, sent):
    answer = await person.client.post("/v1/garments/search", **sent)
    assert answer.status_code in (400, 415, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
