"""A folder of photos imported while everything around it dies: nothing lost, nothing doubled."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from ctrl_c import hear_ctrl_c
from drawn_garments import shirt_photo
from running_stack import STYLIST, Stack

from cli.photo_files import folder_key

pytestmark = [pytest.mark.process, pytest.mark.timeout(600)]
PHOTOS = 24
KILLS = 2


@pytest.fixture(scope="module")
def bulk_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    # Without weights the cut-outs are made by the small built-in backend: this is about rows.
    folder = tmp_path_factory.mktemp("bulk")
    running = Stack(
        data_dir=folder / "data",
        env={"STYLIST_MODELS_DIR": str(folder / "no-models"), "STYLIST_JOBS__STALE_S": "3"},
    )
    running.start()
    yield running
    running.stop()


@pytest.fixture
def client(bulk_stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=bulk_stack.api_url, timeout=30, trust_env=False) as client:
        yield client
        for garment in wardrobe(client):
            client.delete(f"/v1/garments/{garment['id']}")


def drawn(folder: Path, count: int, *, seed: int) -> Path:
    """A folder with small photos of shirts, no two alike."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:03}.jpg").write_bytes(shirt_photo(seed + number))
    return folder


def wardrobe(client: httpx.Client) -> list[dict[str, Any]]:
    return client.get("/v1/garments", params={"limit": 500}).json()["garments"]


def batch(client: httpx.Client, folder: Path) -> dict[str, Any]:
    wanted = {"key": folder_key(folder)}
    return client.get("/v1/garments/batches", params=wanted).json()["batches"][0]


def wait_for(what: Callable[[], Any], timeout_s: float = 240.0) -> Any:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            found = what()
        except (httpx.TransportError, IndexError):
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def start_import(stack: Stack, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [str(STYLIST), "import", *arguments, "--json"],
        env=stack.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=hear_ctrl_c,
    )


def kill_at_work(stack: Stack, client: httpx.Client) -> None:
    """Kill the worker while it looks at a photo: stopped first, so that it cannot end before."""

    def at_work() -> bool:
        # The jobs are asked: a garment says `processing` also while its job waits to be retried.
        answer = client.get("/v1/jobs", params={"status": "processing"})
        return bool(answer.json()["jobs"])

    def caught() -> bool:
        if not at_work():
            return False  # a worker that is stopped again and again would never come to work
        pid = stack.pid("worker-batch")
        os.kill(pid, signal.SIGSTOP)
        if at_work():
            os.kill(pid, signal.SIGKILL)
            return True
        os.kill(pid, signal.SIGCONT)
        return False

    wait_for(caught)


def test_a_worker_that_is_killed_twice_loses_nothing_and_doubles_nothing(
    bulk_stack: Stack, client: httpx.Client, tmp_path: Path
) -> None:
    folder = drawn(tmp_path / "photos", PHOTOS, seed=100)
    sums = Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir())
    assert len(sums) == PHOTOS
    importing = start_import(bulk_stack, str(folder))
    for kill in range(1, KILLS + 1):
        due = kill * PHOTOS // (KILLS + 2)
        wait_for(lambda due=due: batch(client, folder)["counts"]["ready"] >= due)
        kill_at_work(bulk_stack, client)
    told, _ = importing.communicate(timeout=400)
    report = json.loads(told)
    ended = {row["file"]: row for row in report["garments"]}
    assert (report["photos"], report["failed"], len(ended)) == (PHOTOS, 0, PHOTOS), report
    made = wardrobe(client)
    assert len(made) == len({garment["id"] for garment in made}) == PHOTOS
    assert {garment["status"] for garment in made} == {"ready"}
    assert {row["garment_id"] for row in ended.values()} == {garment["id"] for garment in made}
    retried = client.get("/v1/jobs", params={"limit": 500}).json()["jobs"]
    assert sum(job["attempt"] - 1 for job in retried) >= KILLS, "nothing was killed at work"
    counts = batch(client, folder)["counts"]
    assert (counts["received"], counts["ready"]) == (PHOTOS, PHOTOS)


