from uuid import UUID, uuid4

import pytest

from db.vectors import garment_collection


async def _read(person, garment) -> dict:
    return (await person.client.get(f"/v1/garments/{garment}")).json()


async def _change(person, garment, **change):
    return await person.client.patch(f"/v1/garments/{garment}", json=change)


async def test_a_ready_garment_has_everything_a_client_draws(person, make_ready) -> None:
    garment = await _read(person, await make_ready(person.id))
    assert garment["name"] == "navy striped t-shirt"
    assert (garment["slot"], garment["layer"], garment["status"]) == ("top", "base", "ready")
    assert garment["attributes"]["colors"][0]["name"] == "navy"
    assert garment["confidence"]["category"] == 0.9
    for link in ("image_url", "cutout_url", "thumbnail_url"):
        assert (await person.client.get(garment[link])).status_code == 200
    assert not {"image_key", "cutout_key", "thumbnail_key"} & garment.keys()


async def test_the_list_is_filtered(person, make_ready) -> None:
    shirt = await make_ready(person.id, seed=0)
    boots = await make_ready(person.id, seed=10, category="boots", color_primary="black")
    await _change(person, boots, subcategory="ankle-boots", name="Sunday boots")

    async def ids(**query) -> set[UUID]:
        answer = await person.client.get("/v1/garments", params=query)
        assert answer.status_code == 200, answer.text
        return {UUID(garment["id"]) for garment in answer.json()["garments"]}

    assert await ids() == {shirt, boots}
    assert await ids(category="boots") == await ids(category="ankle-boots") == {boots}
    assert await ids(slot="shoes") == {boots}
    assert await ids(slot="top") == {shirt}
    assert await ids(color="blue") == {shirt}, "navy is a blue"
    assert await ids(pattern="striped", color="black") == {boots}
    assert await ids(q="sunday") == await ids(q="BOOTS black") == {boots}
    assert await ids(q="%") == set()
    assert await ids(status="pending") == set()


async def test_pages_hold_every_garment_once(person, make_ready) -> None:
    made = {str(await make_ready(person.id, seed=n)) for n in range(5)}
    seen: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await person.client.get("/v1/garments", params=query)).json()
        seen += [garment["id"] for garment in page["garments"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("cursor", ["x", "e30", "é", "MjAyNi0xMS0yMXxhYmM"])
async def test_a_foreign_cursor_is_refused(person, cursor) -> None:
    answer = await person.client.get("/v1/garments", params={"cursor": cursor})
    assert answer.status_code == 400


async def test_a_correction_wins_keeps_history_and_can_be_undone(person, make_ready) -> None:
    garment = await make_ready(person.id)
    changed = (await _change(person, garment, pattern="plaid", color_primary="red")).json()
    assert changed["name"] == "red plaid t-shirt"
    assert changed["attributes"]["colors"][0] == {
        "name": "red",
        "hex": changed["attributes"]["colors"][0]["hex"],
        "share": 0.8,
    }
    assert changed["confidence"]["pattern"] == 1.0
    assert changed["confidence"]["category"] == 0.9
    assert changed["corrected"] == ["color_primary", "colors", "pattern"]
    assert changed["degraded"] == []
    await _change(person, garment, pattern="dotted")
    first = await person.client.post(f"/v1/garments/{garment}/undo")
    assert first.json()["attributes"]["pattern"] == "plaid"
    await person.client.post(f"/v1/garments/{garment}/undo")
    assert (await _read(person, garment))["name"] == "navy striped t-shirt"
    assert (await person.client.post(f"/v1/garments/{garment}/undo")).status_code == 409


async def test_null_says_that_a_field_is_unknown(person, make_ready) -> None:
    garment = await make_ready(person.id)
    changed = (await _change(person, garment, pattern=None, seasons=None, category=None)).json()
    assert changed["attributes"]["pattern"] is None
    assert changed["attributes"]["seasons"] == []
    assert changed["category"] is None
    assert changed["slot"] is None


async def test_another_category_drops_a_finer_name_of_the_old_one(person, make_ready) -> None:
    garment = await make_ready(person.id)
    finer = (await _change(person, garment, subcategory="ankle-boots")).json()
    assert (finer["category"], finer["subcategory"], finer["slot"]) == (
        "boots",
        "ankle-boots",
        "shoes",
    )
    other = (await _change(person, garment, category="sweater")).json()
    assert (other["category"], other["subcategory"], other["layer"]) == ("sweater", None, "mid")
    named = (await _change(person, garment, category="cardigan")).json()
    assert (named["category"], named["subcategory"]) == ("sweater", "cardigan")
    torn = await _change(person, garment, category="jeans", subcategory="cardigan")
    assert torn.status_code == 400


async def test_a_name_of_ones_own_is_kept_and_given_back(person, make_ready) -> None:
    garment = await make_ready(person.id)
    assert (await _change(person, garment, name=" Old faithful ")).json()["name"] == "Old faithful"
    assert (await _change(person, garment, notes="at the tailor's")).json()["notes"]
    assert (await _change(person, garment, name=None)).json()["name"] == "navy striped t-shirt"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"pattern": "wobbly"}, 422),
        ({"category": "spaceship"}, 422),
        ({"formality": 1.5}, 422),
        ({"seasons": ["monsoon"]}, 422),
        ({"colour": "red"}, 422),
        ({"name": "x" * 101}, 422),
        ({"name": "a\0b"}, 400),
        ([], 422),
    ],
)
async def test_a_wrong_correction_is_a_typed_problem(person, make_ready, change, status) -> None:
    garment = await make_ready(person.id)
    answer = await person.client.patch(f"/v1/garments/{garment}", json=change)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_correction_moves_the_garment_in_the_index(person, services, make_ready) -> None:
    garment = await make_ready(person.id)
    await _change(person, garment, category="sandals", pattern="floral")
    nearest = await services.vectors.query(
        garment_collection(services.embedder.name),
        owner_id=person.id,
        vector=services.embedder.embed(["navy floral sandals"])[0],
        ids=None,
        limit=1,
    )
    assert nearest[0][0] == garment


