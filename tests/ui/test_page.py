"""The page in a real browser before a small API of the same wire format: what is hard to provoke
with the real one."""

from pathlib import Path

import httpx
import pytest
from fake_api import LOOKS, REPLY
from page_driver import CARD

from ml.demo.wardrobe import draw_piece

pytestmark = pytest.mark.browser


def test_a_question_streams_a_reply_with_cards_and_pictures(chat, site):
    chat.write("Smart casual for a rainy 12 °C day")
    chat.wait_cards(3)
    widths = chat.loaded_widths()
    assert len(widths) == sum(map(len, LOOKS))
    assert min(widths) > 0
    chat.page.wait_for_selector(f"text={REPLY[:40]}")
    chat.page.wait_for_selector("text=Putting outfits together")


def test_the_words_stand_above_the_outfits_they_speak_of(chat):
    chat.write("Something for a date")
    chat.wait_cards(3)
    words = chat.page.wait_for_selector(f"text={REPLY[:40]}")
    assert words.bounding_box()["y"] < chat.page.locator(CARD).first.bounding_box()["y"]


def test_like_reaches_the_api_and_is_confirmed(chat, site):
    chat.write("Something for work")
    chat.wait_cards(3)
    chat.page.click("button:has-text('Like') >> nth=1")
    chat.page.wait_for_selector("text=you like this outfit")
    liked = chat.page.get_attribute(f"{CARD} >> nth=1", "data-outfit-id")
    assert site.api.feedback[-1] == {"outfit_id": liked, "action": "like", "reason": None}


def test_not_this_tells_the_api_and_asks_for_something_else(chat, site):
    chat.write("Something for a date")
    chat.wait_cards(3)
    chat.page.click("button:has-text('Not this') >> nth=0")
    chat.wait_cards(6)
    assert site.api.feedback[-1]["action"] == "dislike"
    assert site.api.said[-1] == "Not the first one, show me something else"


def test_swap_asks_which_piece_and_then_the_stylist(chat, site):
    chat.write("Something for a date")
    chat.wait_cards(3)
    chat.page.click("button:has-text('Swap a piece') >> nth=2")
    for piece in LOOKS[2]:  # each button that comes moves the others
        chat.page.wait_for_selector(f"button:has(svg.lucide-shuffle):has-text('{piece}')")
    chat.page.click("button:has-text('White leather sneakers')")
    chat.wait_cards(6)
    assert site.api.said[-1] == "Swap the shoes in the third outfit"


def test_a_swap_that_was_begun_does_not_keep_a_person_from_saying_something_else(chat, site):
    chat.write("Something for a date")
    chat.wait_cards(3)
    chat.page.click("button:has-text('Swap a piece') >> nth=0")
    offered = chat.page.locator("button:has(svg.lucide-shuffle)")
    chat.page.wait_for_selector(f"button:has(svg.lucide-shuffle):has-text('{LOOKS[0][0]}')")
    chat.write("Something green instead")
    chat.wait_cards(6)
    assert site.api.said[-1] == "Something green instead"
    chat.page.wait_for_function(
        f"[...document.querySelectorAll('button')].every(b => b.innerText != '{LOOKS[0][0]}')"
    )
    assert offered.count() == 3


def test_only_the_outfits_shown_last_have_buttons_that_count(chat):
    chat.write("Something for a date")
    chat.wait_cards(3)
    chat.write("Something else")
    chat.wait_cards(6)
    chat.page.wait_for_function(
        "[...document.querySelectorAll('button')].filter(b => b.innerText == 'Swap a piece').length"
        " == 3"
    )
    assert chat.page.locator("button:has-text('Like')").count() == 6


def test_photos_are_taken_in_and_a_bad_one_says_why(chat, site, tmp_path: Path):
    good, bad = tmp_path / "polo.jpg", tmp_path / "notes.jpg"
    good.write_bytes(draw_piece(4).jpeg)
    bad.write_bytes(b"not a picture at all")
    chat.attach([good, bad])
    chat.page.wait_for_selector("text=1 photo could not be used")
    assert chat.loaded_widths("[data-testid=photo-intake]") == [384]
    chat.page.wait_for_selector("text=This is not a photo I can read.")


def test_stop_cancels_the_run_at_the_api(chat, site):
    before = len(site.api.cancelled)
    site.api.slow_s = 0.3
    try:
        chat.write("Something slow")
        chat.page.wait_for_selector("text=Putting outfits together")
        chat.page.click("#stop-button")
        chat.page.wait_for_selector("text=stopped")
    finally:
        site.api.slow_s = 0.0
    chat.wait_until(lambda: len(site.api.cancelled) > before)
    assert len(site.api.cancelled) == before + 1


def test_a_broken_stream_is_taken_up_without_doubled_text(chat, site):
    site.api.drop_after = 9
    try:
        chat.write("Something for the rain")
        chat.page.wait_for_selector(f"text={REPLY}")
    finally:
        site.api.drop_after = None
    assert site.api.resumed_after[-1] == "9-0"
    assert chat.page.locator(CARD).count() == 3


def test_another_site_may_not_open_the_page_or_its_socket(site):
    for path in ("/", "/project/settings", "/ws/socket.io/?EIO=4&transport=polling"):
        answer = httpx.get(site.url + path, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403


def test_a_refusal_is_said_in_the_apis_own_words(chat, site):
    site.api.refuse_next = {"code": "rate_limited", "detail": "Too many questions; wait a minute."}
    chat.write("Something for the rain")
    chat.page.wait_for_selector("text=Too many questions; wait a minute.")
    assert chat.page.locator("text=Traceback").count() == 0


def test_an_earlier_conversation_is_offered_shown_and_gone_on_with(chat, site):
    question = "A garden party outfit"
    chat.write(question)
    chat.wait_cards(3)
    chat.page.wait_for_selector(f"text={REPLY}")
    (conversation, _) = list(site.api.talks.items())[-1]
    chat.open(site.url)
    chat.page.click(f"button:has-text('Go on with: {question}')")
    chat.page.wait_for_selector(f"text={REPLY}")
    chat.wait_cards(1)
    assert chat.page.locator(CARD).count() == 1
    assert chat.page.locator("text=go-on:").count() == 0
    chat.write("Warmer, please")
    chat.wait_cards(4)
    assert [one["content"] for one in site.api.talks[conversation] if one["role"] == "user"] == [
        question,
        "Warmer, please",
    ]
