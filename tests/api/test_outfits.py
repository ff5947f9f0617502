"""`/v1/outfits` and `/v1/wardrobe/statistics` over HTTP: from a request to worn clothes."""

from uuid import uuid4

import pytest
from wardrobe_rows import hang_up

RAINY = {
    "constraints": {
        "weather": {"temperature_c": 12, "conditions": ["rain"]},
        "colors": {"avoid": ["black"]},
    },
    "count": 2,
}


@pytest.fixture
async def wardrobe(person, services):
    async with services.sessions.begin() as session:
        return await hang_up(session, person.id)


@pytest.fixture
async def card(person, wardrobe):
    answer = await person.client.post("/v1/outfits/recommend", json=RAINY)
    assert answer.status_code == 200
    return answer.json()["outfits"][0]


async def test_an_outfit_is_saved_named_worn_and_listed(person, card):
    url = f"/v1/outfits/{card['id']}"
    assert (await person.client.post(f"{url}/save")).json()["saved"]
    named = await person.client.patch(url, json={"name": "Monday"})
    assert named.json()["name"] == "Monday"
    worn = await person.client.post(f"{url}/wear", json={"worn_on": "2026-01-02"})
    assert worn.json()["worn_on"] == ["2026-01-02"]
    assert (await person.client.get(url)).json() | {"items": 0} == worn.json() | {"items": 0}
    saved = (await person.client.get("/v1/outfits", params={"saved": True})).json()["outfits"]
    assert [one["id"] for one in saved] == [card["id"]]
    back = await person.client.delete(f"{url}/wear", params={"worn_on": "2026-01-02"})
    assert back.json()["worn_on"] == []
    assert not (await person.client.delete(f"{url}/save")).json()["saved"]
    assert (await person.client.post(f"{url}/wear")).json()["worn_on"]


async def test_ones_own_outfit_is_kept_and_judged(person, card):
    own = await person.client.post(
        "/v1/outfits", json={"garment_ids": card["garment_ids"], "name": "Mine"}
    )
    assert own.status_code == 201
    assert own.json()["saved"]
    assert own.json()["score_breakdown"]["color_harmony"]["reason"]


async def test_built_around_a_garment_every_outfit_has_it(person, wardrobe):
    around = str(wardrobe[0])
    wanted = {"constraints": {"items": {"require": [around]}}}
    found = (await person.client.post("/v1/outfits/recommend", json=wanted)).json()
    assert found["outfits"]
    assert all(around in card["garment_ids"] for card in found["outfits"])


async def test_why_and_why_not_are_answered(person, card, wardrobe):
    url = f"/v1/outfits/{card['id']}/explanation"
    why = (await person.client.get(url)).json()
    assert why["text"]
    assert why["counterfactual"] is None
    other = next(str(i) for i in wardrobe[12:16] if str(i) not in card["garment_ids"])
    told = (await person.client.get(url, params={"why_not_garment_id": other})).json()
    if told["counterfactual"]:
        assert told["counterfactual"]["garment_id"] == other
        assert told["counterfactual"]["against"] == pytest.approx(card["score"], abs=2e-3)
    black = (await person.client.get(url, params={"why_not_color": "black"})).json()
    assert "ruled out" in black["text"]
    for wrong in (
        {"why_not_color": "blurple"},
        {"why_not_color": "black", "why_not_garment_id": other},
    ):
        answer = await person.client.get(url, params=wrong)
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"


async def test_why_not_a_garment_that_is_not_there_is_not_found(person, other, services, card):
    async with services.sessions.begin() as session:
        [somebody_elses, *_] = await hang_up(session, other.id)
    url = f"/v1/outfits/{card['id']}/explanation"
    for id_ in (uuid4(), somebody_elses):
        answer = await person.client.get(url, params={"why_not_garment_id": str(id_)})
        assert answer.status_code == 404, answer.text