async def test_deleting_takes_images_and_vector_and_keeps_outfits_readable(
    person, services, make_ready
) -> None:
    worn = [
        await make_ready(person.id, seed=10 * n, category=category)
        for n, category in enumerate(("t-shirt", "jeans", "sneakers"))
    ]
    await _change(person, worn[0], pattern="plaid")
    made = (await person.client.post("/v1/outfits/recommend", json={"count": 1})).json()
    outfit = made["outfits"][0]
    assert {UUID(id_) for id_ in outfit["garment_ids"]} == set(worn)
    url = (await _read(person, worn[0]))["image_url"]
    answer = await person.client.delete(f"/v1/garments/{worn[0]}")
    assert answer.json() == {"deleted": True, "degraded": []}
    assert (await person.client.get(f"/v1/garments/{worn[0]}")).status_code == 404
    assert (await person.client.get(url)).status_code == 404
    assert len(services.blobs.list_keys(person.id)) == 6
    known = await services.vectors.list_ids(
        garment_collection(services.embedder.name), owner_id=person.id
    )
    assert worn[0] not in known
    kept = (await person.client.get(f"/v1/outfits/{outfit['id']}")).json()
    assert kept["withdrawn"]
    assert "plaid" in str(kept["items"])
    assert (await person.client.get("/v1/outfits")).json()["outfits"] == []


async def test_an_image_that_two_garments_share_outlives_one(person, services, make_ready) -> None:
    first = await make_ready(person.id, seed=1)
    second = await make_ready(person.id, seed=1)
    await person.client.delete(f"/v1/garments/{first}")
    url = (await _read(person, second))["image_url"]
    assert (await person.client.get(url)).status_code == 200


async def test_a_forged_or_old_image_link_is_refused(person, services, make_ready) -> None:
    garment = await _read(person, await make_ready(person.id))
    path, _, query = garment["image_url"].partition("?")
    assert (await person.client.get(f"{path}?{query[:-1]}x")).status_code == 403
    assert (await person.client.get(path)).status_code == 422
    old = services.image_urls._signature(path.removeprefix("/v1/images/"), 1000)
    assert (await person.client.get(f"{path}?expires=1000&signature={old}")).status_code == 403
    assert (
        await person.client.get("/v1/images/../secret?expires=9&signature=x")
    ).status_code == 404
    wrong = await person.client.get("/v1/images/..%2F..%2Fsecret?expires=9999999999&signature=x")
    assert wrong.status_code == 403


async def test_an_unknown_or_senseless_id_is_not_found(person) -> None:
    for id_ in (uuid4(), "nonsense", "%00"):
        answer = await person.client.get(f"/v1/garments/{id_}")
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"
