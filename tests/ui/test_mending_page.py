"""The review card in a real browser, before a small API."""

import pytest
from fake_wardrobe import garment_json

pytestmark = pytest.mark.browser
CHECK = "[data-testid=garment-check]"
EVIL = '<img src=x onerror="window.hacked=1"> **bold** ![y](http://evil.example/y.png)'


@pytest.fixture
def wardrobe(site):
    kept = site.api.wardrobe
    kept.doubted.clear()
    kept.patched.clear()
    yield kept
    kept.doubted.clear()


def test_a_doubt_is_settled_with_one_tap_and_taken_back_with_another(chat, wardrobe):
    first = wardrobe.doubt(garment_json("My jacket", "blazer", "navy", 4))
    wardrobe.doubt(garment_json("Old thing", "sweater", "gray", 5))
    chat.write("Review my clothes")
    chat.page.wait_for_selector("text=Is this a navy blazer?")
    chat.page.wait_for_selector("text=2 left")
    assert min(chat.loaded_widths(CHECK)) > 0
    chat.page.click(f"{CHECK} button:has-text('Yes')")
    chat.page.wait_for_selector("text=Is this a gray sweater?")
    assert first not in wardrobe.doubted
    chat.page.click(f"{CHECK} button:has-text('Undo')")
    chat.page.wait_for_selector("text=Is this a navy blazer?")
    assert wardrobe.undone[-1] == first
    chat.page.click(f"{CHECK} button:text-is('coat')")
    chat.page.wait_for_selector("text=Is this a gray sweater?")
    assert wardrobe.patched == [{"category": "coat"}]
    chat.page.click(f"{CHECK} button:text-is('Stop')")
    chat.page.wait_for_selector("text=1 left for another time.")
    assert chat.page.locator(CHECK).count() == 1


def test_a_typed_word_is_saved_and_a_refusal_is_said_in_words(chat, wardrobe):
    wardrobe.doubt(garment_json("My jacket", "blazer", "navy", 4))
    chat.write("Review my clothes")
    row = f"{CHECK} [data-field=category]"
    chat.page.click(f"{row} button:has-text('Something else')")
    chat.page.fill(f"{row} input", "zorp")
    chat.page.click(f"{row} button:has-text('Save')")
    chat.page.wait_for_selector(
        f"{CHECK} [role=alert]:has-text('“zorp” is not a category we know')"
    )
    chat.page.fill(f"{row} input", "Pullover")
    chat.page.keyboard.press("Enter")
    chat.page.wait_for_selector("text=Nothing is in doubt any more.")
    assert wardrobe.patched == [{"category": "sweater"}]


def test_a_name_is_drawn_as_the_text_it_is(chat, wardrobe):
    wardrobe.doubt(garment_json(EVIL, "blazer", "navy", 4))
    chat.write("Review my clothes")
    name = chat.page.wait_for_selector(f"{CHECK} .garment-name")
    assert name.inner_text() == EVIL
    assert name.inner_html().count("<") == 0
    assert chat.page.locator(f"{CHECK} img").count() == 1
    assert chat.page.evaluate("window.hacked") is None
