"""A spoken request goes the whole way to outfits: the real stack, the real speech model."""

import time

import httpx
import numpy as np
import pytest
from running_stack import Stack
from spoken import Voice, say, wav

pytestmark = [
    pytest.mark.process,
    pytest.mark.weights,
    pytest.mark.xdist_group("stack"),
    pytest.mark.timeout(600),
]
REQUEST = "Something smart casual for a rainy day, nothing black."


def until(what, timeout_s: float = 240.0):
    deadline = time.monotonic() + timeout_s
    while not (found := what()):
        assert time.monotonic() < deadline
        time.sleep(0.25)
    return found


@pytest.fixture(scope="module")
def api(dressed_stack: Stack):
    with httpx.Client(base_url=dressed_stack.api_url, timeout=60, trust_env=False) as client:
        yield client


def heard(api: httpx.Client, recording: bytes, **form) -> httpx.Response:
    sent = api.post("/v1/audio/transcriptions", files={"file": ("a.wav", recording)}, data=form)
    while sent.status_code == 202:
        time.sleep(0.25)
        sent = api.get(sent.headers["location"])
    return sent


def test_a_spoken_request_is_answered_with_outfits_that_obey_it(api: httpx.Client) -> None:
    spoken = wav(say(REQUEST, Voice("en-us", 140)))
    answer = heard(api, spoken, language="en")
    assert answer.status_code == 200, answer.text
    said = answer.json()["text"]
    assert "black" in said.lower()

    conversation = api.post("/v1/conversations", json={}).json()["id"]
    asked = api.post(f"/v1/conversations/{conversation}/messages", json={"content": said})
    run = f"/v1/runs/{asked.json()['run_id']}"
    until(lambda: api.get(run).json()["status"] not in ("pending", "running"))
    shown = api.get(run).json()
    assert shown["status"] == "completed", shown
    assert shown["outfits"]
    colors = {
        color["name"]
        for outfit in shown["outfits"]
        for item in outfit["items"]
        for color in item["colors"][:1]
    }
    assert colors
    assert "black" not in colors


def test_minutes_of_speech_are_heard_to_their_end(api: httpx.Client) -> None:
    asked = {
        "coat": "I would like a warm coat for a rainy day.",
        "shirt": "A white shirt for the office, please.",
        "boots": "Leave out the brown boots this time.",
        "sweater": "Is there a blue sweater for the evening?",
        "dress": "My sister wears a long red dress on Saturday.",
    }
    spoken = np.concatenate([say(words, Voice("en-us", 150)) for words in asked.values()])
    times = 6
    answer = heard(api, wav(np.tile(spoken, times)), response_format="verbose_json", language="en")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["duration"] == pytest.approx(len(spoken) * times / 16_000, abs=0.1)
    counted = sum(body["text"].lower().count(word) for word in asked)
    assert counted >= len(asked) * times * 0.7
    assert body["segments"][-1]["end"] > body["duration"] * 0.9
