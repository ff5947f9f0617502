"""The wardrobe: list, read, correct, undo and delete garments."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from db import garments as rows
from db.effective_garments import get_effective, list_effective
from stylist.garments import IN_SIGHT, Availability, GarmentView
from tools.corrections import GarmentChange
from tools.cursors import read_cursor, write_cursor
from tools.deps import Deps
from tools.garment_vectors import follow_change, forget_vector


@dataclass(frozen=True, slots=True, kw_only=True)
class GarmentFilter:
    """Which garments are asked for; `status` None means any, `availability` all but archived."""

    status: str | None = None
    category: str | None = None
    slot: str | None = None
    color: str | None = None
    pattern: str | None = None
    availability: Availability | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class GarmentPage:
    """Some garments, newest first, and where the next page begins."""

    garments: list[GarmentView]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A garment after a change, and what could not follow it at once."""

    garment: GarmentView
    degraded: list[str]


async def list_garments(
    deps: Deps, wanted: GarmentFilter, *, cursor: str | None, limit: int
) -> GarmentPage:
    """One page of the wardrobe.

    Raises:
        BadRequest: the cursor is not one of ours.
    """
    async with deps.sessions.begin() as session:
        found = await list_effective(
            session,
            owner_id=deps.owner_id,
            status=wanted.status,
            category=wanted.category,
            slot=wanted.slot,
            color=wanted.color,
            pattern=wanted.pattern,
            availability=[wanted.availability] if wanted.availability else IN_SIGHT,
            text=wanted.text,
            after=read_cursor(cursor) if cursor else None,
            limit=limit + 1,
        )
    page = found[:limit]
    more = len(found) > limit
    return GarmentPage(page, write_cursor(page[-1].created_at, page[-1].id) if more else None)


async def read_garment(deps: Deps, garment_id: UUID) -> GarmentView:
    """One garment.

    Raises:
        NotFound: no such garment.
    """
    async with deps.sessions.begin() as session:
        return await get_effective(session, garment_id, owner_id=deps.owner_id)


async def correct_garment(deps: Deps, garment_id: UUID, change: GarmentChange) -> Changed:
    """Name, annotate or correct a garment; the history of corrections is kept.

    Raises:
        NotFound: no such garment.
        BadRequest: category and subcategory do not fit together, or the facts do not.
    """
    owner = deps.owner_id
    async with deps.sessions.begin() as session:
        await rows.get_garment(session, garment_id, owner_id=owner, lock=True)
        before = await get_effective(session, garment_id, owner_id=owner)
        if facts := change.facts(before, today=deps.now().date()):
            await rows.tell_facts(session, garment_id, owner_id=owner, facts=facts)
        if correction := change.correction(before):
            await rows.add_label(session, garment_id, owner_id=owner, fields=correction)
        after = await get_effective(session, garment_id, owner_id=owner)
    return Changed(after, await follow_change(deps, after))


async def undo_correction(deps: Deps, garment_id: UUID) -> Changed:
    """Take back the newest correction.

    Raises:
        NotFound: no such garment.
        Conflict: nothing to take back.
    """
    async with deps.sessions.begin() as session:
        await rows.undo_label(session, garment_id, owner_id=deps.owner_id)
        after = await get_effective(session, garment_id, owner_id=deps.owner_id)
    return Changed(after, await follow_change(deps, after))


async def delete_garment(deps: Deps, garment_id: UUID) -> list[str]:
    """Delete a garment, its images and its vector; its outfits stay readable and are not offered.

    Returns what is degraded. The images go before the row is committed: when this process dies in
    between, the garment is still there to be deleted again, and no image stays without one. What
    the index keeps when it is away is found by reconciliation.

    Raises:
        NotFound: no such garment.
    """
    owner = deps.owner_id
    async with deps.sessions.begin() as session:
        keys = await rows.delete_garment(session, garment_id, owner_id=owner)
        await rows.withdraw_outfits_of(session, garment_id, owner_id=owner)
        for key in await rows.unused_keys(session, keys, owner_id=owner):
            await asyncio.to_thread(deps.blobs.delete, key)
    return await forget_vector(deps, garment_id)
