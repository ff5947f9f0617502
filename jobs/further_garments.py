"""The other garments of a photo: each becomes an item of its own, once however often it is seen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import garments
from db.models import Garment

if TYPE_CHECKING:
    from ml.garments.pipeline import GarmentAnalysis

ImageKeys = tuple[str, str]
"""Blob keys of cut-out and thumbnail."""


def further_id(garment_id: UUID, part: int) -> UUID:
    """The id of the garment that is `part` (1, 2, ...) of the photo of `garment_id`.

    The same work makes the same id, so a job that runs again doubles nothing.
    """
    return uuid5(garment_id, f"photo part {part}")


async def add_further(
    session: AsyncSession,
    first_id: UUID,
    seen: Sequence[tuple["GarmentAnalysis", ImageKeys]],
    *,
    owner_id: UUID,
) -> None:
    """Add what else was `seen`, largest first, as ready garments of the first one's photo.

    One that is there already is left as its owner has it.
    """
    first = await garments.get_garment(session, first_id, owner_id=owner_id)
    for part, (analysis, keys) in enumerate(seen, start=1):
        garment_id = further_id(first_id, part)
        if await session.scalar(select(Garment.id).where(Garment.id == garment_id)):
            continue
        await garments.add_garment(
            session,
            owner_id=owner_id,
            image_key=first.original_image_path,
            content_sha256=first.content_sha256,
            source_name=first.source_name,
            garment_id=garment_id,
            photo_part=part,
        )
        await write_seen(session, garment_id, analysis, keys, owner_id=owner_id)


async def write_seen(
    session: AsyncSession,
    garment_id: UUID,
    analysis: "GarmentAnalysis",
    keys: ImageKeys,
    *,
    owner_id: UUID,
) -> bool:
    """Make a garment ready with its images and prediction; False: it is gone."""
    cutout, thumbnail = keys
    exists = await garments.set_status(
        session,
        garment_id,
        owner_id=owner_id,
        status="ready",
        cutout_key=cutout,
        thumbnail_key=thumbnail,
    )
    if exists:
        await garments.add_prediction(
            session,
            garment_id,
            category=analysis.category,
            subcategory=analysis.subcategory,
            attributes=analysis.attributes.model_dump(mode="json"),
            confidence={**analysis.confidence, "category": analysis.category_confidence},
            backend=analysis.backend,
            box_xywh=analysis.bbox_xywh,
            doubts=[*analysis.quality, *analysis.doubts],
        )
    return exists
