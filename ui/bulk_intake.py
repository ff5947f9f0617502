"""Hundreds of photos dropped at once: sent to the API as one batch, then watched to its end."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from pydantic import BaseModel

from stylist.errors import BackendUnavailable
from ui.client import StylistApi
from ui.intake import Photo

FEWEST: Final = 13
"""From so many photos on they are a batch; fewer are shown one by one."""
_AT_ONCE: Final = 4
"""Photos in one request: 100 MB at most."""
_ATTEMPTS: Final = 10
_PAUSE_S: Final = 1.0
_MOST_PROBLEMS: Final = 8


class BatchCounts(BaseModel):
    """Files by what became of them."""

    received: int = 0
    ready: int = 0
    failed: int = 0
    duplicates: int = 0
    cancelled: int = 0


class Problem(BaseModel):
    """A file that could not be used, and why."""

    filename: str
    message: str | None


class Batch(BaseModel):
    """A batch as the page draws it; `expected` is how many photos were dropped."""

    id: UUID
    expected: int = 0
    done: bool
    cancelled: bool
    counts: BatchCounts
    problems: list[Problem]


Show = Callable[[Batch], Awaitable[None]]


async def send_all(api: StylistApi, photos: Sequence[Photo], show: Show) -> Batch:
    """Open a batch and send every photo; ends early when the batch is cancelled meanwhile.

    When this is stopped, the batch is cancelled too.
    """
    # Not announced: the same file dropped twice is one, and one refused for now never comes.
    body = {"key": f"page-{uuid4()}", "name": "Photos from the page"}
    opened = await api.call("POST", "/v1/garments/batches", json=body)
    batch = _sending(opened, len(photos))
    await show(batch)
    try:
        for first in range(0, len(photos), _AT_ONCE):
            await _send(api, batch.id, photos[first : first + _AT_ONCE])
            batch = _sending(await _read(api, batch.id), len(photos))
            await show(batch)
            if batch.cancelled:
                break
    except asyncio.CancelledError:
        await cancel_batch(api, batch.id)
        await show(_batch(await _read(api, batch.id), len(photos)))
        raise
    return batch


async def watch(api: StylistApi, batch: Batch, show: Show) -> Batch:
    """Show a batch that was sent at each change, until nothing of it is to come."""
    before = batch
    while True:
        now = _batch(await _read(api, batch.id), batch.expected)
        if now != before:
            await show(now)
        if now.done:
            return now
        before = now
        await asyncio.sleep(_PAUSE_S)


async def cancel_batch(api: StylistApi, batch_id: UUID) -> None:
    """Stop what is not begun."""
    await api.call("POST", f"/v1/garments/batches/{batch_id}/cancel")


def batch_summary(batch: Batch) -> str:
    """What became of the photos, in one sentence."""
    counts = batch.counts
    said = f"{counts.ready} {'piece is' if counts.ready == 1 else 'pieces are'} in your wardrobe"
    rest = [
        (counts.duplicates, "were here already"),
        (counts.failed, "could not be used"),
        (counts.cancelled, "were cancelled"),
        (batch.expected - counts.received, "were not taken (sent twice, or cut short)"),
    ]
    told = "; ".join([said, *(f"{number} {words}" for number, words in rest if number > 0)])
    if counts.cancelled or batch.cancelled:
        return f"{told}. Drop the same photos again to go on."
    return f"{told}."


async def _send(api: StylistApi, batch_id: UUID, photos: Sequence[Photo]) -> None:
    files = [
        ("files", (photo.name, await asyncio.to_thread(photo.path.read_bytes))) for photo in photos
    ]
    await _patiently(api, "POST", f"/v1/garments/batches/{batch_id}/photos", files=files)


async def _patiently(api: StylistApi, method: str, path: str, **sent: Any) -> dict[str, Any]:
    """Ask until the API is there: what a batch has already is not taken twice."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return await api.call(method, path, **sent)
        except BackendUnavailable:
            await asyncio.sleep(_PAUSE_S)
    return await api.call(method, path, **sent)


async def _read(api: StylistApi, batch_id: UUID) -> dict[str, Any]:
    return await _patiently(api, "GET", f"/v1/garments/batches/{batch_id}")


def _sending(body: dict[str, Any], expected: int) -> Batch:
    """A batch of which more is to be sent, so that it is not done yet."""
    return _batch(body, expected).model_copy(update={"done": False})


def _batch(body: dict[str, Any], expected: int) -> Batch:
    problems = body["problems"][:_MOST_PROBLEMS]
    return Batch.model_validate({**body, "expected": expected, "problems": problems})
