"""Somebody speaks into the browser's microphone and sees outfits: all of it real."""

from collections.abc import Iterator

import pytest
from page_driver import CARD, SAID, ChatDriver, browser, microphone, window
from running_stack import Stack
from spoken import Voice, say, wav

pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.weights,
    pytest.mark.xdist_group("stack"),
    pytest.mark.timeout(600),
]
REQUEST = "Something smart casual for a rainy day."


@pytest.fixture(scope="module")
def chat(dressed_stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatDriver]:
    recording = tmp_path_factory.mktemp("microphone") / "said.wav"
    recording.write_bytes(wav(say(REQUEST, Voice("en-us", 140), rate_hz=48_000), rate_hz=48_000))
    with browser(microphone(recording)) as running, window(running) as driver:
        driver.page.set_default_timeout(240_000)
        driver.open(dressed_stack.ui_url)
        yield driver


def test_a_spoken_request_ends_in_outfits(chat: ChatDriver) -> None:
    chat.speak(5.0)
    chat.page.wait_for_selector(SAID)
    assert "casual" in chat.page.inner_text(SAID).lower()
    chat.wait_cards(1)
    assert min(chat.loaded_widths()) > 0
    assert chat.page.locator(CARD).count() >= 1
    assert chat.outside() == []
