"""One page process, one browser and one window for the tests of the page."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from chat_page import chat_page
from fake_api import FakeApi, serving
from page_driver import ChatDriver, browser, window
from playwright.sync_api import Browser


@dataclass
class Site:
    """The page's address and the API behind it."""

    url: str
    api: FakeApi


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    api = FakeApi()
    data_dir = tmp_path_factory.mktemp("page")
    with serving(api) as api_url, chat_page(data_dir, api_url) as url:
        yield Site(url, api)


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    """A browser; it ends with its module, because its event loop shuts out async tests."""
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def opened(site: Site, running: Browser) -> Iterator[ChatDriver]:
    """One window on the page for a whole module: loading it takes seconds."""
    with window(running) as driver:
        driver.open(site.url)
        yield driver


@pytest.fixture
def chat(opened: ChatDriver) -> Iterator[ChatDriver]:
    """The page with an empty chat."""
    opened.begin_anew()
    yield opened
    assert opened.outside() == []
