"""The page before an API that asks who is there: a form, tokens that never reach the browser."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from chat_page import chat_page
from fake_accounts import FakeAccounts
from fake_api import FakeApi, serving
from page_driver import CARD, ChatDriver, window
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "ada@example.org", "correct horse battery"


@pytest.fixture(scope="module")
def accounts() -> FakeAccounts:
    return FakeAccounts({EMAIL: PASSWORD})


@pytest.fixture(scope="module")
def page_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signed")


@pytest.fixture(scope="module")
def page_url(accounts: FakeAccounts, page_dir: Path) -> Iterator[str]:
    with serving(FakeApi(accounts=accounts)) as api_url, chat_page(page_dir, api_url) as url:
        yield url


@pytest.fixture
def visitor(page_url: str, running: Browser) -> Iterator[ChatDriver]:
    with window(running) as driver:
        driver.page.goto(page_url)
        yield driver
        assert driver.outside() == []


def sign_in(driver: ChatDriver, password: str = PASSWORD) -> None:
    driver.page.fill("input[name=email]", EMAIL)
    driver.page.fill("input[name=password]", password)
    driver.page.click("button[type=submit]")


def in_the_browser(driver: ChatDriver) -> str:
    kept = driver.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    known = driver.page.evaluate("fetch('/user').then(r => r.text())")
    return f"{driver.page.context.cookies()} {kept} {known}"


def test_a_wrong_password_is_said_and_how_to_get_an_account(visitor):
    sign_in(visitor, "wrong")
    visitor.page.wait_for_selector("text=The email address or the password is wrong.")
    visitor.page.wait_for_selector("text=stylist account create")


def test_a_person_signs_in_asks_and_stays_signed_in_when_tokens_end(visitor, accounts, page_dir):
    sign_in(visitor)
    visitor.page.wait_for_selector("#chat-input")
    visitor.write("Something for the rain")
    visitor.wait_cards(3)
    assert min(visitor.loaded_widths()) > 0

    accounts.access.clear()
    visitor.write("Something else")
    visitor.wait_cards(6)
    assert (accounts.renewals, accounts.replays) == (1, 0)

    seen = in_the_browser(visitor)
    assert not [token for token in accounts.access | accounts.refresh if token in seen]
    (kept,) = (page_dir / "ui" / "sign-ins").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_sign_in_that_ended_at_the_api_is_said(visitor, accounts):
    sign_in(visitor)
    visitor.page.wait_for_selector("#chat-input")
    accounts.access.clear()
    accounts.refresh.clear()
    visitor.write("Something for the rain")
    visitor.page.wait_for_selector("text=Your sign-in has ended")
    assert visitor.page.locator(CARD).count() == 0


def test_without_a_sign_in_there_is_no_way_to_the_api(page_url):
    for path in ("/user", "/project/settings"):
        assert httpx.get(page_url + path, trust_env=False).status_code == 401
