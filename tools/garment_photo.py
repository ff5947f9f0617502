"""The life of a garment's photo: replaced, turned, shown with its background, and back.

Corrections stay through all of it. Every change is a new state that a worker looks at; the state
before is kept with its bytes and with what was seen, so that going back needs no work.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from db import garments as rows
from db.effective_garments import get_effective
from db.models import Garment
from stylist.errors import Conflict
from stylist.garments import GarmentView
from tools.add_garment import keep_photo, look_again
from tools.deps import Deps
from tools.garment_vectors import follow_change
from tools.garments import Changed

Degrees = Literal[90, 180, 270]
Plan = Callable[[Garment], dict[str, Any]]
"""What to change of a garment's photo; nothing when it is so already."""


@dataclass(frozen=True, slots=True)
class PhotoChanged:
    """A garment whose photo was changed, and the job that looks at it; None: there is no work."""

    garment: GarmentView
    job_id: UUID | None


async def replace_photo(
    deps: Deps, garment_id: UUID, data: bytes, *, version: int | None = None
) -> PhotoChanged:
    """Give a garment another photo. The photo that it has already changes nothing.

    Raises:
        NotFound: no such garment.
        Conflict: its photo is being looked at, or is not in the state `version` any more.
        BadRequest, PayloadTooLarge, UnsupportedMedia: not a photo that we can use.
        StorageFull: the disk has no room.
    """
    photo = await keep_photo(deps, data)

    def plan(garment: Garment) -> dict[str, Any]:
        if garment.content_sha256 == photo.sha256:
            return {}
        return {
            "original_image_path": photo.image_key,
            "content_sha256": photo.sha256,
            "drawn": False,
            "photo_part": 0,
            "photo_rotation": 0,
        }

    return await _change(deps, garment_id, plan, version)


async def rotate_photo(
    deps: Deps, garment_id: UUID, degrees: Degrees, *, version: int | None = None
) -> PhotoChanged:
    """Turn a garment's photo clockwise, from how it is shown now.

    Raises:
        NotFound: no such garment.
        Conflict: its photo is being looked at, not in the state `version` any more, or drawn.
    """

    def plan(garment: Garment) -> dict[str, Any]:
        _photographed(garment)
        return {"photo_rotation": (garment.photo_rotation + degrees) % 360}

    return await _change(deps, garment_id, plan, version)


async def set_background(
    deps: Deps, garment_id: UUID, *, removed: bool, version: int | None = None
) -> PhotoChanged:
    """Show a garment cut out, or in its whole photo. Asking for what is so changes nothing.

    Raises:
        NotFound: no such garment.
        Conflict: its photo is being looked at, not in the state `version` any more, or drawn.
    """

    def plan(garment: Garment) -> dict[str, Any]:
        _photographed(garment)
        return {} if garment.background_removed == removed else {"background_removed": removed}

    return await _change(deps, garment_id, plan, version)


async def undo_photo(deps: Deps, garment_id: UUID) -> Changed:
    """Take back the newest change of the photo; the photo that is given up is removed.

    Raises:
        NotFound: no such garment.
        Conflict: nothing to take back, or the photo is being looked at.
    """
    owner = deps.owner_id
    async with deps.sessions.begin() as session:
        garment = await rows.get_garment(session, garment_id, owner_id=owner, lock=True)
        _at_rest(garment)
        left = await rows.restore_photo(session, garment)
        unused = await rows.unused_keys(session, left, owner_id=owner)
        view = await get_effective(session, garment_id, owner_id=owner)
    for key in unused:
        await asyncio.to_thread(deps.blobs.delete, key)
    return Changed(view, await follow_change(deps, view))


async def _change(deps: Deps, garment_id: UUID, plan: Plan, version: int | None) -> PhotoChanged:
    """Carry out a plan with its job in one transaction; a photo that failed is looked at again."""
    owner = deps.owner_id
    async with deps.sessions.begin() as session:
        garment = await rows.get_garment(session, garment_id, owner_id=owner, lock=True)
        _at_rest(garment)
        if version not in (None, garment.photo_version):
            raise Conflict("The photo of this garment was changed meanwhile; look at it again.")
        if changes := plan(garment):
            await rows.change_photo(session, garment, **changes)
        job_id = await look_again(session, deps, garment, queue="interactive")
        view = await get_effective(session, garment_id, owner_id=owner)
    if job_id is not None:
        await deps.queue.deliver(job_id, queue="interactive")
    return PhotoChanged(view, job_id)


def _at_rest(garment: Garment) -> None:
    if garment.status in ("pending", "processing"):
        raise Conflict("The photo of this garment is still being looked at; try again in a moment.")


def _photographed(garment: Garment) -> None:
    if garment.drawn:
        raise Conflict("This garment is drawn; give it a photo of its own first.")
