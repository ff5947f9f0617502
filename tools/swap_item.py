"""Replaces one piece of a shown outfit, keeps the rest, and stores the result."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from db import outfits
from ml.outfits import Request, swap
from stylist.errors import Conflict
from stylist.frame import ConstraintFrame
from stylist.garments import AT_HAND
from stylist.named_frame import named, with_ids
from stylist.outfits import OutfitSet
from stylist.vocabulary import Slot
from tools.away import say_where
from tools.deps import Deps
from tools.outfit_cards import store
from tools.recommend_outfits import MOST
from tools.wardrobe_of import load_wardrobe


async def swap_item(
    deps: Deps,
    *,
    outfit_id: UUID,
    slot: Slot,
    frame: ConstraintFrame,
    moves: Sequence[str] = (),
    exclude_outfit_ids: Sequence[UUID] = (),
    count: int = 1,
    run_id: UUID | None = None,
) -> OutfitSet:
    """Build up to `count` outfits that differ from a stored one only in the piece of `slot`.

    Outfits to exclude do not come again, as long as there is another.

    Raises:
        NotFound: no such outfit.
        Conflict: one of its garments is gone, or one that is kept is not at hand.
        BadRequest: the frame has a word or a number that nobody knows.

    """
    frame = with_ids(named(frame, most=MOST))
    async with deps.sessions.begin() as session:
        row = await outfits.get_outfit(session, outfit_id, owner_id=deps.owner_id)
        wardrobe = await load_wardrobe(session, deps)
        shown = await outfits.list_outfits(
            session, owner_id=deps.owner_id, ids=exclude_outfit_ids, withdrawn=True
        )
    worn = wardrobe.pick(row.garment_ids)
    if len(worn) < len(row.garment_ids):
        raise Conflict(
            "A garment of this outfit is no longer in your wardrobe.",
            hint="Recommend new outfits instead.",
        )
    if away := [g for g in worn if g.slot != slot and g.availability not in AT_HAND]:
        raise Conflict(
            f"The rest of this outfit cannot be worn now: {say_where(away) or 'it is archived'}.",
            hint="A piece of the outfit is not at hand. Recommend new outfits instead.",
        )
    request = Request(
        frame=frame,
        preferences=wardrobe.preferences,
        history=wardrobe.history,
        looks=wardrobe.looks,
        count=count,
        moves=tuple(moves),
        exclude=tuple(frozenset(one.garment_ids) for one in shown),
    )
    found = await asyncio.to_thread(swap, worn, slot, wardrobe.garments, request)
    if not found.outfits and shown:
        again = replace(request, exclude=())
        found = await asyncio.to_thread(swap, worn, slot, wardrobe.garments, again)
    degraded = list(dict.fromkeys([*found.degraded, *wardrobe.degraded]))
    found = found.model_copy(update={"degraded": degraded})
    return await store(deps, found, wardrobe.garments, frame=frame, source="swapped", run_id=run_id)
