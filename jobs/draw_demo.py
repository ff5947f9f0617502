"""The demo wardrobe: drawn garments with what is true of them, so that a fresh start is alive."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import garments
from jobs.garment_index import index_garment
from jobs.task import JobTask, Outcome
from jobs.world import World
from stylist.errors import BackendUnavailable

if TYPE_CHECKING:
    from ml.demo.wardrobe import DemoGarment

BACKEND: Final = {"all": "drawn-demo"}
"""Says of every field that it was drawn, not recognised."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn garment and the blobs that show it."""

    garment: "DemoGarment"
    image_key: str
    thumbnail_key: str


async def draw_demo(world: World, task: JobTask) -> Outcome:
    """Draw every piece, and write them all in the job's one transaction."""
    drawn = await asyncio.to_thread(_draw, world, task)
    added: list[UUID] = []
    return Outcome(
        result={"garments": len(drawn)},
        write=lambda session: _write(session, task, drawn, added),
        after=lambda: _index(world, task, added),
    )


def _draw(world: World, task: JobTask) -> list[Drawn]:
    from ml.demo.wardrobe import draw_demo_wardrobe, pieces
    from ml.photos import encode_webp, read_photo

    limits, owner_id = world.settings.uploads, task.job.owner_id
    total, drawn = len(pieces()), []
    for number, garment in enumerate(draw_demo_wardrobe()):
        task.report("drawing", 0.9 * number / total)
        photo = read_photo(garment.jpeg, max_bytes=limits.max_bytes, max_pixels=limits.max_pixels)
        # Every second pixel of a 768 × 1024 drawing: the size of a thumbnail.
        small = encode_webp(photo.rgb[::2, ::2], quality=85)
        image_key = world.blobs.put(garment.jpeg, owner_id=owner_id, extension="jpg")
        small_key = world.blobs.put(small, owner_id=owner_id, extension="webp")
        drawn.append(Drawn(garment, image_key, small_key))
    return drawn


async def _write(
    session: AsyncSession, task: JobTask, drawn: list[Drawn], added: list[UUID]
) -> None:
    owner_id = task.job.owner_id
    for each in drawn:
        piece, sha256 = each.garment, hashlib.sha256(each.garment.jpeg).hexdigest()
        if await garments.find_same_photo(session, owner_id=owner_id, content_sha256=sha256):
            continue
        row = await garments.add_garment(
            session,
            owner_id=owner_id,
            image_key=each.image_key,
            content_sha256=sha256,
            custom_name=piece.name,
            drawn=True,
        )
        await garments.tell_facts(
            session, row.id, owner_id=owner_id, facts={"custom_notes": piece.notes}
        )
        await garments.set_status(
            session, row.id, owner_id=owner_id, status="ready", thumbnail_key=each.thumbnail_key
        )
        await garments.add_prediction(
            session,
            row.id,
            category=piece.category,
            subcategory=piece.subcategory,
            attributes=piece.attributes.model_dump(mode="json"),
            confidence={"category": 1.0},
            backend=dict(BACKEND),
        )
        added.append(row.id)


async def _index(world: World, task: JobTask, added: list[UUID]) -> list[str]:
    embedder, degraded = await world.models.embedder()
    try:
        for garment_id in added:
            await index_garment(
                world.sessions, world.vectors, embedder, garment_id, owner_id=task.job.owner_id
            )
    except BackendUnavailable:
        return [*degraded, "vector-index-missing"]
    return degraded
