"""A wardrobe as one file and back: over HTTP, with the real stores."""

import asyncio
import hashlib
import io
import json
import zipfile
from pathlib import Path
from uuid import UUID

import jsonschema
from archives import bring, export, manifest_of, wear
from photo_files import photo

from db import garments
from db.blobs import blob_key
from stylist.garments import GarmentAttributes
from tools.wardrobe_manifest import AttributesEntry, Manifest

SCHEMA = Path(__file__).parents[2] / "docs" / "wardrobe-export.schema.json"


async def test_an_export_has_every_image_and_follows_its_schema(person, wardrobe) -> None:
    archive = await export(person)
    manifest = manifest_of(archive)
    jsonschema.validate(manifest, json.loads(SCHEMA.read_text()))
    Manifest.model_validate(manifest)
    assert [UUID(garment["id"]) for garment in manifest["garments"]] == wardrobe
    shirt, boots, coat = manifest["garments"]
    assert (shirt["name"], shirt["notes"], len(shirt["labels"])) == ("Sunday shirt", "from Åsa", 2)
    assert (boots["price"], boots["currency"], boots["availability"]) == ("49.90", "EUR", "laundry")
    assert coat["labels"][0]["undone_at"]
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        assert file.testzip() is None
        assert len(file.namelist()) == 1 + 3 * 3
        for garment in manifest["garments"]:
            for role in ("photo", "cutout", "thumbnail"):
                said = garment[role]
                data = file.read(said["path"])
                assert (hashlib.sha256(data).hexdigest(), len(data)) == (
                    said["sha256"],
                    said["bytes"],
                )


def test_the_schema_is_the_one_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text()) == Manifest.model_json_schema()


def test_no_attribute_of_a_garment_is_lost_by_an_export() -> None:
    assert set(GarmentAttributes.model_fields) <= set(AttributesEntry.model_fields)


async def test_a_wardrobe_comes_back_as_it_was_after_it_was_deleted(person, wardrobe) -> None:
    before, archive = await wear(person), await export(person)
    asked = {"query": "something striped for the summer"}
    found = [g.name for g in await _search(person, asked["query"])]
    for garment in wardrobe:
        await person.client.delete(f"/v1/garments/{garment}")
    assert await wear(person) == []
    report = await bring(person, archive)
    assert report["counts"] == {"added": 3, "unchanged": 0, "refused": 0}
    assert report["degraded"] == []
    assert await wear(person) == before
    assert [g.name for g in await _search(person, asked["query"])] == found
    links = (await person.client.get("/v1/garments")).json()["garments"][0]
    for link in ("image_url", "cutout_url", "thumbnail_url"):
        assert (await person.client.get(links[link])).status_code == 200
    shirt = next(
        g
        for g in (await person.client.get("/v1/garments")).json()["garments"]
        if g["name"] == "Sunday shirt"
    )
    undone = (await person.client.post(f"/v1/garments/{shirt['id']}/undo")).json()
    assert undone["attributes"]["seasons"] == ["summer"], (
        "the newest correction is the newest again"
    )
    assert undone["attributes"]["pattern"] == "plaid"


async def _search(person, query: str):
    from tools.search_wardrobe import search_wardrobe

    return (await search_wardrobe(person.deps, query=query)).garments


async def test_importing_twice_changes_nothing(person, other, wardrobe) -> None:
    archive = await export(person)
    mine = await wear(person)
    assert (await bring(person, archive))["counts"] == {"added": 0, "unchanged": 3, "refused": 0}
    assert await wear(person) == mine
    first = await bring(other, archive)
    assert first["counts"]["added"] == 3
    theirs = (await other.client.get("/v1/garments")).json()["garments"]
    named = await other.client.patch(
        f"/v1/garments/{first['items'][0]['garment_id']}", json={"name": "My own name"}
    )
    assert named.status_code == 200
    again = await bring(other, archive)
    assert again["counts"] == {"added": 0, "unchanged": 3, "refused": 0}
    assert [i["garment_id"] for i in again["items"]] == [i["garment_id"] for i in first["items"]]
    now = (await other.client.get("/v1/garments")).json()["garments"]
    assert "My own name" in {g["name"] for g in now}
    assert {g["id"] for g in now} == {g["id"] for g in theirs}


