"""A wardrobe's archive with something wrong in it: refused in words, and nothing is lost."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from archives import bring, changed, export, wear


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
