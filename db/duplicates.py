"""Questions whether two of an owner's garments are one and the same, and their answers."""

from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import Garment, GarmentDuplicate
from stylist.errors import NotFound

Answer = Literal["same", "different"]


async def list_comparable(session: AsyncSession, garment_id: UUID, *, owner_id: UUID) -> list[UUID]:
    """The owner's other garments that may be this one: ready, photographed, not put away.

    What was cut out of the same photo lay beside it, so it is another garment. None for a garment
    that is not to be compared itself.
    """
    this = aliased(Garment)
    rows = await session.scalars(
        select(Garment.id)
        .join(this, this.user_id == Garment.user_id)
        .where(this.id == garment_id, this.user_id == owner_id, Garment.id != garment_id)
        .where(Garment.content_sha256 != this.content_sha256)
        .where(*(_compared(side) for side in (Garment, this)))
        .order_by(Garment.created_at)
    )
    return list(rows)


async def ask(
    session: AsyncSession, garment_id: UUID, other_id: UUID, *, owner_id: UUID, score: float
) -> bool:
    """Ask whether the two are one, unless that was asked before; whether it was asked now."""
    pair = select(Garment.id).where(
        Garment.user_id == owner_id, Garment.id.in_((garment_id, other_id))
    )
    newest_first = list(
        await session.scalars(pair.order_by(Garment.created_at.desc(), Garment.id.desc()))
    )
    if len(newest_first) < 2:
        return False
    asking = insert(GarmentDuplicate).values(
        user_id=owner_id, garment_id=newest_first[0], other_id=newest_first[1], score=score
    )
    asked = await session.scalar(
        asking.on_conflict_do_nothing(index_elements=["garment_id", "other_id"]).returning(
            GarmentDuplicate.id
        )
    )
    return asked is not None


async def list_open(session: AsyncSession, *, owner_id: UUID) -> list[GarmentDuplicate]:
    """The open questions about garments that are still in the wardrobe, likeliest first."""
    this, other = aliased(Garment), aliased(Garment)
    rows = await session.scalars(
        select(GarmentDuplicate)
        .join(this, this.id == GarmentDuplicate.garment_id)
        .join(other, other.id == GarmentDuplicate.other_id)
        .where(GarmentDuplicate.user_id == owner_id, GarmentDuplicate.state == "open")
        .where(_compared(this), _compared(other))
        .order_by(GarmentDuplicate.score.desc(), GarmentDuplicate.id)
    )
    return list(rows)


async def get_question(
    session: AsyncSession, question_id: UUID, *, owner_id: UUID
) -> GarmentDuplicate:
    """One question, answered or not, locked for this transaction.

    Raises:
        NotFound: no such question, or it is somebody else's.
    """
    found = await session.scalar(
        select(GarmentDuplicate)
        .where(GarmentDuplicate.id == question_id, GarmentDuplicate.user_id == owner_id)
        .with_for_update()
    )
    if found is None:
        raise NotFound("There is no such question.")
    return found


async def record_answer(
    session: AsyncSession,
    question: GarmentDuplicate,
    answer: Answer,
    *,
    kept_id: UUID | None = None,
    was: str | None = None,
) -> None:
    """Keep the answer; `was` is the availability that the garment that goes had before."""
    question.state, question.kept_id, question.was = answer, kept_id, was
    question.answered_at = func.now()
    await session.flush()


def _compared(garment: type[Garment]) -> ColumnElement[bool]:
    return and_(
        garment.status == "ready", garment.availability != "archived", garment.drawn.is_(False)
    )
