"""What the API says and does when a part of it is away."""

import httpx
import pytest
from photo_files import photo

from stylist.settings import BlobSettings, ChromaSettings, RedisSettings


@pytest.fixture(scope="session")
async def lame_app(run_app, make_settings):
    """An application whose Redis and Chroma are away and whose disk is full."""
    return await run_app(
        make_settings(
            redis=RedisSettings(url="redis://127.0.0.1:9/0"),
            chroma=ChromaSettings(url="http://127.0.0.1:9"),
            blobs=BlobSettings(min_free_mb=10**9),
        )
    )


@pytest.fixture
async def lame(lame_app, person):
    transport = httpx.ASGITransport(lame_app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://api.example", headers=person.client.headers
    ) as client:
        yield client


async def test_all_is_well(anyone) -> None:
    answer = await anyone.get("/health")
    assert answer.status_code == 200
    body = answer.json()
    assert all(body["components"].values())
    assert set(body["degraded"]) <= {"text-embedder-missing"}
    assert (await anyone.get("/health/live")).json() == {"status": "alive"}


async def test_what_is_away_is_named_and_the_api_still_serves(lame) -> None:
    answer = await lame.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert {"redis", "vector-index-missing", "disk-full"} <= set(answer.json()["degraded"])
    assert (await lame.get("/v1/garments")).status_code == 200


async def test_a_full_disk_is_said(lame) -> None:
    answer = await lame.post("/v1/garments", files={"files": photo(800)})
    assert answer.status_code == 507
    assert "room" in answer.json()["detail"]


async def test_a_correction_stands_without_the_index_and_is_mended_later(
    lame, person, services, make_ready
) -> None:
    garment = await make_ready(person.id)
    changed = await lame.patch(f"/v1/garments/{garment}", json={"pattern": "plaid"})
    assert changed.status_code == 200
    assert changed.json()["degraded"] == ["vector-index-missing"]
    assert changed.json()["attributes"]["pattern"] == "plaid"
    gone = await lame.delete(f"/v1/garments/{garment}")
    assert gone.json() == {"deleted": True, "degraded": ["vector-index-missing"]}


async def test_sign_ins_go_on_without_redis(lame) -> None:
    body = {"email": "nobody@example.org", "password": "whatever it is"}
    assert (await lame.post("/v1/auth/login", json=body)).status_code == 401
