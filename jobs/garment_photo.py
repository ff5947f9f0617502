"""A garment's photo as its owner wants it read, and the images that show it."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy import select

from db.models import Garment
from jobs.task import SubjectGone
from jobs.world import World
from stylist.arrays import Rgb, Rgba
from stylist.errors import NotFound, PhotoUnusable

CUTOUT_QUALITY = 90
"""WebP's; the alpha channel is kept without loss."""


@dataclass(frozen=True, slots=True)
class PhotoState:
    """Which photo a garment has and how it is read.

    `part` is which garment of the photo it is, the largest first. A photo is searched for further
    garments only when it is `new`: later looks concern this one garment alone.
    """

    key: str
    version: int
    part: int
    rotation: int
    background_removed: bool

    @property
    def new(self) -> bool:
        """Whether this is the first look at the photo that the garment came with."""
        return self.version == 1 and self.part == 0


async def photo_state(world: World, garment_id: UUID | None, *, owner_id: UUID) -> PhotoState:
    """The state of the garment's photo now.

    Raises:
        SubjectGone: the garment was deleted.
    """
    wanted = select(Garment).where(Garment.id == garment_id, Garment.user_id == owner_id)
    async with world.sessions() as session:
        row = await session.scalar(wanted)
    if row is None:
        raise SubjectGone
    return PhotoState(
        key=row.original_image_path,
        version=row.photo_version,
        part=row.photo_part,
        rotation=row.photo_rotation,
        background_removed=row.background_removed,
    )


async def read_blob(world: World, state: PhotoState) -> bytes:
    """The bytes of the photo as it was sent.

    Raises:
        PhotoUnusable: they are not there.
    """
    try:
        return await asyncio.to_thread(world.blobs.get, state.key)
    except NotFound as error:
        raise PhotoUnusable("The photo of this garment is not there any more.") from error


def turned(rgb: Rgb, state: PhotoState) -> Rgb:
    """The upright photo (H, W, 3) turned clockwise as its owner said."""
    return np.ascontiguousarray(np.rot90(rgb, k=-state.rotation // 90))


def shown(rgb: Rgb, cutout_rgba: Rgba, state: PhotoState) -> tuple[bytes, bytes]:
    """What shows the garment, large and as a thumbnail: its cut-out, or the whole turned photo."""
    from ml.garments.pipeline import WORK_PX, thumbnail
    from ml.photos import encode_webp, fit_within

    if state.background_removed:
        return encode_webp(cutout_rgba, quality=CUTOUT_QUALITY), thumbnail(cutout_rgba)
    whole = fit_within(rgb, WORK_PX)
    opaque = np.full((*whole.shape[:2], 1), 255, np.uint8)
    rgba = np.concatenate([whole, opaque], axis=2)
    return encode_webp(whole, quality=CUTOUT_QUALITY), thumbnail(rgba)
