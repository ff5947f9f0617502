"""What people said a garment is: corrections and confirmations, kept with their history."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.garment_rows import get_garment, touch
from db.models import GarmentLabel
from db.models.base import Json
from stylist.errors import Conflict
from stylist.garments import LabelSource


async def add_label(
    session: AsyncSession,
    garment_id: UUID,
    *,
    owner_id: UUID,
    fields: Json,
    source: LabelSource = "person",
) -> GarmentLabel:
    """Keep a correction of some fields; a null says that the field is unknown."""
    garment = await get_garment(session, garment_id, owner_id=owner_id, lock=True)
    kind = {"category", "subcategory"}
    label = GarmentLabel(
        garment_id=garment.id,
        category=fields.get("category"),
        subcategory=fields.get("subcategory"),
        attributes={key: value for key, value in fields.items() if key not in kind},
        fields=sorted(fields),
        source=source,
    )
    session.add(label)
    await touch(session, garment)
    return label


async def undo_label(session: AsyncSession, garment_id: UUID, *, owner_id: UUID) -> GarmentLabel:
    """Take back the newest correction; what stood before it holds again.

    Raises:
        NotFound: no such garment.
        Conflict: there is nothing to take back.
    """
    garment = await get_garment(session, garment_id, owner_id=owner_id, lock=True)
    label = await session.scalar(
        select(GarmentLabel)
        .where(GarmentLabel.garment_id == garment.id, GarmentLabel.undone_at.is_(None))
        .order_by(GarmentLabel.seq.desc())
        .limit(1)
    )
    if label is None:
        raise Conflict("There is no correction to undo.")
    label.undone_at = func.now()
    await touch(session, garment)
    return label


async def list_labels(
    session: AsyncSession,
    garment_id: UUID,
    *,
    owner_id: UUID,
    before_seq: int | None = None,
    limit: int | None = None,
) -> list[GarmentLabel]:
    """What was said of a garment, newest first, also what was taken back.

    Raises:
        NotFound: no such garment.
    """
    garment = await get_garment(session, garment_id, owner_id=owner_id)
    wanted = select(GarmentLabel).where(GarmentLabel.garment_id == garment.id)
    if before_seq is not None:
        wanted = wanted.where(GarmentLabel.seq < before_seq)
    return list(await session.scalars(wanted.order_by(GarmentLabel.seq.desc()).limit(limit)))