async def test_an_own_outfit_keeps_its_constraints_in_names(person, card):
    worn = {color["name"] for item in card["items"] for color in item["colors"]}
    spellings = {"Grey": "gray", "cream": "beige", "dark blue": "navy", "off-white": "white"}
    said, name = next((said, name) for said, name in spellings.items() if name not in worn)
    constraints = {"colors": {"avoid": [said]}}
    body = {"garment_ids": card["garment_ids"], "constraints": constraints}
    own = (await person.client.post("/v1/outfits", json=body)).json()
    url = f"/v1/outfits/{own['id']}/explanation"
    told = (await person.client.get(url, params={"why_not_color": name})).json()
    assert "ruled out" in told["text"]


async def test_the_wardrobe_is_told_in_figures_and_what_to_buy(person, card):
    await person.client.post(f"/v1/outfits/{card['id']}/wear")
    said = (await person.client.get("/v1/wardrobe/statistics?order=most_worn&limit=3")).json()
    assert len(said["garments"]) == 3
    assert said["wears"] == len(card["garment_ids"])
    assert said["never_worn"] == said["count"] - said["wears"]
    ideas = await person.client.post("/v1/wardrobe/purchases", json={"slot": "shoes", "limit": 2})
    assert len(ideas.json()["ideas"]) == 2
    bought = {"candidate": {"category": "chinos", "color": "beige"}}
    [one] = (await person.client.post("/v1/wardrobe/purchases", json=bought)).json()["ideas"]
    assert one["unlocks"] > 0


NOBODYS = "0b1a7d0e-54a3-4f6b-9d3b-6f1e2f1c9a77"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/v1/outfits/recommend", {"constraints": {"colour": "x"}}, 422),
        ("POST", "/v1/outfits/recommend", {"count": 0}, 422),
        ("POST", "/v1/outfits", {"garment_ids": []}, 422),
        ("POST", "/v1/outfits", {"garment_ids": [str(uuid4())]}, 404),
        ("POST", "/v1/outfits/score", {"garment_ids": ["x"]}, 422),
        ("POST", f"/v1/outfits/{NOBODYS}/wear", {}, 404),
        ("POST", f"/v1/outfits/{NOBODYS}/save", None, 404),
        ("PATCH", f"/v1/outfits/{NOBODYS}", {"name": "x" * 101}, 422),
        ("PATCH", f"/v1/outfits/{NOBODYS}", {"name": "x"}, 404),
        ("GET", f"/v1/outfits/{NOBODYS}/explanation", None, 404),
        ("GET", "/v1/wardrobe/statistics?order=fanciest", None, 422),
        ("POST", "/v1/wardrobe/purchases", {"slot": "outerwear"}, 400),
        ("POST", "/v1/wardrobe/purchases", {"budget": {"max": -5}}, 400),
        ("POST", "/v1/wardrobe/purchases", {"budget": {"max": 5, "currency": "XYZ"}}, 400),
        ("POST", "/v1/wardrobe/purchases", {"candidate": {"category": "x", "color": "red"}}, 400),
    ],
)
async def test_a_wrong_call_is_a_problem(person, method, path, body, status):
    answer = await person.client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_somebody_elses_outfit_is_not_there(person, other, card):
    url = f"/v1/outfits/{card['id']}"
    for method, path in (
        ("POST", f"{url}/save"),
        ("DELETE", f"{url}/save"),
        ("POST", f"{url}/wear"),
        ("DELETE", f"{url}/wear?worn_on=2026-01-01"),
        ("GET", f"{url}/explanation"),
    ):
        assert (await other.client.request(method, path)).status_code == 404
    assert (await other.client.get("/v1/wardrobe/statistics")).json()["count"] == 0


