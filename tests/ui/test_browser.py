"""The main job as a person does it: photos, a question, outfits, a click; the real stack."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from page_driver import CARD, ChatDriver, window
from playwright.sync_api import Browser
from running_stack import Stack

from ml.demo.wardrobe import draw_piece, pieces

pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.xdist_group("stack"),
    pytest.mark.timeout(600),
]
PHOTOS = ("Cream cable-knit sweater", "Charcoal pleated trousers", "Burgundy penny loafers")
PATIENCE_MS = 240_000
CHECK = "[data-testid=garment-check]"


@pytest.fixture(scope="module")
def chat(stack: Stack, running: Browser) -> Iterator[ChatDriver]:
    with window(running) as driver:
        driver.page.set_default_timeout(PATIENCE_MS)
        driver.open(stack.ui_url)
        yield driver


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("photos")
    names = [row["name"] for row in pieces()]
    paths = [folder / f"{name}.jpg" for name in PHOTOS]
    for path in paths:
        path.write_bytes(draw_piece(names.index(path.stem), seed=11).jpeg)
    return paths


def garments(stack: Stack) -> list[dict]:
    answer = httpx.get(f"{stack.api_url}/v1/garments", params={"limit": 500}, trust_env=False)
    return answer.json()["garments"]


def test_a_person_uploads_photos_asks_sees_outfits_and_likes_one(
    chat: ChatDriver, stack: Stack, photos: list[Path]
) -> None:
    before = {garment["id"] for garment in garments(stack)}
    chat.attach(photos)
    chat.page.wait_for_selector("text=3 pieces are in your wardrobe")
    assert min(chat.loaded_widths("[data-testid=photo-intake]")) > 0
    added = [garment for garment in garments(stack) if garment["id"] not in before]
    assert [garment["status"] for garment in added] == ["ready"] * 3

    chat.write("What can I wear to the office tomorrow?")
    chat.wait_cards(1)
    assert min(chat.loaded_widths()) > 0

    chat.page.click("button:has-text('Like') >> nth=0")
    chat.page.wait_for_selector("text=you like this outfit")
    outfit_id = chat.page.get_attribute(f"{CARD} >> nth=0", "data-outfit-id")
    shown = httpx.get(f"{stack.api_url}/v1/outfits/{outfit_id}", trust_env=False)
    assert shown.status_code == 200

    assert chat.outside() == []


def test_a_process_killed_in_mid_reply_still_ends_in_a_finished_reply_or_a_sentence(
    chat: ChatDriver, stack: Stack
) -> None:
    chat.page.set_default_timeout(60_000)
    chat.begin_anew()
    chat.write("Something casual please")
    stack.kill("api")
    chat.wait_told(1)

    chat.write("Why these?")
    chat.page.wait_for_selector("text=Working out why")
    stack.kill("ui")
    chat.wait_told(2)

    chat.write("Something for the office")
    chat.wait_told(3)


def test_a_garment_that_is_put_right_on_the_page_leaves_the_outfits_that_exclude_it(
    chat: ChatDriver, dressed_stack: Stack
) -> None:
    chat.page.set_default_timeout(PATIENCE_MS)
    chat.begin_anew()
    chat.write("Something casual, nothing black")
    chat.wait_cards(1)
    chat.wait_told(1)
    shown = chat.page.locator(CARD).count()
    worn = chat.page.locator(f"{CARD} >> nth=0 >> [data-garment-id] >> nth=0")
    garment_id = worn.get_attribute("data-garment-id")

    worn.locator("text=This is wrong").click()
    chat.page.wait_for_selector(f"{CHECK} [data-garment-id='{garment_id}'] img")
    row = f"{CHECK} [data-field=color_primary]"
    chat.page.click(f"{row} button:has-text('Something else')")
    chat.page.fill(f"{row} input", "Jet black")
    chat.page.keyboard.press("Enter")
    chat.page.wait_for_selector(f"{row} .check-now:text-is('black')")
    corrected = httpx.get(
        f"{dressed_stack.api_url}/v1/garments/{garment_id}", trust_env=False
    ).json()
    assert corrected["attributes"]["color_primary"] == "black"

    chat.page.click(f"{CHECK} button:has-text('Show outfits again')")
    chat.wait_cards(shown + 1)
    chat.wait_told(1)
    worn_now = [
        piece.get_attribute("data-garment-id")
        for card in chat.page.locator(CARD).all()[shown:]
        for piece in card.locator("[data-garment-id]").all()
    ]
    assert worn_now
    assert garment_id not in worn_now
    assert chat.outside() == []
