"""Which collections of the vector index there are, and which of each role answers searches.

A new embedder's collection is filled while the old one still answers; once it lacks no garment it
takes over, and the old one is dropped a little later.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Garment, GarmentVector, VectorCollection

Role = Literal["words", "looks", "clip"]
"""What vectors are for: matching words, finding what looks alike, and CLIP's own space."""


@dataclass(frozen=True, slots=True)
class CollectionProgress:
    """A collection: `written` of the `garments` that are ready have a vector there."""

    name: str
    role: str
    embedder: str
    state: str
    written: int
    garments: int


async def ensure_collection(
    session: AsyncSession, *, name: str, role: Role, embedder: str, wanted: bool = False
) -> VectorCollection:
    """The collection's row. The first of its role is live at once: nothing better is there.

    One that was given up for another is filled again only if it is `wanted`.
    """
    found: VectorCollection | None = await session.get(VectorCollection, name)
    if found is not None and not (wanted and found.state == "old"):
        return found
    await _one_at_a_time(session, role)
    found = await session.get(VectorCollection, name, populate_existing=True)
    if found is None:
        state = "live" if await live_collection(session, role) is None else "filling"
        values = {"name": name, "role": role, "embedder": embedder, "state": state}
        adding = insert(VectorCollection).values(**values, changed_at=func.clock_timestamp())
        await session.execute(adding)
        return (await session.scalars(_named(name))).one()
    if found.state == "old":
        found.state, found.changed_at = "filling", func.clock_timestamp()
        await session.flush()
        await session.refresh(found)
    return found


async def live_collection(session: AsyncSession, role: Role) -> VectorCollection | None:
    """The collection that answers searches of this role; None before the first vector."""
    found: VectorCollection | None = await session.scalar(
        select(VectorCollection)
        .where(VectorCollection.role == role, VectorCollection.state == "live")
        .execution_options(populate_existing=True)
    )
    return found


async def list_collections(session: AsyncSession) -> list[VectorCollection]:
    """Every collection that may hold a vector."""
    return list(await session.scalars(select(VectorCollection).order_by(VectorCollection.name)))


async def promote_when_full(session: AsyncSession, name: str) -> bool:
    """Let a filling collection that lacks no ready garment answer from now on; whether it does."""
    found = (await session.scalars(_named(name).with_for_update())).one_or_none()
    if found is None or found.state != "filling":
        return False
    await _one_at_a_time(session, found.role)
    if await session.scalar(select(Garment.id).where(Garment.status == "ready", ~_has(name))):
        return False
    for state, which in (
        ("old", and_(VectorCollection.role == found.role, VectorCollection.state == "live")),
        ("live", VectorCollection.name == name),
    ):
        await session.execute(
            update(VectorCollection)
            .where(which)
            .values(state=state, changed_at=func.clock_timestamp())
        )
    return True


async def list_dropped(session: AsyncSession, *, older_than_s: float) -> list[str]:
    """Collections that were given up long enough ago for nobody to ask them any more."""
    before = func.clock_timestamp() - timedelta(seconds=older_than_s)
    rows = await session.scalars(
        select(VectorCollection.name).where(
            VectorCollection.state == "old", VectorCollection.changed_at < before
        )
    )
    return list(rows)


async def forget_collection(session: AsyncSession, name: str) -> None:
    """Forget a collection that was given up, and what it had; another state is left alone."""
    await session.execute(
        delete(VectorCollection).where(
            VectorCollection.name == name, VectorCollection.state == "old"
        )
    )


async def report_progress(session: AsyncSession) -> list[CollectionProgress]:
    """Every collection and how far it is."""
    ready = await session.scalar(select(func.count()).where(Garment.status == "ready")) or 0
    written = (
        select(GarmentVector.collection, func.count().label("written"))
        .join(Garment, Garment.id == GarmentVector.garment_id)
        .where(Garment.status == "ready")
        .group_by(GarmentVector.collection)
        .subquery()
    )
    rows = await session.execute(
        select(VectorCollection, func.coalesce(written.c.written, 0))
        .outerjoin(written, written.c.collection == VectorCollection.name)
        .order_by(VectorCollection.role, VectorCollection.name)
    )
    return [
        CollectionProgress(row.name, row.role, row.embedder, row.state, count, ready)
        for row, count in rows
    ]


def _has(name: str) -> ColumnElement[bool]:
    mine = (GarmentVector.garment_id == Garment.id, GarmentVector.collection == name)
    return select(GarmentVector.garment_id).where(*mine).exists()


def _named(name: str) -> Select[VectorCollection]:
    return select(VectorCollection).where(VectorCollection.name == name)


async def _one_at_a_time(session: AsyncSession, role: str) -> None:
    """Two processes that start together must not both call theirs the live one."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"vector-collections:{role}"},
    )
