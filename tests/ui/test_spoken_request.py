"""Somebody speaks into the browser's microphone and sees outfits: all of it real."""

import time
from collections.abc import Iterator

import httpx
import pytest
from page_driver import CARD, SAID, ChatDriver, browser, microphone, window
from running_stack import Stack
from spoken import Voice, say, wav

pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.weights,
    pytest.mark.timeout(600),
]
REQUEST = "Something smart casual for a rainy day."


@pytest.fixture(scope="module")
def chat(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatDriver]:
    recording = tmp_path_factory.mktemp("microphone") / "said.wav"
    recording.write_bytes(wav(say(REQUEST, Voice("en-us", 140), rate_hz=48_000), rate_hz=48_000))
    with browser(microphone(recording)) as running, window(running) as driver:
        driver.page.set_default_timeout(240_000)
        driver.open(stack.ui_url)
        yield driver


def fill_wardrobe(stack: Stack) -> None:
    with httpx.Client(base_url=stack.api_url, timeout=60, trust_env=False) as http:
        job = http.post("/v1/wardrobe/demo").json()["job_id"]
        deadline = time.monotonic() + 240
        while (status := http.get(f"/v1/jobs/{job}").json()["status"]) != "completed":
            assert status in ("pending", "processing"), status
            assert time.monotonic() < deadline
            time.sleep(0.5)


def test_a_spoken_request_ends_in_outfits(chat: ChatDriver, stack: Stack) -> None:
    fill_wardrobe(stack)
    chat.speak(5.0)
    chat.page.wait_for_selector(SAID)
    assert "casual" in chat.page.inner_text(SAID).lower()
    chat.wait_cards(1)
    assert min(chat.loaded_widths()) > 0
    assert chat.page.locator(CARD).count() >= 1
    assert chat.outside() == []
