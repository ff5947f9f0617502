"""What a person loses when a process is killed at the wrong moment: nothing."""

import itertools
import time
from collections.abc import Iterator

import httpx
import psutil
import pytest
from running_stack import Stack

from cli.stack import state
from ml.demo.wardrobe import draw_demo_wardrobe

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]
ENDED = {"completed", "failed", "cancelled"}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(data_dir=tmp_path_factory.mktemp("kills") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def photos() -> Iterator[bytes]:
    return (garment.jpeg for garment in draw_demo_wardrobe(seed=11))


@pytest.fixture
def client(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.api_url, timeout=30, trust_env=False) as client:
        yield client


def wait_for(what, timeout_s: float = 120.0):
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            found = what()
        except httpx.TransportError:
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def upload(client: httpx.Client, photos: Iterator[bytes], count: int) -> list[str]:
    files = [
        ("files", (f"{number}.jpg", data))
        for number, data in enumerate(itertools.islice(photos, count))
    ]
    answer = client.post("/v1/garments", files=files, data={"queue": "batch"})
    assert answer.status_code == 202, answer.text
    return [garment["id"] for garment in answer.json()["garments"]]


def statuses(client: httpx.Client, ids: list[str]) -> list[str]:
    return [client.get(f"/v1/garments/{id_}").json()["status"] for id_ in ids]


def say(client: httpx.Client, conversation: str, text: str) -> str:
    answer = client.post(f"/v1/conversations/{conversation}/messages", json={"content": text})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["run_id"])


def ended_run(client: httpx.Client, run: str) -> dict | None:
    found = client.get(f"/v1/runs/{run}").json()
    return found if found["status"] in ENDED else None


def new_conversation(client: httpx.Client) -> str:
    return str(client.post("/v1/conversations", json={}).json()["id"])


def test_a_killed_worker_loses_no_photo_and_doubles_none(stack, client, photos) -> None:
    ids = upload(client, photos, 5)
    wait_for(lambda: "processing" in statuses(client, ids))
    stack.kill("worker-batch")
    wait_for(lambda: set(statuses(client, ids)) == {"ready"})
    assert len(client.get("/v1/garments", params={"limit": 100}).json()["garments"]) == 5


def test_a_killed_api_ends_or_resumes_the_run_and_the_conversation_goes_on(stack, client) -> None:
    conversation = new_conversation(client)
    run = say(client, conversation, "something casual please")
    stack.kill("api")
    ended = wait_for(lambda: ended_run(client, run))
    assert ended["status"] == "completed" or ended["error_code"] == "interrupted"
    again = say(client, conversation, "something warmer")
    assert wait_for(lambda: ended_run(client, again))["status"] == "completed"
    messages = client.get(f"/v1/conversations/{conversation}").json()["messages"]
    assert [m["content"] for m in messages if m["role"] == "user"] == [
        "something casual please",
        "something warmer",
    ]


def test_a_killed_valkey_loses_no_reply_and_no_job(stack, client, photos) -> None:
    conversation = new_conversation(client)
    run = say(client, conversation, "an outfit for work")
    ids = upload(client, photos, 2)
    stack.kill("valkey")
    assert wait_for(lambda: ended_run(client, run))["status"] == "completed"
    wait_for(lambda: set(statuses(client, ids)) == {"ready"})
    with client.stream("GET", f"/v1/runs/{run}/events") as events:
        assert "run.snapshot" in "".join(events.iter_text()) or events.status_code == 200


def test_a_killed_supervisor_leaves_nothing_that_the_next_start_cannot_mend(
    stack, client, photos
) -> None:
    conversation = new_conversation(client)
    ids = upload(client, photos, 3)
    run = say(client, conversation, "an outfit for a party")
    children = list(state.read(stack.data_dir).children.values())
    stack.kill_supervisor()
    wait_for(lambda: not [child for child in children if state.is_alive(child)], 30)
    stack.start()
    ended = wait_for(lambda: ended_run(client, run))
    assert ended["status"] == "completed" or ended["error_code"] == "interrupted"
    wait_for(lambda: set(statuses(client, ids)) == {"ready"})
    again = say(client, conversation, "and without a jacket")
    assert wait_for(lambda: ended_run(client, again))["status"] == "completed"


def test_a_second_start_on_the_same_directory_is_refused(stack) -> None:
    second = stack.run("up", "--data-dir", str(stack.data_dir), "--api-port", "0")
    assert second.returncode == 1
    assert "already runs" in second.stderr


def test_ctrl_c_ends_every_process(stack) -> None:
    children = list(state.read(stack.data_dir).children.values())
    assert stack.process is not None
    below = psutil.Process(stack.process.pid).children(recursive=True)
    stack.interrupt()
    assert stack.process.returncode == 0
    assert not [child for child in children if state.is_alive(child)]
    assert not [p for p in below if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert state.read(stack.data_dir) is None
