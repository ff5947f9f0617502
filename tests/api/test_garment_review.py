"""The review queue, a yes to what was seen, and the history of what was said."""

from uuid import UUID, uuid4

import pytest

from db import duplicates, garments


@pytest.fixture
def make_doubted(services, make_ready):
    """Makes a ready garment of which the prediction is not sure."""

    async def make(owner, *, seed=0, doubts=(), **confidence) -> UUID:
        garment = await make_ready(owner, seed=seed)
        async with services.sessions.begin() as session:
            await garments.add_prediction(
                session,
                garment,
                category="t-shirt",
                subcategory=None,
                attributes={"color_primary": "navy", "pattern": "striped"},
                confidence=confidence,
                backend={},
                doubts=doubts,
            )
        return garment

    return make


async def review(person, **query) -> dict:
    answer = await person.client.get("/v1/garments/review", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def confirm(person, garment, *fields):
    body = {"fields": list(fields)} if fields else {}
    return await person.client.post(f"/v1/garments/{garment}/confirm", json=body)


async def history(person, garment, **query) -> dict:
    return (await person.client.get(f"/v1/garments/{garment}/history", params=query)).json()


async def test_the_queue_holds_what_is_in_doubt_the_costliest_first(person, make_doubted) -> None:
    pattern = await make_doubted(person.id, seed=0, pattern=0.4)
    kind = await make_doubted(
        person.id, seed=10, category=0.4, **{"kind:shirt": 0.35, "kind:t-shirt": 0.4}
    )
    await make_doubted(person.id, seed=20, category=0.99, pattern=0.95)
    blurred = await make_doubted(person.id, seed=30, category=0.99, doubts=["blurred"])
    queue = await review(person)
    assert [UUID(item["garment"]["id"]) for item in queue["items"]] == [kind, pattern, blurred]
    assert (queue["open"], queue["next_cursor"]) == (3, None)
    first, _, last = queue["items"]
    assert first["kind"] == "attributes"
    assert first["fields"] == [
        {
            "field": "category",
            "value": "t-shirt",
            "confidence": 0.4,
            "alternatives": [{"value": "shirt", "confidence": 0.35}],
        }
    ]
    assert (last["fields"], last["doubts"]) == ([], ["blurred"])


async def test_pages_stay_whole_while_doubts_are_answered(person, make_doubted) -> None:
    made = [await make_doubted(person.id, seed=10 * n, category=0.1 * n) for n in range(1, 6)]
    seen, cursor = [], None
    while True:
        page = await review(person, limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [UUID(item["garment"]["id"]) for item in page["items"]]
        await confirm(person, seen[-1])
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == made


@pytest.mark.parametrize("cursor", ["x", "é", "MC41fHg", "e30"])
async def test_a_foreign_cursor_is_refused(person, make_doubted, cursor) -> None:
    garment = await make_doubted(person.id, category=0.4)
    for path in ("review", f"{garment}/history"):
        answer = await person.client.get(f"/v1/garments/{path}", params={"cursor": cursor})
        assert answer.status_code == 400


async def test_one_tap_ends_every_doubt_and_can_be_undone(person, make_doubted) -> None:
    garment = await make_doubted(
        person.id, category=0.4, color_primary=0.3, doubts=["blurred"], **{"color:black": 0.6}
    )
    [item] = (await review(person))["items"]
    assert [each["field"] for each in item["fields"]] == ["category", "color_primary"]
    sure = (await confirm(person, garment)).json()
    assert (sure["category"], sure["confidence"]) == (
        "t-shirt",
        {"category": 1.0, "color_primary": 1.0, "colors": 1.0},
    )
    assert (sure["doubts"], (await review(person))["open"]) == ([], 0)
    [said] = (await history(person, garment))["entries"]
    assert (said["source"], said["fields"]["category"]) == ("confirmed", "t-shirt")
    back = (await person.client.post(f"/v1/garments/{garment}/undo")).json()
    assert back["doubts"] == ["blurred"]
    [again] = (await review(person))["items"]
    assert (again["fields"], again["doubt"]) == (item["fields"], item["doubt"])


async def test_a_yes_to_one_field_leaves_the_others_in_doubt(person, make_doubted) -> None:
    garment = await make_doubted(person.id, category=0.4, pattern=0.3)
    await confirm(person, garment, "category")
    [item] = (await review(person))["items"]
    assert [each["field"] for each in item["fields"]] == ["pattern"]
    await person.client.patch(f"/v1/garments/{garment}", json={"pattern": "plaid"})
    assert (await review(person))["open"] == 0


async def test_a_yes_said_twice_stands_once(person, make_doubted) -> None:
    garment = await make_doubted(person.id, category=0.4)
    assert (await confirm(person, garment)).json() == (await confirm(person, garment)).json()
    await confirm(person, garment, "category")
    assert len((await history(person, garment))["entries"]) == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [(["name"], 400), (["shoe"], 400), (["subcategory"], 400), (["x"] * 21, 422)],
)
async def test_what_cannot_be_confirmed_is_refused(person, make_doubted, fields, status) -> None:
    garment = await make_doubted(person.id, category=0.4)
    answer = await confirm(person, garment, *fields)
    assert answer.status_code == status, answer.text
    assert (await history(person, garment))["entries"] == []


async def test_a_garment_in_work_has_nothing_to_confirm(person, services, make_ready) -> None:
    garment = await make_ready(person.id)
    async with services.sessions.begin() as session:
        await garments.set_status(session, garment, owner_id=person.id, status="processing")
    assert (await confirm(person, garment)).status_code == 409


async def test_archived_garments_are_not_asked_about(person, make_doubted) -> None:
    garment = await make_doubted(person.id, category=0.4)
    change = {"garment_ids": [str(garment)], "availability": "archived"}
    answer = await person.client.post("/v1/garments/availability", json=change)
    assert answer.json()["garments"][0]["availability"] == "archived"
    assert (await review(person))["open"] == 0


async def test_nobody_sees_or_answers_another_persons_doubts(person, other, make_doubted) -> None:
    garment = await make_doubted(other.id, category=0.4)
    assert await review(person) == {"items": [], "open": 0, "next_cursor": None}
    assert (await confirm(person, garment)).status_code == 404
    path = f"/v1/garments/{garment}/history"
    assert (await person.client.get(path)).status_code == 404
    change = {"garment_ids": [str(garment)], "availability": "lent"}
    answer = await person.client.post("/v1/garments/availability", json=change)
    assert answer.status_code == 404
    assert (await review(other))["open"] == 1


async def test_two_garments_that_may_be_one_wait_in_the_same_queue(
    person, services, make_doubted
) -> None:
    first = await make_doubted(person.id, seed=0, category=0.3)
    second = await make_doubted(person.id, seed=10, pattern=0.3)
    async with services.sessions.begin() as session:
        await duplicates.ask(session, second, first, owner_id=person.id, score=0.9)
    queue = await review(person)
    assert [item["kind"] for item in queue["items"]] == ["attributes", "duplicate", "attributes"]
    double = queue["items"][1]
    pair = {double["garment"]["id"], double["other"]["id"]}
    assert (pair, double["likeness"], queue["open"]) == ({str(first), str(second)}, 0.9, 3)
    page = await review(person, limit=2)
    rest = await review(person, limit=2, cursor=page["next_cursor"])
    assert page["items"] + rest["items"] == queue["items"]
    answer = await person.client.post(
        f"/v1/garments/duplicates/{double['question_id']}", json={"answer": "different"}
    )
    assert answer.status_code == 200, answer.text
    assert (await review(person))["open"] == 2


async def test_history_tells_all_that_was_said_newest_first_in_pages(person, make_ready) -> None:
    garment = await make_ready(person.id)
    for pattern in ("plaid", "dotted", None):
        await person.client.patch(f"/v1/garments/{garment}", json={"pattern": pattern})
    await person.client.post(f"/v1/garments/{garment}/undo")
    first = await history(person, garment, limit=2)
    rest = await history(person, garment, limit=2, cursor=first["next_cursor"])
    entries = [*first["entries"], *rest["entries"]]
    assert [entry["fields"] for entry in entries] == [
        {"pattern": None},
        {"pattern": "dotted"},
        {"pattern": "plaid"},
    ]
    assert [entry["undone_at"] is not None for entry in entries] == [True, False, False]
    assert {entry["source"] for entry in entries} == {"person"}
    assert rest["next_cursor"] is None


async def test_a_name_or_a_price_is_no_correction(person, make_ready) -> None:
    garment = await make_ready(person.id)
    facts = {"name": "Old faithful", "price": 49.9, "currency": "EUR", "size": "M"}
    changed = await person.client.patch(f"/v1/garments/{garment}", json=facts)
    assert {key: changed.json()[key] for key in facts} == facts
    assert changed.json()["corrected"] == []
    assert (await history(person, garment))["entries"] == []
    assert (await person.client.post(f"/v1/garments/{garment}/undo")).status_code == 409


async def test_a_price_without_its_currency_is_a_typed_problem(person, make_ready) -> None:
    garment = await make_ready(person.id)
    answer = await person.client.patch(f"/v1/garments/{garment}", json={"price": 5})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_of_a_garment_that_is_not_there_nothing_is_told(person) -> None:
    assert (await person.client.get(f"/v1/garments/{uuid4()}/history")).status_code == 404