def test_ctrl_c_and_the_same_command_go_on_where_it_stopped(
    bulk_stack: Stack, client: httpx.Client, tmp_path: Path
) -> None:
    folder = drawn(tmp_path / "photos", 12, seed=200)
    shutil.copy(folder / "000.jpg", folder / "copy.jpg")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a photo")
    importing = start_import(bulk_stack, str(folder))
    wait_for(lambda: batch(client, folder)["counts"]["received"] >= 8)
    importing.send_signal(signal.SIGINT)
    told, _ = importing.communicate(timeout=60)
    assert importing.returncode == 130
    assert json.loads(told)["error"]["code"] == "interrupted"
    again = bulk_stack.run("import", str(folder), "--json")
    report = json.loads(again.stdout)
    assert again.returncode == 1
    assert (report["photos"], report["ready"], report["failed"]) == (14, 13, 1)
    failed = [row for row in report["garments"] if row["status"] == "failed"]
    assert [Path(row["file"]).name for row in failed] == ["broken.jpg"]
    assert len(wardrobe(client)) == 12, "the copy is no garment of its own"
    once_more = json.loads(bulk_stack.run("import", str(folder), "--json").stdout)
    assert (once_more["ready"], once_more["duplicates"]) == (13, 14)
    assert len(wardrobe(client)) == 12


def test_a_cancelled_import_stops_and_is_taken_up_again(
    bulk_stack: Stack, client: httpx.Client, tmp_path: Path
) -> None:
    folder = drawn(tmp_path / "photos", 16, seed=300)
    importing = start_import(bulk_stack, str(folder))
    wait_for(lambda: batch(client, folder)["counts"]["received"] == 16)
    cancelled = bulk_stack.run("import", str(folder), "--cancel", "--json")
    assert cancelled.returncode == 0, cancelled.stdout + cancelled.stderr
    stopped = json.loads(cancelled.stdout)["cancelled"]
    assert stopped > 0
    told, _ = importing.communicate(timeout=120)
    report = json.loads(told)
    assert importing.returncode == 1
    assert (report["cancelled"], report["ready"]) == (stopped, 16 - stopped)
    assert batch(client, folder)["counts"]["pending"] == 0
    resumed = json.loads(bulk_stack.run("import", str(folder), "--json").stdout)
    assert (resumed["ready"], resumed["cancelled"], resumed["failed"]) == (16, 0, 0)
    assert len(wardrobe(client)) == 16


def test_a_wardrobe_goes_out_and_comes_back_by_the_command_line(
    bulk_stack: Stack, client: httpx.Client, tmp_path: Path
) -> None:
    folder = drawn(tmp_path / "photos", 3, seed=400)
    assert bulk_stack.run("import", str(folder)).returncode == 0
    first = wardrobe(client)[0]
    client.patch(f"/v1/garments/{first['id']}", json={"name": "Old friend", "pattern": "plaid"})
    before = {garment["name"]: garment["attributes"] for garment in wardrobe(client)}
    file = tmp_path / "wardrobe.zip"
    exported = bulk_stack.run("export", str(file), "--json")
    assert exported.returncode == 0, exported.stdout + exported.stderr
    assert json.loads(exported.stdout)["garments"] == 3
    again = bulk_stack.run("export", str(file), "--json")
    assert again.returncode == 1
    assert json.loads(again.stdout)["error"]["code"] == "conflict"
    for garment in wardrobe(client):
        client.delete(f"/v1/garments/{garment['id']}")
    for added, unchanged in ((3, 0), (0, 3)):
        imported = bulk_stack.run("import", str(file), "--json")
        assert imported.returncode == 0, imported.stdout + imported.stderr
        counts = json.loads(imported.stdout)["counts"]
        assert (counts["added"], counts["unchanged"]) == (added, unchanged)
    after = {garment["name"]: garment["attributes"] for garment in wardrobe(client)}
    assert after == before
    (tmp_path / "broken.zip").write_bytes(file.read_bytes()[:-200])
    broken = bulk_stack.run("import", str(tmp_path / "broken.zip"), "--json")
    assert json.loads(broken.stdout)["error"]["code"] == "unsupported_media"
