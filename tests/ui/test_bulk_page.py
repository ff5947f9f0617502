"""A bulk upload in a real browser, before a small API."""

from pathlib import Path

import pytest

from ui.bulk_intake import FEWEST

pytestmark = pytest.mark.browser
BATCH = "[data-testid=photo-batch]"


def test_many_photos_go_in_as_a_batch_that_leaves_the_chat_free_and_can_be_cancelled(
    chat, site, tmp_path: Path
):
    photos = [tmp_path / f"{number}.jpg" for number in range(FEWEST)]
    for path in photos:
        path.write_bytes(b"\xff\xd8\xff photo")
    chat.attach(photos)
    chat.page.wait_for_selector(f"{BATCH} >> text={FEWEST} sent, 0 looked at")
    assert sorted(site.api.batches.names) == sorted(path.name for path in photos)
    chat.write("Something for the rain")
    chat.wait_cards(3)
    chat.page.click(f"{BATCH} button:has-text('Cancel')")
    chat.page.wait_for_selector(f"{BATCH}[data-done=true] >> text=Cancelled")
    chat.page.wait_for_selector(f"text={FEWEST} were cancelled. Drop the same photos again")
    assert site.api.batches.cancelled
