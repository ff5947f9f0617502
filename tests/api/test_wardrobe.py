"""A wardrobe as one file and back: over HTTP, with the real stores."""

import asyncio
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from photo_files import photo

from db import garments
from db.blobs import blob_key
from stylist.garments import GarmentAttributes
from tools.wardrobe_manifest import AttributesEntry, Manifest

SCHEMA = Path(__file__).parents[2] / "docs" / "wardrobe-export.schema.json"
SAME_HERE = {"id", "updated_at", "image_url", "cutout_url", "thumbnail_url"}
"""What an import may change of a garment: its id here, and links that are signed anew."""


@pytest.fixture
def hang(services) -> Callable[..., Any]:
    """Makes a ready garment with images of its own, as a worker leaves it."""

    async def make(owner: UUID, seed: int, category: str = "t-shirt", color: str = "navy") -> UUID:
        data = [photo(1000 + 10 * seed + n) for n in range(3)]
        keys = [services.blobs.put(one, owner_id=owner, extension="jpg") for one in data]
        async with services.sessions.begin() as session:
            garment = await garments.add_garment(
                session,
                owner_id=owner,
                image_key=keys[0],
                content_sha256=hashlib.sha256(data[0]).hexdigest(),
                source_name=f"IMG_{seed}.jpg",
            )
            await garments.add_prediction(
                session,
                garment.id,
                category=category,
                subcategory=None,
                attributes={
                    "color_primary": color,
                    "colors": [{"name": color, "hex": "#1f2a44", "share": 0.8}],
                    "pattern": "striped",
                    "formality": 0.3,
                    "warmth_clo": 0.08,
                    "seasons": ["summer"],
                    "style_tags": [],
                },
                confidence={"category": 0.9, "pattern": 0.6, "color:navy": 0.4},
                backend={"category": "test"},
                box_xywh=(1, 2, 30, 40),
            )
            await garments.set_status(
                session,
                garment.id,
                owner_id=owner,
                status="ready",
                cutout_key=keys[1],
                thumbnail_key=keys[2],
            )
        return garment.id

    return make


@pytest.fixture
async def wardrobe(person, hang) -> list[UUID]:
    """Three garments with everything a person can do to them."""
    shirt, boots, coat = (
        await hang(person.id, 1),
        await hang(person.id, 2, "boots", "black"),
        await hang(person.id, 3, "coat", "gray"),
    )
    for garment, change in (
        (shirt, {"pattern": "plaid", "name": "Sunday shirt", "notes": "from Åsa"}),
        (shirt, {"material": None, "seasons": ["fall"]}),
        (boots, {"subcategory": "ankle-boots", "brand": "Kin", "size": "42"}),
        (boots, {"price": 49.9, "currency": "EUR", "purchased_on": "2025-03-01"}),
        (boots, {"availability": "laundry"}),
        (coat, {"color_primary": "red"}),
    ):
        answer = await person.client.patch(f"/v1/garments/{garment}", json=change)
        assert answer.status_code == 200, answer.text
    assert (await person.client.post(f"/v1/garments/{coat}/undo")).status_code == 200
    return [shirt, boots, coat]