async def test_why_not_of_a_kind_is_answered_by_the_garment_that_comes_nearest(person, card):
    url = f"/v1/outfits/{card['id']}/explanation"
    worn = {item["category"] for item in card["items"]}
    other = next(kind for kind in ("boots", "sneakers", "t-shirt", "jeans") if kind not in worn)
    told = (await person.client.get(url, params={"why_not_category": other})).json()
    figures = told["counterfactual"]
    assert told["text"] == figures["text"]
    assert figures["score"] == pytest.approx(
        figures["against"] - sum(part["cost"] for part in figures["parts"]), abs=2e-3
    )
    assert told["compared"][0]["garment_id"] == figures["garment_id"]
    assert told["compared"][0]["category"] == other
    in_it = (await person.client.get(url, params={"why_not_category": min(worn)})).json()
    assert in_it["text"] == (await person.client.get(url)).json()["text"]
    none = (await person.client.get(url, params={"why_not_category": "sandals"})).json()
    assert none["text"].startswith("You have no sandals")
    assert (await person.client.get(url, params={"why_not_category": "x"})).status_code == 400


@pytest.mark.parametrize("said", ["gray", "grey", "Gray"])
async def test_an_excluded_colour_is_kept_out_in_every_spelling(person, wardrobe, said):
    weather = {"temperature_c": 12}
    wanted = {"constraints": {"weather": weather, "colors": {"avoid": [said]}}, "count": 5}
    found = (await person.client.post("/v1/outfits/recommend", json=wanted)).json()
    assert found["outfits"]
    worn = [item for card in found["outfits"] for item in card["items"]]
    assert all(color["name"] != "gray" for item in worn for color in item["colors"])


@pytest.mark.parametrize(
    ("constraints", "told"),
    [
        ({"colors": {"avoid": ["zzz"]}}, "colors.avoid: “zzz”"),
        ({"occasion": "mars"}, "occasion: “mars”"),
        ({"weather": {"conditions": ["frogs"]}}, "weather.conditions: “frogs”"),
        ({"weather": {"rain_probability": 60}}, "weather.rain_probability"),
        ({"weather": {"temperature_c": -400}}, "weather.temperature_c"),
        ({"formality": {"min": 0.8, "max": 0.2}}, "formality"),
        ({"count": 5000}, "count"),
        ({"items": {"exclude": ["7"]}}, "items.exclude: “7”"),
    ],
)
async def test_constraints_that_nobody_knows_are_refused_by_every_call(
    person, card, constraints, told
):
    for path, more in (
        ("recommend", {}),
        ("score", {"garment_ids": card["garment_ids"]}),
        (f"{card['id']}/swap", {"slot": "shoes"}),
    ):
        body = {"constraints": constraints, **more}
        answer = await person.client.post(f"/v1/outfits/{path}", json=body)
        assert answer.status_code == 400, answer.text
        assert told in answer.json()["detail"]


async def test_a_probability_of_rain_is_dressed_for(person, card):
    weights = []
    for chance in (0.6, 0.2, 0.0):
        weather = {"temperature_c": 12, "rain_probability": chance}
        body = {"constraints": {"weather": weather}, "count": 1}
        found = await person.client.post("/v1/outfits/recommend", json=body)
        assert found.status_code == 200, found.text
        [outfit] = found.json()["outfits"]
        weights.append(outfit["score_breakdown"].get("rain", {"weight": 0.0})["weight"])
    assert weights[0] > weights[1] > weights[2] == 0


async def test_an_excluded_garment_stays_out_whatever_its_id_looks_like(person, card):
    out = [id_.upper() for id_ in card["garment_ids"]]
    wanted = {**RAINY, "constraints": {**RAINY["constraints"], "items": {"exclude": out}}}
    found = (await person.client.post("/v1/outfits/recommend", json=wanted)).json()
    worn = {id_ for one in found["outfits"] for id_ in one["garment_ids"]}
    assert worn.isdisjoint(card["garment_ids"])
    assert not any("ruled out (not" in words for words in found["missing"])
    stranger = {"constraints": {"items": {"exclude": [str(uuid4())]}}}
    told = (await person.client.post("/v1/outfits/recommend", json=stranger)).json()
    assert told["outfits"]
    assert any("ruled out (not" in words for words in told["missing"])