async def test_two_imports_at_once_bring_each_garment_once(person, other, wardrobe) -> None:
    archive = await export(person)
    reports = await asyncio.gather(*(bring(other, archive) for _ in range(3)))
    assert sum(report["counts"]["added"] for report in reports) == 3
    assert sum(report["counts"]["unchanged"] for report in reports) == 6
    assert len(await wear(other)) == 3


async def test_into_another_account_comes_a_copy_with_ids_of_its_own(
    person, other, wardrobe
) -> None:
    before = await wear(person)
    report = await bring(other, await export(person))
    assert await wear(other) == before
    ids = {UUID(item["garment_id"]) for item in report["items"]}
    assert not ids & set(wardrobe)
    back = await bring(person, await export(other))
    assert back["counts"] == {"added": 0, "unchanged": 3, "refused": 0}, "they came from here"
    assert await wear(person) == before


async def test_a_photo_that_is_here_already_is_not_doubled(
    person, other, wardrobe, make_ready
) -> None:
    there = await make_ready(other.id, seed=1010)
    report = await bring(other, await export(person))
    assert report["counts"] == {"added": 2, "unchanged": 1, "refused": 0}
    assert report["items"][0]["garment_id"] == str(there)


async def test_two_garments_of_one_photo_are_both_brought_in(person, other, services) -> None:
    data = photo(77)
    key = services.blobs.put(data, owner_id=person.id, extension="jpg")
    async with services.sessions.begin() as session:
        for _ in range(2):
            await garments.add_garment(
                session,
                owner_id=person.id,
                image_key=key,
                content_sha256=hashlib.sha256(data).hexdigest(),
            )
    archive = await export(person)
    assert (await bring(other, archive))["counts"]["added"] == 2
    assert (await bring(other, archive))["counts"]["unchanged"] == 2


async def test_what_was_not_seen_yet_is_looked_at(person, other) -> None:
    await person.client.post("/v1/garments", files={"file": photo(5)})
    report = await bring(other, await export(person))
    garment = report["items"][0]["garment_id"]
    listed = (await other.client.get("/v1/jobs")).json()["jobs"]
    assert [(job["subject_id"], job["status"]) for job in listed] == [(garment, "pending")]


async def test_an_image_that_is_gone_does_not_break_the_export(
    person, other, services, make_ready
) -> None:
    await make_ready(person.id, seed=1040)
    services.blobs.delete(blob_key(photo(1041), owner_id=person.id, extension="webp"))
    archive = await export(person)
    assert manifest_of(archive)["garments"][0]["cutout"] is None
    report = await bring(other, archive)
    found = await other.client.get(f"/v1/garments/{report['items'][0]['garment_id']}")
    assert found.json()["status"] == "pending", "its cut-out is made again"


async def test_the_export_of_an_empty_wardrobe_is_empty(person) -> None:
    archive = await export(person)
    assert manifest_of(archive)["garments"] == []
    assert (await bring(person, archive))["items"] == []


async def test_an_import_without_the_index_says_so_and_keeps_the_garments(
    person, wardrobe, run_app, make_settings, sign_in
) -> None:
    from datetime import UTC, datetime

    import httpx

    from stylist.settings import ChromaSettings
    from tools.tokens import sign_access

    archive = await export(person)
    for garment in wardrobe:
        await person.client.delete(f"/v1/garments/{garment}")
    app = await run_app(make_settings(chroma=ChromaSettings(url="http://127.0.0.1:9")))
    secret = make_settings().auth.secret
    token = sign_access(person.id, secret=secret, now=datetime.now(UTC), ttl_s=600)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=("127.0.0.1", 1)),
        base_url="http://api.example",
        headers={"Authorization": f"Bearer {token}"},
    ) as client:
        answer = await client.post("/v1/wardrobe/import", files={"file": ("w.zip", archive)})
    assert answer.json()["counts"]["added"] == 3
    assert answer.json()["degraded"] == ["vector-index-missing"]
