"""A real browser on the chat page, which may speak to this machine only."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from cli.browser import NO_BROWSER, find_browser

FLAGS = [
    f"--{flag}"
    for flag in (
        "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync",
        "disable-background-networking", "disable-component-update", "disable-dev-shm-usage",
    )
]  # fmt: skip
CARD = "[data-testid=outfit-card]"
TOLD = "[data-step-type=assistant_message]"
SAID = "[data-step-type=user_message]"
MICROPHONE = "#message-composer button:has(path[d^='M9.5 4C8.67157'])"
"""Chainlit's button has neither id nor label, only its drawing."""
LISTENING = "#message-composer button:has(svg.lucide-x)"
"""The same button while it listens."""


class ChatDriver:
    """What a person does on the page, and every address the page asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.route("**/*", self._only_loopback)

    def _only_loopback(self, route: Route) -> None:
        if is_outside(route.request.url):
            route.abort()
        else:
            route.continue_()

    def outside(self) -> list[str]:
        return [url for url in self.asked if is_outside(url)]

    def open(self, url: str) -> None:
        with self.page.expect_websocket():
            self.page.goto(url)
        self.page.wait_for_selector("#chat-input")

    def begin_anew(self) -> None:
        with self.page.expect_websocket():
            self.page.click("#new-chat-button")
        self.page.wait_for_selector("#chat-input")

    def wait_until(self, happened: Callable[[], object]) -> None:
        """Wait until something has happened elsewhere, while the page goes on."""
        deadline = time.monotonic() + 60
        while not happened():
            assert time.monotonic() < deadline, "it did not happen in time"
            self.page.wait_for_timeout(20)

    def wait_told(self, count: int) -> None:
        """Wait until so many answers in words stand there, and nothing is being done."""
        told = f"[...document.querySelectorAll('{TOLD}')].filter(m => m.innerText.trim())"
        quiet = "!document.querySelector('#stop-button')"
        self.page.wait_for_function(f"{told}.length >= {count} && {quiet}")

    def write(self, text: str) -> None:
        self.page.click("#chat-input")
        self.page.keyboard.type(text)
        self.send()

    def send(self) -> None:
        self.page.wait_for_selector("#chat-submit:not([disabled])", timeout=60_000)
        self.page.click("#chat-submit")

    def speak(self, seconds: float) -> None:
        """Switch the microphone on, let it listen for a while, and switch it off."""
        self.page.wait_for_selector(f"{MICROPHONE}:not([disabled])")
        self.page.click(MICROPHONE)
        self.page.wait_for_selector(LISTENING)
        self.page.wait_for_timeout(seconds * 1000)
        self.page.click(LISTENING)

    def attach(self, photos: list[Path]) -> None:
        self.page.set_input_files("input[type=file]", photos)
        self.send()

    def wait_cards(self, count: int) -> None:
        self.page.wait_for_function(
            f"document.querySelectorAll('{CARD}').length >= {count}", timeout=240_000
        )

    def loaded_widths(self, within: str = CARD) -> list[int]:
        """Natural widths of the pictures inside, once the browser has finished loading them."""
        # Looked at and measured in one go: the next card may be drawn between two questions.
        measured = self.page.wait_for_function(
            f"""() => {{
                const pictures = [...document.querySelectorAll('{within} img')];
                const done = pictures.length > 0 && pictures.every(i => i.complete);
                return done && pictures.map(i => i.naturalWidth);
            }}""",
            timeout=30_000,
        )
        return measured.json_value()


def is_outside(url: str) -> bool:
    """Whether an address leaves this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in (
        "127.0.0.1",
        "localhost",
        "::1",
    )


def microphone(recording: Path) -> list[str]:
    """Flags of a browser whose microphone, which needs no asking, says this WAV file once."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={recording}%noloop",
    ]


@contextmanager
def browser(more_flags: Sequence[str] = ()) -> Iterator[Browser]:
    """A running browser; `make test` has looked for one, or tried to install one."""
    path = find_browser()
    if path is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more_flags])
        try:
            yield running
        finally:
            running.close()


@contextmanager
def window(running: Browser) -> Iterator[ChatDriver]:
    """A fresh window without cookies or cache."""
    page = running.new_page(viewport={"width": 1200, "height": 900})
    try:
        yield ChatDriver(page)
    finally:
        page.close()
