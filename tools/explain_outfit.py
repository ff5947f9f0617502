"""Says why an outfit was chosen, and why another garment or colour was not."""

import asyncio
from uuid import UUID

from pydantic import BaseModel

from db import outfits
from ml.outfits import Request, explain_card, why_not_color, why_not_garment
from stylist.outfits import OutfitCard
from tools.away import say_where
from tools.deps import Deps
from tools.outfit_cards import frame_of, read_cards
from tools.wardrobe_of import load_wardrobe


class OutfitExplanation(BaseModel):
    """A shown outfit and, in words, why it is as it is."""

    outfit: OutfitCard
    text: str


async def explain_outfit(
    deps: Deps,
    *,
    outfit_id: UUID,
    why_not_garment_id: UUID | None = None,
    why_not_color_name: str | None = None,
) -> OutfitExplanation:
    """Explain a stored outfit by the parts of its score, or why something is not in it.

    Raises:
        NotFound: no such outfit.

    """
    async with deps.sessions.begin() as session:
        row = await outfits.get_outfit(session, outfit_id, owner_id=deps.owner_id)
        [card] = await read_cards(session, deps, [row])
        wardrobe = await load_wardrobe(session, deps)
    request = Request(
        frame=frame_of(row), preferences=wardrobe.preferences, history=wardrobe.history
    )
    away = [g for g in wardrobe.away if g.id == why_not_garment_id]
    if away:
        text = f"It cannot be worn now: {say_where(away)}."
    elif why_not_garment_id:
        text = await asyncio.to_thread(
            why_not_garment, wardrobe.garments, why_not_garment_id, request
        )
    elif why_not_color_name:
        text = await asyncio.to_thread(
            why_not_color, wardrobe.garments, why_not_color_name, request
        )
    else:
        text = explain_card(card)
    return OutfitExplanation(outfit=card, text=text)
