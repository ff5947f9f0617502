"""Photos dropped on the page: handed to the API one by one, watched until ready or failed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stylist.errors import StylistError
from ui.cards import PhotoCard, describe
from ui.client import StylistApi, TakenPhoto

_POLL_S: Final = 0.6
_STAGES: Final = {
    "reading": "opening the photo",
    "check": "is it sharp and bright?",
    "segment": "finding the garment",
    "refine": "cutting it out",
    "classify": "what is it?",
    "describe": "colours and pattern",
    "done": "almost there",
    "storing": "putting it away",
}
"""What a worker is at, as a person reads it."""
Show = Callable[[Sequence[PhotoCard]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo on this machine under the name the person gave it."""

    name: str
    path: Path


async def take_in(
    api: StylistApi,
    photos: Sequence[Photo],
    show: Show,
    own_picture: Callable[[str], Awaitable[str]],
) -> list[PhotoCard]:
    """Bring photos into the wardrobe; `show` is called at each change with all of them.

    A photo that is refused or cannot be recognised says why and does not stop the others.
    """
    cards = [PhotoCard(name=photo.name) for photo in photos]
    await show(cards)
    watched: list[tuple[PhotoCard, TakenPhoto]] = []
    for photo, card in zip(photos, cards, strict=True):
        try:
            content = await asyncio.to_thread(photo.path.read_bytes)
            taken = await api.add_photo(photo.name, content)
            watched.append((card, taken))
            card.garment_id = str(taken.garment_id)
            card.state = "looking"
        except StylistError as error:
            card.state, card.note = "failed", error.message
        await show(cards)
    while watched:
        before = [card.model_copy() for card in cards]
        for card, taken in watched:
            await _look(api, card, taken, own_picture)
        if cards != before:
            await show(cards)
        watched = [row for row in watched if row[0].state == "looking"]
        await asyncio.sleep(_POLL_S if watched else 0)
    return cards


async def _look(
    api: StylistApi,
    card: PhotoCard,
    taken: TakenPhoto,
    own_picture: Callable[[str], Awaitable[str]],
) -> None:
    garment, thumbnail = await api.garment(taken.garment_id)
    if garment.status == "ready":
        card.state, card.progress, card.note = "ready", 1.0, describe(garment)
        card.note += " (was here already)" if taken.was_there else ""
        card.picture = await own_picture(thumbnail) if thumbnail else None
    elif garment.status == "failed":
        card.state, card.note = "failed", garment.error_message or "Nothing could be recognised."
    elif taken.job_id:
        status, card.progress, stage = await api.job(taken.job_id)
        if status in ("failed", "cancelled"):
            card.state = "failed"
        card.note = _STAGES.get(stage or "", "waiting for its turn")


def summary(cards: Sequence[PhotoCard]) -> str:
    """What became of the photos, in one sentence."""
    ready = sum(card.state == "ready" for card in cards)
    failed = len(cards) - ready
    said = f"{ready} {'piece is' if ready == 1 else 'pieces are'} in your wardrobe"
    if not failed:
        return f"{said}. Ask me for an outfit whenever you like."
    return f"{said}; {failed} {'photo' if failed == 1 else 'photos'} could not be used."
