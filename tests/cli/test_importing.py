import os
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from cli.importing import find_photos, send


def client(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
    return httpx.Client(base_url="http://api", transport=httpx.MockTransport(answer))


def taken(request: httpx.Request) -> httpx.Response:
    count = request.read().count(b"filename=")
    result = {"garment": {"id": "g"}, "duplicate_of": None}
    return httpx.Response(202, json={"results": [result] * count})


def test_photos_are_found_in_sub_folders_but_for_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.jpg", "a/x.JPEG", "._b.jpg", ".trash/y.png", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "dangling.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [str(path.relative_to(tmp_path)) for path in find_photos(tmp_path)]
    assert found == ["a/x.JPEG", "b.jpg"]


def test_a_file_that_cannot_be_read_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "good.jpg").write_bytes(b"x")
    gone = tmp_path / "gone.jpg"
    rows = send(client(taken), [gone, tmp_path / "good.jpg"])
    assert [row["status"] for row in rows] == ["failed", "pending"]
    assert "cannot be read" in rows[0]["error"]


def test_a_name_that_is_no_text_is_sent_and_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    try:
        path.write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    [row] = send(client(taken), find_photos(tmp_path))
    assert row["status"] == "pending"
    assert row["file"].endswith("caf?.jpg")


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

    [row] = send(client(answer), [tmp_path / "a.jpg"])
    assert (row["status"], len(tries)) == ("pending", 3)
