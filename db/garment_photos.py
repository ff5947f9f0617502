"""The states of a garment's photo: replaced, turned, shown with its background, and back."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.garment_rows import touch
from db.models import FormerPhoto, Garment, GarmentPrediction
from stylist.errors import Conflict

STATE: Final = (
    "photo_version",
    "original_image_path",
    "processed_image_path",
    "thumbnail_path",
    "content_sha256",
    "status",
    "error_message",
    "drawn",
    "photo_part",
    "photo_rotation",
    "background_removed",
)
"""The columns of a garment that say which photo it has and how it is read."""
IMAGES: Final = ("original_image_path", "processed_image_path", "thumbnail_path")


async def change_photo(session: AsyncSession, garment: Garment, **changes: Any) -> None:
    """Begin a new state of a locked garment's photo; the one before is kept.

    The new state waits to be looked at. The images of the one before are shown until then.
    """
    before = {name: getattr(garment, name) for name in STATE}
    session.add(FormerPhoto(garment_id=garment.id, **before))
    new = {"photo_version": garment.photo_version + 1, "status": "pending", "error_message": None}
    for name, value in (new | changes).items():
        setattr(garment, name, value)
    await session.flush()


async def name_of_look(session: AsyncSession, garment: Garment) -> str:
    """The key of the job that looks at the photo in its state: the garment's id at first.

    A version may come again after an undo, so a later state is told by the one that it followed.
    """
    if garment.photo_version == 1:
        return str(garment.id)
    followed = await session.scalar(
        select(FormerPhoto.id)
        .where(FormerPhoto.garment_id == garment.id)
        .order_by(FormerPhoto.photo_version.desc())
        .limit(1)
    )
    return f"{garment.id}:{followed}"


async def restore_photo(session: AsyncSession, garment: Garment) -> list[str]:
    """Go back to the state before; what was seen then holds again. Returns the keys left behind.

    Raises:
        Conflict: there is no state before.
    """
    before = await session.scalar(
        select(FormerPhoto)
        .where(FormerPhoto.garment_id == garment.id)
        .order_by(FormerPhoto.photo_version.desc())
        .limit(1)
    )
    if before is None:
        raise Conflict("There is no change of the photo to undo.")
    left = [key for name in IMAGES if (key := getattr(garment, name)) is not None]
    for name in STATE:
        setattr(garment, name, getattr(before, name))
    await session.delete(before)
    # The version counts on from here, so what was seen in the state that is given up must go.
    await session.execute(
        delete(GarmentPrediction)
        .where(GarmentPrediction.garment_id == garment.id)
        .where(GarmentPrediction.photo_version > garment.photo_version)
    )
    await touch(session, garment)
    return left


async def image_keys(session: AsyncSession, garment: Garment) -> list[str]:
    """The keys of every image of a garment, those of former photos too."""
    former = await session.scalars(select(FormerPhoto).where(FormerPhoto.garment_id == garment.id))
    rows = (garment, *former)
    keys = (getattr(row, name) for row in rows for name in IMAGES)
    return list(dict.fromkeys(key for key in keys if key is not None))


async def unused_keys(session: AsyncSession, keys: Collection[str], *, owner_id: UUID) -> list[str]:
    """Those of the keys that no garment of the owner uses, now or as a former photo."""
    used: set[str] = set()
    for name in IMAGES:
        now, before = getattr(Garment, name), getattr(FormerPhoto, name)
        shown = select(now).where(Garment.user_id == owner_id, now.in_(keys))
        kept = select(before).join(Garment, Garment.id == FormerPhoto.garment_id)
        kept = kept.where(Garment.user_id == owner_id, before.in_(keys))
        for wanted in (shown, kept):
            used |= {key for key in await session.scalars(wanted) if key is not None}
    return sorted(set(keys) - used)
