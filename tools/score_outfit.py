"""Judges garments that the person has put together themselves."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from ml.outfits import Request, score
from stylist.errors import NotFound
from stylist.frame import ConstraintFrame
from stylist.named_frame import named, with_ids
from stylist.outfits import OutfitCard
from tools.deps import Deps
from tools.outfit_cards import with_thumbnails
from tools.recommend_outfits import MOST
from tools.wardrobe_of import load_wardrobe


async def score_outfit(
    deps: Deps, *, garment_ids: Sequence[UUID], frame: ConstraintFrame
) -> OutfitCard:
    """Score these garments as an outfit for the frame, part by part; nothing is stored.

    Raises:
        NotFound: one of them is not a ready garment of this person.
        BadRequest: two of them are worn in the same place, or there is none; or the frame has a
            word or a number that nobody knows.

    """
    frame = with_ids(named(frame, most=MOST))
    async with deps.sessions.begin() as session:
        wardrobe = await load_wardrobe(session, deps)
    worn = wardrobe.pick(list(dict.fromkeys(garment_ids)))
    if len(worn) < len(set(garment_ids)):
        raise NotFound(
            "One of these garments is not in your wardrobe, or its photo is not read yet.",
            hint="Use only garment ids that a tool has returned.",
        )
    request = Request(
        frame=frame,
        preferences=wardrobe.preferences,
        history=wardrobe.history,
        looks=wardrobe.looks,
    )
    card = await asyncio.to_thread(score, worn, request)
    return with_thumbnails(card, worn, deps.image_urls)
