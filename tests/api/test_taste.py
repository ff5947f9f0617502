"""What feedback teaches, over HTTP: told, read, set, taken away, forgotten."""

import pytest
from wardrobe_rows import hang_up

ASKED = {"constraints": {"weather": {"temperature_c": 12}}, "count": 3}


@pytest.fixture
async def cards(person, services):
    async with services.sessions.begin() as session:
        await hang_up(session, person.id)
    answer = await person.client.post("/v1/outfits/recommend", json=ASKED)
    return answer.json()["outfits"]


async def test_weights_are_learned_set_taken_away_and_reset(person, cards):
    url = f"/v1/outfits/{cards[0]['id']}/feedback"
    told = (await person.client.post(url, json={"action": "like"})).json()
    read = (await person.client.get("/v1/preferences")).json()
    assert read["learned_weights"] == told["learned_weights"] != {}
    assert read["learned_from"] == 1
    name = next(name for name in read["learned_weights"] if name.startswith("color:"))
    own = await person.client.put(f"/v1/preferences/learned_weights/{name}", json={"weight": -1.5})
    assert own.json()["learned_weights"][name] == -1.5
    assert own.json()["weights_set"] == [name]
    gone = await person.client.delete(f"/v1/preferences/learned_weights/{name}")
    assert gone.json()["learned_weights"][name] == 0
    change = {
        "learned_weights": {"color:orange": 0.25},
        "release_weights": [name],
        "explore": False,
    }
    mended = (await person.client.patch("/v1/preferences", json=change)).json()
    assert mended["weights_set"] == ["color:orange"]
    assert mended["learned_weights"][name] == pytest.approx(read["learned_weights"][name], abs=0.1)
    assert not mended["explore"]
    reset = (await person.client.delete("/v1/preferences/learned_weights")).json()
    assert (reset["learned_weights"], reset["learned_from"]) == ({}, 0)


async def test_cold_in_an_outfit_is_told_with_its_temperature(person, cards):
    url = f"/v1/outfits/{cards[0]['id']}/feedback"
    told = (await person.client.post(url, json={"action": "too_cold", "temperature_c": 14})).json()
    assert told["clo_offset"] > 0
    assert (await person.client.get("/v1/preferences")).json()["clo_offset"] == told["clo_offset"]
    own = (await person.client.patch("/v1/preferences", json={"clo_offset": 0.3})).json()
    assert (own["clo_offset"], own["clo_offset_set"]) == (0.3, True)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "learned_weights/color:navy", {"weight": 40}),
        ("PUT", "learned_weights/moon", {"weight": 1}),
        ("DELETE", "learned_weights/color:silver", None),
        ("PATCH", "", {"learned_weights": {"moon": 1}}),
        ("PATCH", "", {"clo_offset": 9}),
    ],
)
async def test_what_cannot_be_is_a_problem(person, method, path, body):
    url = f"/v1/preferences/{path}".rstrip("/")
    answer = await person.client.request(method, url, json=body)
    assert answer.status_code in (400, 404, 422)
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_worn_instead_needs_other_garments(person, cards):
    url = f"/v1/outfits/{cards[0]['id']}/feedback"
    bare = await person.client.post(url, json={"action": "wore_instead"})
    assert bare.status_code == 400
    told = {"action": "wore_instead", "worn_garment_ids": cards[1]["garment_ids"]}
    answer = (await person.client.post(url, json=told)).json()
    worn = (await person.client.get(f"/v1/outfits/{answer['worn_outfit_id']}")).json()
    assert set(worn["garment_ids"]) == set(cards[1]["garment_ids"])
    assert len(worn["worn_on"]) == 1


async def test_a_complaint_of_cold_in_great_heat_is_refused(person, cards):
    url = f"/v1/outfits/{cards[0]['id']}/feedback"
    for action, degrees, status in (
        ("too_cold", 60, 400),
        ("too_cold", 35, 200),
        ("too_warm", 45, 200),
        ("too_warm", 61, 422),
    ):
        answer = await person.client.post(url, json={"action": action, "temperature_c": degrees})
        assert answer.status_code == status, answer.text


async def test_a_colour_said_often_is_kept_once(person):
    change = {"favorite_colors": ["navy", "teal"] * 50, "avoid_styles": ["edgy", "edgy"]}
    kept = (await person.client.patch("/v1/preferences", json=change)).json()
    assert (kept["favorite_colors"], kept["avoid_styles"]) == (["navy", "teal"], ["edgy"])
    many = await person.client.patch("/v1/preferences", json={"avoid_colors": ["navy"] * 5000})
    assert many.status_code == 422
