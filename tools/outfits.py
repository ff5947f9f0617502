"""Stored outfits: list them and read one again."""

from dataclasses import dataclass
from uuid import UUID

from db import outfits
from db.outfit_marks import saved_outfits
from stylist.frame import ConstraintFrame
from stylist.outfits import OutfitCard
from tools.cursors import read_cursor, write_cursor
from tools.deps import Deps
from tools.outfit_cards import frame_of, read_cards


@dataclass(frozen=True, slots=True)
class OutfitPage:
    """Some outfits, newest first, and where the next page begins."""

    outfits: list[OutfitCard]
    next_cursor: str | None


async def list_outfits(
    deps: Deps,
    *,
    cursor: str | None = None,
    limit: int = 20,
    withdrawn: bool = False,
    saved: bool = False,
) -> OutfitPage:
    """The outfits that were shown to this person; withdrawn ones only when asked for.

    With `saved`, only those that the person has saved.

    Raises:
        BadRequest: the cursor is not one of ours.

    """
    async with deps.sessions.begin() as session:
        rows = await outfits.list_outfits(
            session,
            owner_id=deps.owner_id,
            ids=await saved_outfits(session, owner_id=deps.owner_id) if saved else None,
            before=read_cursor(cursor) if cursor else None,
            withdrawn=withdrawn,
            limit=limit + 1,
        )
        page, more = rows[:limit], len(rows) > limit
        cards = await read_cards(session, deps, page)
    return OutfitPage(cards, write_cursor(page[-1].created_at, page[-1].id) if more else None)


async def read_outfit(deps: Deps, outfit_id: UUID) -> OutfitCard:
    """One stored outfit, also when a garment of it is gone.

    Raises:
        NotFound: no such outfit.

    """
    async with deps.sessions.begin() as session:
        row = await outfits.get_outfit(session, outfit_id, owner_id=deps.owner_id)
        return (await read_cards(session, deps, [row]))[0]


async def read_frame(deps: Deps, outfit_id: UUID) -> ConstraintFrame:
    """The constraints that a stored outfit answered.

    Raises:
        NotFound: no such outfit.

    """
    async with deps.sessions.begin() as session:
        return frame_of(await outfits.get_outfit(session, outfit_id, owner_id=deps.owner_id))
