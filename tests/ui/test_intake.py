import httpx
from fake_api import FakeApi, serving

from ui.client import StylistApi
from ui.intake import Photo, summary, take_in


async def test_a_bad_photo_says_why_and_does_not_stop_the_good_one(tmp_path):
    good, bad = tmp_path / "polo.jpg", tmp_path / "notes.jpg"
    good.write_bytes(b"\xff\xd8\xff photo")
    bad.write_bytes(b"text")
    shown = []

    async def show(cards):
        shown.append([card.state for card in cards])

    async def own(url):
        return f"own:{url}"

    with serving(FakeApi()) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
            photos = [Photo("notes.jpg", bad), Photo("polo.jpg", good)]
            cards = await take_in(StylistApi(http), photos, show, own)
    assert [card.state for card in cards] == ["failed", "ready"]
    assert cards[0].note == "This is not a photo I can read."
    assert cards[1].note == "burgundy polo"
    assert cards[1].picture.startswith("own:/v1/images/")
    assert shown[0] == ["sending", "sending"]
    assert ["failed", "looking"] in shown
    assert summary(cards) == "1 piece is in your wardrobe; 1 photo could not be used."
