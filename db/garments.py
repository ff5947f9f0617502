"""Writes garments, what the models saw on them and what their owners corrected."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.effective_garments import get_effective, list_effective
from db.garment_labels import add_label, list_labels, undo_label
from db.garment_photos import change_photo, image_keys, name_of_look, restore_photo, unused_keys
from db.garment_rows import get_garment, touch
from db.models import Garment, GarmentPrediction, Outfit
from db.models.base import Json

__all__ = [
    "add_garment",
    "add_label",
    "add_prediction",
    "change_photo",
    "delete_garment",
    "find_same_photo",
    "get_effective",
    "get_garment",
    "image_keys",
    "list_effective",
    "list_labels",
    "list_ready",
    "name_of_look",
    "restore_photo",
    "set_availability",
    "set_status",
    "tell_facts",
    "touch",
    "undo_label",
    "unused_keys",
    "withdraw_outfits_of",
]


async def find_same_photo(
    session: AsyncSession, *, owner_id: UUID, content_sha256: str
) -> Garment | None:
    """The owner's garment made from these very bytes; holds the question until the commit.

    Without the lock, the same photo sent twice at once would become two garments.
    """
    name = f"{owner_id}:{content_sha256}"
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
    )
    wanted = select(Garment).where(
        Garment.user_id == owner_id, Garment.content_sha256 == content_sha256
    )
    return await session.scalar(wanted.order_by(Garment.created_at).limit(1))


async def add_garment(
    session: AsyncSession,
    *,
    owner_id: UUID,
    image_key: str,
    content_sha256: str,
    source_name: str | None = None,
    custom_name: str | None = None,
    drawn: bool = False,
    garment_id: UUID | None = None,
    photo_part: int = 0,
) -> Garment:
    """Add a garment that waits for its photo to be looked at.

    `photo_part` is which garment of the photo it is, the largest first; `garment_id` an id that
    the same work makes again.
    """
    garment = Garment(
        id=garment_id,
        photo_part=photo_part,
        user_id=owner_id,
        original_image_path=image_key,
        content_sha256=content_sha256,
        source_name=source_name,
        custom_name=custom_name,
        drawn=drawn,
    )
    session.add(garment)
    await session.flush()
    await session.refresh(garment)
    return garment


async def list_ready(
    session: AsyncSession, *, owner_id: UUID | None = None
) -> list[tuple[UUID, UUID]]:
    """(owner, garment) of every ready garment, of one owner or of all, oldest first."""
    wanted = select(Garment.user_id, Garment.id).where(Garment.status == "ready")
    if owner_id is not None:
        wanted = wanted.where(Garment.user_id == owner_id)
    rows = await session.execute(wanted.order_by(Garment.created_at, Garment.id))
    return [(owner, garment) for owner, garment in rows]


async def set_status(
    session: AsyncSession,
    garment_id: UUID,
    *,
    owner_id: UUID,
    status: str,
    error_message: str | None = None,
    cutout_key: str | None = None,
    thumbnail_key: str | None = None,
) -> bool:
    """Set a garment's status, and its cut-out and thumbnail when given; False: it is gone."""
    keys = {"processed_image_path": cutout_key, "thumbnail_path": thumbnail_key}
    given = {name: key for name, key in keys.items() if key is not None}
    found = await session.scalar(
        update(Garment)
        .where(Garment.id == garment_id, Garment.user_id == owner_id)
        .values(status=status, error_message=error_message, **given)
        .returning(Garment.id)
    )
    return found is not None


async def add_prediction(
    session: AsyncSession,
    garment_id: UUID,
    *,
    category: str,
    subcategory: str | None,
    attributes: Json,
    confidence: dict[str, float],
    backend: dict[str, str],
    doubts: Sequence[str] = (),
    box_xywh: tuple[int, int, int, int] | None = None,
    embedding_id: str | None = None,
) -> GarmentPrediction:
    """Keep what the models saw on the garment's photo as it is now; the newest counts.

    `doubts` are words for what speaks against it; `box_xywh` is in pixels of the photo as turned.
    """
    x, y, width, height = box_xywh or (None, None, None, None)
    prediction = GarmentPrediction(
        garment_id=garment_id,
        created_at=func.clock_timestamp(),
        bbox_x=x,
        bbox_y=y,
        bbox_width=width,
        bbox_height=height,
        category=category,
        category_confidence=confidence.get("category"),
        subcategory=subcategory,
        attributes=attributes,
        confidence=confidence,
        backend=backend,
        doubts=list(doubts),
        photo_version=select(Garment.photo_version)
        .where(Garment.id == garment_id)
        .scalar_subquery(),
        embedding_id=embedding_id,
    )
    session.add(prediction)
    await session.flush()
    return prediction


async def tell_facts(
    session: AsyncSession, garment_id: UUID, *, owner_id: UUID, facts: dict[str, Any]
) -> Garment:
    """Change what only the owner can tell: name, notes, brand, size, price, availability."""
    garment = await get_garment(session, garment_id, owner_id=owner_id, lock=True)
    for key, value in facts.items():
        setattr(garment, key, value)
    await touch(session, garment)
    return garment


async def set_availability(
    session: AsyncSession, garment_ids: Collection[UUID], *, owner_id: UUID, availability: str
) -> list[UUID]:
    """Say where garments are; returns those of the ids that are the owner's."""
    found = await session.scalars(
        update(Garment)
        .where(Garment.user_id == owner_id, Garment.id.in_(garment_ids))
        .values(availability=availability)
        .returning(Garment.id)
    )
    return list(found)


async def delete_garment(session: AsyncSession, garment_id: UUID, *, owner_id: UUID) -> list[str]:
    """Delete a garment with its history; returns the keys of its images.

    Raises:
        NotFound: no such garment, or it is somebody else's.
    """
    garment = await get_garment(session, garment_id, owner_id=owner_id, lock=True)
    keys = await image_keys(session, garment)
    await session.execute(delete(Garment).where(Garment.id == garment.id))
    return keys


async def withdraw_outfits_of(session: AsyncSession, garment_id: UUID, *, owner_id: UUID) -> int:
    """Offer no outfit with this garment any more; they stay readable. Returns how many."""
    withdrawn = await session.scalars(
        update(Outfit)
        .where(Outfit.user_id == owner_id, Outfit.garment_ids.contains([garment_id]))
        .where(Outfit.withdrawn_at.is_(None))
        .values(withdrawn_at=func.now())
        .returning(Outfit.id)
    )
    return len(withdrawn.all())
