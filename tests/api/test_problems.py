import json

import pytest
from sqlalchemy.exc import OperationalError


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("PUT", "/v1/garments", 405, "method_not_allowed"),
        ("GET", "/v1/garments?limit=0", 422, "invalid_request"),
        ("GET", "/v1/garments?colour=red", 422, "invalid_request"),
        ("GET", "/v1/garments?slot=hat", 422, "invalid_request"),
    ],
)
async def test_every_failure_is_problem_json(person, method, path, status, code) -> None:
    answer = await person.client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"urn:stylist:problem:{code}"
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[]", 422),
        (b'{"constraints": {"colour": {}}}', 422),
        (b'{"constraints": {"weather": {"temperature_c": NaN}}}', 422),
        (b'{"constraints": {"weather": {"temperature_c": 1e999}}}', 422),
        (b'{"constraints": {"notes": ["\\u0000"]}}', 400),
        (b'{"constraints": {"notes": ["\\ud800"]}}', 400),
        (b'{"count": 99}', 422),
    ],
)
async def test_a_senseless_body_is_a_typed_problem(person, make_ready, body, status) -> None:
    for n, category in enumerate(("t-shirt", "jeans", "sneakers")):
        await make_ready(person.id, seed=10 * n, category=category)
    answer = await person.client.post(
        "/v1/outfits/recommend", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_form_is_told_to_be_json(person) -> None:
    answer = await person.client.post("/v1/conversations", data={"title": "Autumn"})
    assert answer.status_code == 422
    assert "application/json" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/v1/garments/ID", {"name": "\ud800"}),
        ("PATCH", "/v1/garments/ID", {"pattern": "\ud800"}),
        ("PATCH", "/v1/me", {"home_place": "\0"}),
        ("POST", "/v1/auth/login", {"email": "\ud800", "password": "\ud800"}),
        ("POST", "/v1/auth/refresh", {"refresh_token": "\0"}),
        ("POST", "/v1/conversations", {"title": "\0"}),
        ("POST", "/v1/conversations/CONVERSATION/messages", {"content": "\ud800"}),
        ("POST", "/v1/conversations/CONVERSATION/messages", {"content": "\0"}),
        ("GET", "/v1/garments?q=%00", {}),
        ("GET", "/v1/garments?category=%00", {}),
    ],
)
async def test_text_that_cannot_be_stored_is_a_typed_problem(
    person, make_ready, method, path, body
) -> None:
    talk = (await person.client.post("/v1/conversations", json={})).json()["id"]
    url = path.replace("ID", str(await make_ready(person.id))).replace("CONVERSATION", talk)
    answer = await person.client.request(
        method, url, content=json.dumps(body), headers={"content-type": "application/json"}
    )
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_bug_is_a_fixed_sentence(app, person) -> None:
    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("a secret detail")

    answer = await person.client.get("/broken")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal"
    assert "secret" not in answer.text


async def test_an_absent_database_is_said(app, person) -> None:
    @app.get("/database-away")
    async def away() -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    answer = await person.client.get("/database-away")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"


async def test_openapi_is_complete(app, person) -> None:
    schema = (await person.client.get("/openapi.json")).json()
    assert schema["components"]["schemas"]["Problem"]
    assert schema["components"]["securitySchemes"]
    for path, routes in schema["paths"].items():
        for method, route in routes.items():
            if path in ("/broken", "/database-away"):
                continue
            assert route.get("description"), f"{method} {path}"
            assert "default" in route["responses"], f"{method} {path}"


async def test_a_megabyte_of_mistakes_is_answered_in_a_page(person, make_ready) -> None:
    garment = await make_ready(person.id, seed=1)
    many = {"constraints": {"pieces": {"want": ["x"] * 5000}}}
    answers = [
        await person.client.post("/v1/outfits/recommend", json=many),
        await person.client.patch(f"/v1/garments/{garment}", json={"category": "x" * 100_000}),
        await person.client.patch("/v1/preferences", json={"avoid_colors": ["x" * 999] * 999}),
    ]
    for answer in answers:
        assert answer.status_code in (400, 422)
        assert len(answer.content) < 20_000
