import asyncio

import pytest
from starlette.datastructures import Headers

from api.auth import is_local

HERE = {"host": "127.0.0.1:8000"}


@pytest.fixture
async def local(local_app):
    from httpx import ASGITransport, AsyncClient

    def connect(*, peer: str = "127.0.0.1", **headers: str) -> AsyncClient:
        transport = ASGITransport(local_app, client=(peer, 40_000))
        return AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", headers={**HERE, **headers}
        )

    return connect


async def test_this_machine_is_signed_in_without_a_form(local) -> None:
    async with local() as client:
        first, second = await asyncio.gather(client.get("/v1/me"), client.get("/v1/me"))
    assert first.status_code == 200, first.text
    assert first.json() == second.json()
    assert first.json()["local"]
    assert first.json()["email"] is None


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "stylist.example"},
        {"host": "127.0.0.1.example.org"},
        {"host": "localhost.evil.org:8000"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1.evil.org"},
        {"sec-fetch-site": "cross-site"},
        {"x-forwarded-for": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1"},
    ],
)
async def test_a_foreign_page_or_proxy_cannot_reach_in(local, headers) -> None:
    async with local(**headers) as client:
        for method, path in (("GET", "/v1/me"), ("DELETE", "/v1/me?confirm=true")):
            assert (await client.request(method, path)).status_code == 401


async def test_another_machine_cannot_reach_in(local) -> None:
    async with local(peer="192.0.2.7") as client:
        assert (await client.get("/v1/me")).status_code == 401


async def test_a_wrong_token_is_not_the_local_user(local) -> None:
    async with local(authorization="Bearer x.y.z") as client:
        assert (await client.get("/v1/me")).status_code == 401
    async with local(authorization="Basic eDp5") as client:
        assert (await client.get("/v1/me")).status_code == 401


@pytest.mark.parametrize("key", ["none", "sk-proj-abc123", "x"])
async def test_a_key_of_somebody_elses_making_stands_for_none(local, key) -> None:
    """OpenAI's clients cannot be made without a key."""
    async with local(authorization=f"Bearer {key}") as client:
        assert (await client.get("/v1/me")).json()["local"]
    for given in ({"peer": "192.0.2.7"}, {"origin": "https://evil.example"}):
        async with local(authorization=f"Bearer {key}", **given) as client:
            assert (await client.get("/v1/me")).status_code == 401
    async with local(authorization="Bearer stk_not_ours") as client:
        assert (await client.get("/v1/me")).status_code == 401


async def test_without_embedded_mode_a_made_up_key_is_refused(anyone) -> None:
    answer = await anyone.get("/v1/me", headers={"authorization": "Bearer none"})
    assert answer.status_code == 401


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000"])
def test_every_loopback_name_is_this_machine(host) -> None:
    assert is_local("::1", Headers({"host": host}), allowed_origins=[])


@pytest.mark.parametrize("host", ["", "[", "[::1", "example.org", "127.0.0.2x"])
def test_a_host_that_is_no_loopback_name_is_not(host) -> None:
    assert not is_local("127.0.0.1", Headers({"host": host}), allowed_origins=[])


def test_an_allowed_origin_may_call() -> None:
    headers = Headers({**HERE, "origin": "https://my.page"})
    assert is_local("127.0.0.1", headers, allowed_origins=["https://my.page"])
    assert is_local(
        "127.0.0.1", Headers({**HERE, "origin": "http://localhost:8080"}), allowed_origins=[]
    )


async def test_without_embedded_mode_nobody_is_signed_in_by_place(anyone) -> None:
    answer = await anyone.get("/v1/me", headers=HERE)
    assert answer.status_code == 401


async def test_the_local_account_goes_after_a_yes_and_comes_back_empty(local) -> None:
    async with local() as client:
        before = (await client.get("/v1/me")).json()["id"]
        assert (await client.delete("/v1/me")).status_code == 400
        assert (await client.delete("/v1/me", params={"confirm": True})).status_code == 200
        assert (await client.get("/v1/me")).json()["id"] != before
