import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli.importing import _row
from cli.photo_batch import PhotoBatch
from cli.photo_files import PhotoFile, find_photos, folder_key, read_photo_files

STATE = {"id": "b", "done": False, "counts": {"received": 0, "pending": 0, "processing": 0}}


def batch(answer: Callable[[httpx.Request], httpx.Response]) -> PhotoBatch:
    transport = httpx.MockTransport(answer)
    return PhotoBatch(httpx.Client(base_url="http://api", transport=transport), STATE)


def taken(request: httpx.Request) -> httpx.Response:
    count = request.read().count(b"filename=")
    return httpx.Response(202, json={"results": [{"file": {}, "problem": None}] * count})


def photos_in(folder: Path) -> list[PhotoFile]:
    return read_photo_files(folder)[0]


def test_photos_are_found_in_sub_folders_but_for_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.jpg", "a/x.JPEG", "._b.jpg", ".trash/y.png", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "dangling.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [str(path.relative_to(tmp_path)) for path in find_photos(tmp_path)]
    assert found == ["a/x.JPEG", "b.jpg"]
    assert [photo.name for photo in photos_in(tmp_path)] == found
    assert [photo.name for photo in photos_in(tmp_path / "b.jpg")] == ["b.jpg"]


def test_a_folder_has_one_key_however_it_is_named(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path)
    assert folder_key(Path("a")) == folder_key(tmp_path / "a") != folder_key(tmp_path)


def test_a_file_that_cannot_be_read_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "good.jpg").write_bytes(b"x")
    gone = PhotoFile(tmp_path / "gone.jpg", "gone.jpg", "0" * 64)
    failed = batch(taken).send([gone, *photos_in(tmp_path)])
    assert list(failed) == [gone.path]
    assert "cannot be read" in failed[gone.path]


def test_a_photo_that_is_refused_with_its_whole_chunk_fails_alone(tmp_path: Path) -> None:
    for name in ("a", "b", "huge"):
        (tmp_path / f"{name}.jpg").write_bytes(name.encode())

    def answer(request: httpx.Request) -> httpx.Response:
        if b"huge" in request.read():
            return httpx.Response(413, json={"code": "payload_too_large", "detail": "too large"})
        return taken(request)

    failed = batch(answer).send(photos_in(tmp_path))
    assert failed == {tmp_path / "huge.jpg": "too large"}


def test_a_name_that_is_no_text_is_sent_and_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    try:
        path.write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    [photo] = photos_in(tmp_path)
    assert photo.name == "caf?.jpg"
    assert batch(taken).send([photo]) == {}


def test_sending_goes_on_when_the_api_is_started_again(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    tries: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tries.append(request.url.path)
        if len(tries) == 1:
            raise httpx.ConnectError("refused", request=request)
        if len(tries) == 2:
            return httpx.Response(503, json={"code": "backend_unavailable", "detail": "soon"})
        return taken(request)

    assert batch(answer).send(photos_in(tmp_path)) == {}
    assert len(tries) == 3


def test_only_missing_photos_are_sent(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jpg").write_bytes(name.encode())
    first, second = photos_in(tmp_path)

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, json={"missing": [{"filename": second.name, "sha256": second.sha256}]}
        )

    assert batch(answer).missing([first, second]) == [second]


@pytest.mark.parametrize(
    ("file", "status", "error"),
    [
        ({"state": "ready", "garment_status": "ready"}, "ready", None),
        ({"state": "duplicate", "garment_status": "pending", "duplicate": True}, "pending", None),
        (
            {"state": "failed", "garment_status": "failed", "message": "blurred"},
            "failed",
            "blurred",
        ),
        ({"state": "failed", "message": "no photo"}, "failed", "no photo"),
        ({"state": "cancelled", "garment_status": "failed", "message": "x"}, "cancelled", "x"),
        ({"state": "deleted"}, "failed", "It was deleted from the wardrobe."),
        (None, "failed", "It was not taken in."),
    ],
)
def test_every_photo_ends_with_a_status_and_a_reason(
    file: dict[str, Any] | None, status: str, error: str | None
) -> None:
    nothing = {"garment_status": None, "garment_id": None, "duplicate": False, "message": None}
    row = _row(Path("a.jpg"), file and nothing | file, None)
    assert (row["status"], row.get("error")) == (status, error)
