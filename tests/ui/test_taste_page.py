"""What was learned, on the page in a real browser, and the label of the card to learn from."""

import pytest
from page_driver import CARD

pytestmark = pytest.mark.browser
TASTE = "[data-testid=learned-taste]"


def test_what_was_learned_is_seen_mended_and_forgotten(chat, site):
    chat.write("What have you learned about me?")
    chat.page.wait_for_selector("text=Learned from 7 reactions of yours")
    navy = f"{TASTE} [data-attribute='color:navy']"
    assert "navy: clearly liked" in chat.page.inner_text(navy)
    chat.page.click(f"{navy} button:text-is('less')")
    chat.page.wait_for_selector("text=Noted: less of “navy”.")
    assert site.api.tastes.view.learned_weights["color:navy"] == 0.7
    chat.page.wait_for_selector(f"{navy} >> text=set by you")
    chat.page.click(f"{TASTE} [data-attribute='category:boots'] button:text-is('forget')")
    chat.page.wait_for_selector("text=Forgotten: “boots”.")
    chat.page.click("button:has-text('Only show what I like')")
    chat.page.wait_for_selector("text=I show only what I expect you to like.")
    assert not site.api.tastes.view.explore
    chat.page.click("button:has-text('Forget all of it')")
    assert site.api.tastes.view.learned_weights
    chat.page.click("button:has-text('Yes, forget everything learned')")
    chat.page.wait_for_selector("text=Nothing is learned yet.")
    assert site.api.tastes.view.learned_weights == {}


def test_the_card_to_learn_from_says_so_and_the_others_do_not(chat):
    chat.write("Something for a date")
    chat.wait_cards(3)
    notes = [card.inner_text() for card in chat.page.locator(CARD).all()]
    assert ["to learn what you like" in note for note in notes] == [False, False, True]
