import asyncio
from uuid import uuid4

import bcrypt
import pytest
from sqlalchemy import select

from api.login_limit import MAX_TRIES
from db.models import User
from db.users import add_user, find_user

PASSWORD = "correct horse battery staple"


@pytest.fixture
def email() -> str:
    return f"ada.{uuid4().hex}@example.org"


async def _register(anyone, email, password=PASSWORD):
    answer = await anyone.post("/v1/auth/register", json={"email": email, "password": password})
    assert answer.status_code == 201, answer.text
    return answer.json()


def _bearer(tokens):
    return {"Authorization": f"Bearer {tokens['access_token']}"}


async def _login(anyone, email, password):
    return await anyone.post("/v1/auth/login", json={"email": email, "password": password})


async def test_who_registers_is_signed_in_and_can_sign_in_again(anyone, email) -> None:
    tokens = await _register(anyone, email)
    me = await anyone.get("/v1/me", headers=_bearer(tokens))
    assert me.json()["email"] == email
    again = await _login(anyone, f"  {email.upper()} ", PASSWORD)
    assert again.status_code == 200
    assert (await anyone.get("/v1/me", headers=_bearer(again.json()))).status_code == 200


async def test_an_address_has_one_account(anyone, email) -> None:
    await _register(anyone, email)
    body = {"email": email.title(), "password": PASSWORD}
    assert (await anyone.post("/v1/auth/register", json=body)).status_code == 409


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "a b@example.org",
        "ada@localhost",
        "a@b.invalid",
        "a\0@b.org",
    ],
)
async def test_what_is_no_address_is_refused(anyone, address) -> None:
    body = {"email": address, "password": PASSWORD}
    answer = await anyone.post("/v1/auth/register", json=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("password", ["short", "x" * 1025])
async def test_a_password_has_8_to_1024_characters(anyone, email, password) -> None:
    body = {"email": email, "password": password}
    assert (await anyone.post("/v1/auth/register", json=body)).status_code == 422


async def test_unknown_address_and_wrong_password_answer_the_same(anyone, email) -> None:
    await _register(anyone, email)
    wrong = await _login(anyone, email, "not the password")
    unknown = await _login(anyone, f"nobody.{uuid4().hex}@example.org", PASSWORD)
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.headers["www-authenticate"] == "Bearer"


async def test_sign_ins_are_limited(app, anyone) -> None:
    email = f"nobody.{uuid4().hex}@example.org"
    for _ in range(MAX_TRIES - 1):
        await app.state.login_limit.check(email=email, peer="127.0.0.1")
    assert (await _login(anyone, email, PASSWORD)).status_code == 401
    limited = await _login(anyone, email.upper(), PASSWORD)
    assert limited.status_code == 429
    assert 1 <= int(limited.headers["retry-after"]) <= 60


async def test_a_refresh_token_works_once_and_its_replay_ends_the_family(anyone, email) -> None:
    first = await _register(anyone, email)

    async def renew(tokens):
        body = {"refresh_token": tokens["refresh_token"]}
        return await anyone.post("/v1/auth/refresh", json=body)

    second = await renew(first)
    assert second.status_code == 200
    assert (await renew(first)).status_code == 401
    assert (await renew(second.json())).status_code == 401, "the whole family ended"
    other_sign_in = (await _login(anyone, email, PASSWORD)).json()
    assert (await renew(other_sign_in)).status_code == 200, "another sign-in did not"


async def test_of_two_rotations_at_once_one_wins(anyone, email) -> None:
    tokens = await _register(anyone, email)
    body = {"refresh_token": tokens["refresh_token"]}
    answers = await asyncio.gather(*(anyone.post("/v1/auth/refresh", json=body) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 401]


async def test_signing_out_ends_the_refresh_token(anyone, email) -> None:
    tokens = await _register(anyone, email)
    body = {"refresh_token": tokens["refresh_token"]}
    assert (await anyone.post("/v1/auth/logout", json=body)).status_code == 204
    assert (await anyone.post("/v1/auth/refresh", json=body)).status_code == 401
    assert (await anyone.post("/v1/auth/logout", json=body)).status_code == 204


@pytest.mark.parametrize(
    "token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "stk_unknown"]
)
async def test_a_forged_token_is_refused(anyone, token) -> None:
    answer = await anyone.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


async def test_an_old_bcrypt_hash_still_opens_and_becomes_argon2(anyone, services, email) -> None:
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    async with services.sessions.begin() as session:
        await add_user(session, email=email, password_hash=hashed)
    assert (await _login(anyone, email, "wrong")).status_code == 401
    assert (await _login(anyone, email, PASSWORD)).status_code == 200
    async with services.sessions.begin() as session:
        user = await find_user(session, email=email)
    assert user.password_hash.startswith("$argon2id$")
    assert (await _login(anyone, email, PASSWORD)).status_code == 200


async def test_an_api_key_works_in_both_headers_until_revoked(person, anyone) -> None:
    made = (await person.client.post("/v1/api-keys", json={"name": "phone"})).json()
    key = made["key"]
    for headers in ({"X-API-Key": key}, {"Authorization": f"Bearer {key}"}):
        assert (await anyone.get("/v1/me", headers=headers)).json()["id"] == str(person.id)
    listed = (await person.client.get("/v1/api-keys")).json()["api_keys"]
    assert listed[0]["last_used_at"]
    assert key not in str(listed)
    refused = await anyone.post("/v1/api-keys", json={"name": "x"}, headers={"X-API-Key": key})
    assert refused.status_code == 403, "a key makes no keys"
    await person.client.delete(f"/v1/api-keys/{made['id']}")
    assert (await anyone.get("/v1/me", headers={"X-API-Key": key})).status_code == 401


async def test_settings_are_kept_and_forgotten(person) -> None:
    said = {"home_place": "Berlin", "time_zone": "Europe/Berlin", "units": "metric"}
    assert (await person.client.patch("/v1/me", json=said)).json()["settings"] == said
    changed = (await person.client.patch("/v1/me", json={"units": None})).json()
    assert changed["settings"] == {"home_place": "Berlin", "time_zone": "Europe/Berlin"}
    wrong = await person.client.patch("/v1/me", json={"time_zone": "Mars/Olympus"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "time_zone"


async def test_deleting_an_account_leaves_no_row_image_or_vector(
    anyone, services, email, make_ready
) -> None:
    tokens = await _register(anyone, email)
    headers = _bearer(tokens)
    owner = (await anyone.get("/v1/me", headers=headers)).json()["id"]
    async with services.sessions.begin() as session:
        user = await find_user(session, email=email)
    garment = await make_ready(user.id)
    await anyone.patch(f"/v1/garments/{garment}", json={"pattern": "plaid"}, headers=headers)
    await anyone.post("/v1/conversations", json={}, headers=headers)
    refused = await anyone.request("DELETE", "/v1/me", json={"password": "no"}, headers=headers)
    assert refused.status_code == 403
    gone = await anyone.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=headers)
    assert gone.json() == {"deleted": True, "degraded": []}
    assert (await anyone.get("/v1/me", headers=headers)).status_code == 401
    async with services.sessions.begin() as session:
        assert await session.scalar(select(User).where(User.email == email)) is None
    assert services.blobs.list_keys(user.id) == []
    assert not (services.settings.blob_dir / owner).exists()
    collection = f"garments__{services.embedder.name}"
    assert await services.vectors.list_ids(collection, owner_id=user.id) == set()
