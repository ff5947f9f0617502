"""Whole garments with their history, read for an export and written by an import."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Garment, GarmentLabel, GarmentOrigin, GarmentPrediction
from db.models.base import Json


@dataclass(frozen=True, slots=True)
class WholeGarment:
    """A garment's row, everything that was seen and said of it, and its id where it comes from."""

    garment: Garment
    origin_id: UUID
    predictions: list[GarmentPrediction]
    labels: list[GarmentLabel]


async def list_whole(
    session: AsyncSession, *, owner_id: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> list[WholeGarment]:
    """Some of the owner's garments, oldest first, after the one of this time and id."""
    wanted = select(Garment).where(Garment.user_id == owner_id)
    place = tuple_(Garment.created_at, Garment.id)
    if after is not None:
        wanted = wanted.where(place > tuple_(*after))
    order = (Garment.created_at, Garment.id)
    garments = (await session.scalars(wanted.order_by(*order).limit(limit))).all()
    ids = [garment.id for garment in garments]
    predictions = await session.scalars(
        select(GarmentPrediction)
        .where(GarmentPrediction.garment_id.in_(ids))
        .order_by(GarmentPrediction.created_at, GarmentPrediction.id)
    )
    labels = await session.scalars(
        select(GarmentLabel).where(GarmentLabel.garment_id.in_(ids)).order_by(GarmentLabel.seq)
    )
    origins = await session.execute(
        select(GarmentOrigin.garment_id, GarmentOrigin.origin_id)
        .where(GarmentOrigin.garment_id.in_(ids))
        .order_by(GarmentOrigin.created_at.desc())
    )
    seen, said = predictions.all(), labels.all()
    first = {garment_id: origin_id for garment_id, origin_id in origins}
    return [
        WholeGarment(
            garment,
            first.get(garment.id, garment.id),
            [row for row in seen if row.garment_id == garment.id],
            [row for row in said if row.garment_id == garment.id],
        )
        for garment in garments
    ]


async def find_imported(session: AsyncSession, *, owner_id: UUID, origin_id: UUID) -> UUID | None:
    """The owner's garment that this one is already: imported before, or exported from here."""
    imported = await session.scalar(
        select(GarmentOrigin.garment_id).where(
            GarmentOrigin.user_id == owner_id, GarmentOrigin.origin_id == origin_id
        )
    )
    if imported is not None:
        return imported
    own = select(Garment.id).where(Garment.user_id == owner_id, Garment.id == origin_id)
    return await session.scalar(own)


async def find_unclaimed(
    session: AsyncSession, *, owner_id: UUID, content_sha256: str, claimed_by: Collection[UUID]
) -> UUID | None:
    """The owner's garment of this photo that is none of the garments first known by these ids."""
    claimed = select(GarmentOrigin.garment_id).where(
        GarmentOrigin.user_id == owner_id, GarmentOrigin.origin_id.in_(claimed_by)
    )
    return await session.scalar(
        select(Garment.id)
        .where(Garment.user_id == owner_id, Garment.content_sha256 == content_sha256)
        .where(Garment.id.not_in(claimed), Garment.id.not_in(claimed_by))
        .order_by(Garment.created_at, Garment.id)
        .limit(1)
    )


async def note_origin(
    session: AsyncSession, garment_id: UUID, *, owner_id: UUID, origin_id: UUID
) -> None:
    """Remember that this garment is the exported one of `origin_id`."""
    session.add(GarmentOrigin(user_id=owner_id, origin_id=origin_id, garment_id=garment_id))
    await session.flush()


async def add_whole(
    session: AsyncSession,
    *,
    owner_id: UUID,
    columns: Json,
    predictions: Sequence[dict[str, Any]],
    labels: Sequence[dict[str, Any]],
) -> Garment:
    """Write a garment with its history; the values are those of the columns."""
    garment = Garment(user_id=owner_id, **columns)
    session.add(garment)
    await session.flush()
    await session.refresh(garment)
    session.add_all(GarmentPrediction(garment_id=garment.id, **row) for row in predictions)
    await session.flush()
    for row in labels:
        # One by one: `seq` says which was said last.
        session.add(GarmentLabel(garment_id=garment.id, **row))
        await session.flush()
    return garment
