"""Another's id answers as if it did not exist, on every route that takes one."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from fastapi.routing import APIRoute
from photo_files import photo

from api.app import ROUTES
from db.models import GarmentDuplicate
from db.users import add_api_key
from tools.confirmations import ask_to_part

BODIES = {
    ("POST", "/v1/garments/batches/{batch_id}/missing"): {"files": []},
    ("PATCH", "/v1/garments/{garment_id}"): {"pattern": "plaid"},
    ("POST", "/v1/garments/{garment_id}/confirm"): {"fields": ["pattern"]},
    ("POST", "/v1/garments/{garment_id}/rotate"): {"degrees": 90},
    ("POST", "/v1/garments/{garment_id}/background"): {"removed": False},
    ("POST", "/v1/garments/duplicates/{question_id}"): {"answer": "different"},
    ("POST", "/v1/outfits/{outfit_id}/feedback"): {"action": "like"},
    ("POST", "/v1/outfits/{outfit_id}/swap"): {"slot": "shoes"},
    ("PATCH", "/v1/outfits/{outfit_id}"): {"name": "mine now"},
    ("PATCH", "/v1/conversations/{conversation_id}"): {"title": "mine now"},
    ("POST", "/v1/conversations/{conversation_id}/messages"): {"content": "hello"},
    ("POST", "/v1/confirmations/{confirmation_id}"): {"answer": "yes"},
}
OWN = [
    (method, route.path)
    for module in ROUTES
    for route in module.router.routes
    if isinstance(route, APIRoute) and "_id}" in route.path and "images" not in route.path
    for method in sorted(route.methods)
]


@dataclass
class Belongings:
    garment_id: UUID
    job_id: UUID
    outfit_id: UUID
    conversation_id: UUID
    run_id: UUID
    key_id: UUID
    batch_id: UUID
    question_id: UUID
    confirmation_id: UUID


@pytest.fixture
async def theirs(other, services, make_ready) -> Belongings:
    """One of everything, of another person."""
    ready = [
        await make_ready(other.id, seed=10 * n, category=category)
        for n, category in enumerate(("t-shirt", "jeans", "sneakers"))
    ]
    made = (await other.client.post("/v1/outfits/recommend", json={"count": 1})).json()
    sent = (await other.client.post("/v1/garments", files={"file": photo(900)})).json()
    talk = (await other.client.post("/v1/conversations", json={})).json()["id"]
    async with services.sessions.begin() as session:
        key = await add_api_key(
            session, owner_id=other.id, name="k", prefix="stk_", key_hash=uuid4().hex
        )
        question = GarmentDuplicate(
            user_id=other.id, garment_id=ready[1], other_id=ready[0], score=0.9
        )
        session.add(question)
        await session.flush()
    batch = await other.client.post("/v1/garments/batches", json={"key": "theirs"})
    said = await other.client.post(f"/v1/conversations/{talk}/messages", json={"content": "hi"})
    asked = await ask_to_part(
        other.deps, run_id=said.json()["run_id"], action="delete", garment_ids=[ready[-1]]
    )
    return Belongings(
        garment_id=ready[-1],
        job_id=UUID(sent["results"][0]["job_id"]),
        outfit_id=UUID(made["outfits"][0]["id"]),
        conversation_id=UUID(talk),
        run_id=UUID(said.json()["run_id"]),
        key_id=key.id,
        batch_id=UUID(batch.json()["id"]),
        question_id=question.id,
        confirmation_id=asked.id,
    )


async def test_anothers_id_is_not_found_on_any_route(person, other, theirs) -> None:
    assert len(OWN) >= 18
    for method, path in OWN:
        url = re.sub(r"{(\w+)}", lambda found: str(getattr(theirs, found[1])), path)
        answer = await person.client.request(method, url, json=BODIES.get((method, path)))
        assert answer.status_code == 404, f"{method} {path}: {answer.text}"
        assert answer.json()["code"] == "not_found"
    kept = await other.client.get(f"/v1/garments/{theirs.garment_id}")
    assert kept.json()["attributes"]["pattern"] == "striped"


async def test_lists_show_nothing_of_another(person, theirs) -> None:
    for path in ("garments", "jobs", "outfits", "conversations", "api-keys", "garments/batches"):
        body = (await person.client.get(f"/v1/{path}")).json()
        assert next(iter(body.values())) == [], path


async def test_anothers_garments_are_not_scored_required_or_referred_to(person, theirs) -> None:
    asked = {"garment_ids": [str(theirs.garment_id)]}
    assert (await person.client.post("/v1/outfits/score", json=asked)).status_code == 404
    asked = {"reference_outfit_id": str(theirs.outfit_id), "moves": ["warmer"]}
    assert (await person.client.post("/v1/outfits/recommend", json=asked)).status_code == 404


async def test_every_route_but_the_open_ones_wants_a_sign_in(anyone) -> None:
    is_open = re.compile(r"/health|/v1/auth/|/v1/images/")
    for module in ROUTES:
        for route in module.router.routes:
            if is_open.match(route.path):
                continue
            url = re.sub(r"{\w+}", str(uuid4()), route.path)
            for method in route.methods:
                answer = await anyone.request(method, url)
                assert answer.status_code == 401, f"{method} {route.path}: {answer.status_code}"
