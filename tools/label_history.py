"""What was said of a garment, from the newest back: corrections, confirmations and imports."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import garments as rows
from db.models import GarmentLabel
from stylist.errors import BadRequest
from tools.deps import Deps

LONGEST_CURSOR = 18
"""Digits of a row's number that PostgreSQL still takes."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said: the fields it speaks of with their values, by whom and when.

    `source` is person, confirmed or import. A null value says "unknown"; one that was taken back
    has `undone_at`.
    """

    id: UUID
    source: str
    fields: dict[str, Any]
    created_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """Some of what was said, newest first, and where the next page begins."""

    entries: list[Said]
    next_cursor: str | None


async def read_history(deps: Deps, garment_id: UUID, *, cursor: str | None, limit: int) -> History:
    """One page of a garment's history.

    Raises:
        NotFound: no such garment.
        BadRequest: the cursor is not one of ours.
    """
    async with deps.sessions.begin() as session:
        found = await rows.list_labels(
            session,
            garment_id,
            owner_id=deps.owner_id,
            before_seq=_read_cursor(cursor) if cursor else None,
            limit=limit + 1,
        )
    page = found[:limit]
    return History([_said(row) for row in page], str(page[-1].seq) if len(found) > limit else None)


def _read_cursor(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= LONGEST_CURSOR):
        raise BadRequest("This cursor is not valid; start again without one.")
    return int(cursor)


def _said(row: GarmentLabel) -> Said:
    kind = {"category": row.category, "subcategory": row.subcategory}
    values = {**(row.attributes or {}), **kind}
    return Said(
        id=row.id,
        source=row.source,
        fields={field: values.get(field) for field in row.fields},
        created_at=row.created_at,
        undone_at=row.undone_at,
    )
