"""Stored outfits: list them and read one again."""

from datetime import datetime
from uuid import UUID

from db import outfits
from stylist.outfits import OutfitCard
from tools.deps import Deps
from tools.outfit_cards import read_cards


async def list_outfits(
    deps: Deps, *, before: datetime | None = None, limit: int = 20
) -> list[OutfitCard]:
    """The outfits that were shown to this person, newest first, without withdrawn ones."""
    async with deps.sessions.begin() as session:
        rows = await outfits.list_outfits(
            session, owner_id=deps.owner_id, before=before, limit=limit
        )
        return await read_cards(session, deps, rows)


async def read_outfit(deps: Deps, outfit_id: UUID) -> OutfitCard:
    """One stored outfit, also when a garment of it is gone.

    Raises:
        NotFound: no such outfit.

    """
    async with deps.sessions.begin() as session:
        row = await outfits.get_outfit(session, outfit_id, owner_id=deps.owner_id)
        return (await read_cards(session, deps, [row]))[0]
