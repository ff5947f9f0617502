"""Many photos from the page before the real API: sent in chunks, told as they stand, cancelled."""

from pathlib import Path

import pytest
from photo_files import photo
from sqlalchemy import update

from db.models import Garment
from ui.bulk_intake import Batch, batch_summary, cancel_batch, send_all, watch
from ui.client import StylistApi
from ui.intake import Photo


@pytest.fixture
def photos(tmp_path: Path) -> list[Photo]:
    """Six photos, the last a copy of the first under another name, and a text."""
    kept = []
    for number, data in enumerate([*(photo(seed) for seed in range(5)), photo(0), b"just text"]):
        path = tmp_path / str(number)
        path.write_bytes(data)
        kept.append(Photo(f"{number}.jpg", path))
    return kept


class Shown:
    """What the page drew."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []

    async def __call__(self, batch: Batch) -> None:
        self.batches.append(batch)


async def test_photos_are_sent_in_chunks_and_watched_until_all_are_looked_at(
    person, services, photos
):
    api, shown = StylistApi(person.client), Shown()
    sent = await send_all(api, photos, shown)
    assert [batch.counts.received for batch in shown.batches] == [0, 4, 7]
    assert not any(batch.done for batch in shown.batches)
    async with services.sessions.begin() as session:
        looked_at = update(Garment).where(Garment.user_id == person.id).values(status="ready")
        await session.execute(looked_at)
    ended = await watch(api, sent, shown)
    assert (ended.counts.ready, ended.counts.duplicates, ended.counts.failed) == (5, 1, 1)
    assert [problem.filename for problem in ended.problems] == ["6.jpg"]
    assert batch_summary(ended) == (
        "5 pieces are in your wardrobe; 1 were here already; 1 could not be used."
    )


async def test_a_cancelled_batch_takes_no_more_and_says_so(person, photos):
    api, shown = StylistApi(person.client), Shown()

    async def show(batch: Batch) -> None:
        await shown(batch)
        if batch.counts.received == 4:
            await cancel_batch(api, batch.id)

    sent = await send_all(api, photos, show)
    ended = await watch(api, sent, shown)
    assert (ended.cancelled, ended.counts.received, ended.counts.cancelled) == (True, 4, 4)
    assert batch_summary(ended).endswith("Drop the same photos again to go on.")
