"""The page on a phone, on a machine that is set to dark, and heard instead of seen."""

import pytest
from page_driver import SAID, window

from ml.demo.wardrobe import draw_piece

pytestmark = pytest.mark.browser
NAMELESS = """() => [...document.querySelectorAll("button")].filter(b => b.offsetParent
    && !b.innerText.trim() && !b.getAttribute("aria-label")).map(b => b.outerHTML)"""
LONG = "Something for a long walk in the rain with my aunt, who likes colours, and then a concert"
CUT = """() => [...document.querySelectorAll("[id^='starter-']")]
    .filter(b => b.getBoundingClientRect().left < 0
        || b.getBoundingClientRect().right > innerWidth || b.scrollWidth > b.clientWidth + 1)
    .map(b => b.innerText)"""


def test_a_long_earlier_question_fits_on_a_phone(site, running):
    with window(running) as driver:
        driver.open(site.url)
        driver.write(LONG)
        driver.wait_told(2)
        driver.page.set_viewport_size({"width": 375, "height": 720})
        driver.open(site.url)
        driver.page.wait_for_selector(f"button:has-text('Go on with: {LONG[:20]}')")
        assert driver.page.evaluate(CUT) == []


def test_every_button_has_a_name_to_be_heard_by(site, running):
    with window(running) as driver:
        driver.open(site.url)
        driver.write("Something for work")
        driver.wait_cards(3)
        driver.wait_told(1)
        driver.page.wait_for_function(f"({NAMELESS})().length == 0")


def test_a_dark_system_gets_the_dark_page(site, running):
    with window(running) as driver:
        driver.page.emulate_media(color_scheme="dark")
        driver.open(site.url)
        assert "dark" in driver.page.evaluate("document.documentElement.className")


def test_photos_without_a_word_leave_no_empty_bubble(site, running, tmp_path):
    photo = tmp_path / "polo.jpg"
    photo.write_bytes(draw_piece(4).jpeg)
    with window(running) as driver:
        driver.open(site.url)
        driver.attach([photo])
        driver.page.wait_for_selector("[data-testid=photo-intake] img")
        said = driver.page.locator(f"{SAID} .message-content")
        assert said.count() == 1
        assert not said.is_visible()
        assert driver.page.locator(f"{SAID} .inline-image").bounding_box()["height"] < 100