async def export(person) -> bytes:
    answer = await person.client.get("/v1/wardrobe/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    return answer.content


async def bring(person, archive: bytes, status: int = 200) -> dict[str, Any]:
    files = {"file": ("wardrobe.zip", archive)}
    answer = await person.client.post("/v1/wardrobe/import", files=files)
    assert answer.status_code == status, answer.text
    return answer.json()


async def wear(person) -> list[dict[str, Any]]:
    """Every garment as a client sees it, but for what an import may change."""
    answer = await person.client.get("/v1/garments", params={"limit": 500})
    return [
        {key: value for key, value in garment.items() if key not in SAME_HERE}
        for garment in answer.json()["garments"]
    ]


def manifest_of(archive: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return json.loads(file.read("manifest.json"))


def changed(archive: bytes, change: Callable[[dict[str, Any]], Any] | None = None, **more: bytes):
    """The archive with its manifest changed and members added or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        if change:
            change(manifest)
        replaced = {"manifest.json": json.dumps(manifest).encode(), **more}
        for name in old.namelist():
            new.writestr(name, replaced.pop(name, old.read(name)))
        for name, data in replaced.items():
            new.writestr(name, data)
    return made.getvalue()


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


async def test_a_photo_that_is_here_already_is_not_doubled(person, other, wardrobe, hang) -> None:
    there = await hang(other.id, 1)
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
    person, other, services, hang
) -> None:
    await hang(person.id, 4)
    services.blobs.delete(blob_key(photo(1041), owner_id=person.id, extension="jpg"))
    archive = await export(person)
    assert manifest_of(archive)["garments"][0]["cutout"] is None
    report = await bring(other, archive)
    found = await other.client.get(f"/v1/garments/{report['items'][0]['garment_id']}")
    assert found.json()["status"] == "pending", "its cut-out is made again"


async def test_the_export_of_an_empty_wardrobe_is_empty(person) -> None:
    archive = await export(person)
    assert manifest_of(archive)["garments"] == []
    assert (await bring(person, archive))["items"] == []


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Changes one place of the first garment of a manifest."""

    def change(manifest: dict[str, Any]) -> None:
        place: Any = manifest["garments"][0]
        *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
        for step in way:
            place = place[step]
        place[last] = value

    return change


FAULTS: list[tuple[str, Any, str]] = [
    ("predictions.0.category", "toga", "category"),
    ("predictions.0.attributes.color_primary", "octarine", "colour"),
    ("predictions.0.attributes.warmth_clo", 99, "warmth_clo"),
    ("predictions.0.attributes.spell", "x", "spell"),
    ("predictions.0.subcategory", "ankle-boots", "not a kind of"),
    ("predictions.0.confidence", {"category": 7}, "confidence"),
    ("labels.0.attributes", {"pattern": "paisley"}, "pattern"),
    ("labels.0.fields", ["pattern", "owner"], "not a field"),
    ("labels.0.source", "god", "source"),
    ("labels.0.created_at", "0001-01-01T00:00:00Z", "another age"),
    ("photo.sha256", "0" * 64, "not the one"),
    ("photo.path", "photos/nowhere.jpg", "no file"),
    ("photo.path", "../../../etc/passwd", "no file"),
    ("photo.path", "manifest.json", "not the one"),
    ("photo", None, "photo"),
    ("name", "a\0b", "cannot be stored"),
    ("name", "x" * 101, "name"),
    ("price", "-1", "price"),
    ("currency", "LOL", "currency"),
    ("status", "burnt", "status"),
    ("id", "1", "id"),
    ("user_id", "7c0b7b5e-3a64-4f6e-9a53-0c9a6f9c8f11", "user_id"),
]


async def test_a_garment_with_a_fault_is_refused_and_the_others_come_in(
    person, other, wardrobe
) -> None:
    whole = await export(person)
    for path, value, said in FAULTS:
        report = await bring(other, changed(whole, _set(path, value)))
        assert [item["outcome"] == "refused" for item in report["items"]] == [
            True,
            False,
            False,
        ], path
        refused = report["items"][0]
        assert said in refused["problem"]["detail"], path
        assert refused["problem"]["status"] in (400, 413, 415)
        assert refused["garment_id"] is None
        assert len(await wear(other)) == 2, "the others, and once"
    assert (await bring(other, whole))["counts"] == {"added": 1, "unchanged": 2, "refused": 0}
    assert await wear(other) == await wear(person)


def _zip(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


EMPTY = b'{"format": "stylist-wardrobe", "version": 1, "garments": []}'


@pytest.mark.parametrize(
    ("archive", "status"),
    [
        (b"", 415),
        (b"not a zip", 415),
        (_zip(**{"readme.txt": b"x"}), 400),
        (_zip(**{"manifest.json": b"{"}), 400),
        (_zip(**{"manifest.json": b"[" * 900_000}), 400),
        (_zip(**{"manifest.json": b'{"format": "x", "version": 1, "garments": []}'}), 400),
        (_zip(**{"manifest.json": EMPTY.replace(b"1", b"2")}), 400),
        (_zip(**{"manifest.json": EMPTY.replace(b"[]", b'["x"]')}), 400),
        (_zip(**{"manifest.json": EMPTY.replace(b"stylist-", b"\\ud800")}), 400),
        (_zip(**{"manifest.json": EMPTY, "../evil.jpg": b"x"}), 400),
        (_zip(**{"manifest.json": EMPTY, "/etc/passwd": b"x"}), 400),
        (_zip(**{"manifest.json": EMPTY, "C:\\evil.jpg": b"x"}), 400),
        (_zip(**{"manifest.json": EMPTY, "photos/a.jpg": b"\0" * 5_000_000}), 413),
        (_zip(**{"manifest.json": EMPTY})[:-30], 415),
    ],
)
async def test_an_archive_that_no_export_makes_is_refused(person, archive, status) -> None:
    problem = await bring(person, archive, status)
    assert problem["code"] in ("bad_request", "payload_too_large", "unsupported_media")
    assert await wear(person) == []


async def test_a_bad_archive_leaves_nothing_on_the_disk(person, blob_root) -> None:
    evil = _zip(**{"manifest.json": EMPTY, "../../evil.jpg": b"x"})
    await bring(person, evil, 400)
    assert not list(blob_root.parent.parent.rglob("evil.jpg"))


async def test_an_archive_may_be_larger_than_a_photo(person, other, make_settings) -> None:
    from stylist.settings import UploadSettings

    limits: UploadSettings = make_settings().uploads
    padding = b"".join(hashlib.sha256(n.to_bytes(4, "big")).digest() for n in range(200_000))
    assert len(padding) > limits.max_bytes
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("manifest.json", EMPTY)
        archive.writestr("photos/padding.bin", padding)
    assert (await bring(person, made.getvalue()))["items"] == []


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
