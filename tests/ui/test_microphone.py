"""The microphone in a real browser whose sound is a file, before an API of the same wire format."""

import io
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from page_driver import CARD, SAID, ChatDriver, browser, microphone, window
from spoken import say, wav

pytestmark = pytest.mark.browser
SENTENCE = "something warm for the office"


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("microphone") / "said.wav"
    path.write_bytes(wav(say(SENTENCE, rate_hz=48_000), rate_hz=48_000))
    return path


@pytest.fixture(scope="module")
def opened(site, spoken: Path) -> Iterator[ChatDriver]:
    with browser(microphone(spoken)) as running, window(running) as driver:
        driver.open(site.url)
        yield driver


def heard_samples(recording: bytes) -> tuple[int, np.ndarray]:
    with wave.open(io.BytesIO(recording)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return file.getframerate(), samples / 32_768


def test_what_is_said_becomes_the_message_and_is_answered(chat, site):
    chat.speak(4.0)
    chat.page.wait_for_selector(f"{SAID}:has-text('Something warm for the office')")
    chat.wait_cards(3)
    assert site.api.said[-1] == "Something warm for the office"
    rate_hz, samples = heard_samples(site.api.speech.recordings[-1])
    assert rate_hz == 16_000
    assert 3.0 < len(samples) / rate_hz < 8.0
    assert np.abs(samples).max() > 0.05
    asked = {"response_format": "verbose_json", "language": "en"}
    assert site.api.speech.forms[-1] == asked


@pytest.mark.parametrize(("reply", "cards"), [("Yes", 3), ("No", 0)])
def test_what_may_be_misheard_is_asked_about_first(chat, site, reply, cards):
    before = len(site.api.said)
    site.api.speech.avg_logprob = -0.5
    try:
        chat.speak(0.5)
        chat.page.wait_for_selector("text=not sure I heard you: “Something warm for the office”")
        assert len(site.api.said) == before
        chat.page.click(f"button:text-is('{reply}')")
        if cards:
            chat.wait_cards(cards)
        else:
            chat.page.wait_for_selector("text=please say it again")
    finally:
        site.api.speech.avg_logprob = -0.3
    assert len(site.api.said) == before + bool(cards)
    assert chat.page.locator(CARD).count() == cards


def test_silence_is_told_in_the_apis_words_and_asks_nothing(chat, site):
    before = len(site.api.said)
    site.api.speech.refuse_next = {"code": "nothing_heard", "detail": "I heard nothing at all."}
    chat.speak(0.5)
    chat.page.wait_for_selector("text=I heard nothing at all.")
    assert len(site.api.said) == before


def test_a_long_recording_is_waited_for(chat, site):
    site.api.speech.pending = 2
    chat.speak(0.5)
    chat.wait_cards(3)
    assert site.api.speech.pending == 0


def test_stop_ends_listening_and_no_message_is_sent(chat, site):
    before, stopped = len(site.api.said), len(site.api.speech.stopped)
    site.api.speech.pending = 1_000
    try:
        chat.speak(0.5)
        chat.page.wait_for_selector("#stop-button")
        chat.wait_until(lambda: site.api.speech.pending < 1_000)
        chat.page.click("#stop-button")
        chat.page.wait_for_function("!document.querySelector('#stop-button')")
        chat.wait_until(lambda: len(site.api.speech.stopped) > stopped)
    finally:
        site.api.speech.pending = 0
    chat.page.wait_for_timeout(500)  # time for what must not come
    assert len(site.api.speech.stopped) == stopped + 1
    assert len(site.api.said) == before
