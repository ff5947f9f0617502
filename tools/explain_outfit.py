"""Says why an outfit was chosen, and why another garment or colour was not."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel

from db import outfits
from ml.outfits import Request, explain_card, why_not_color, why_not_garment
from ml.outfits.counterfactual import instead
from ml.outfits.eligible import eligible
from stylist import vocabulary
from stylist.counterfactual import Counterfactual
from stylist.errors import BadRequest
from stylist.outfits import OutfitCard
from tools.away import say_where
from tools.deps import Deps
from tools.outfit_cards import frame_of, read_cards
from tools.wardrobe_of import Wardrobe, load_wardrobe

QUOTED = 40


class OutfitExplanation(BaseModel):
    """A shown outfit and, in words, why it is as it is.

    When it was asked why a garment is not in it, and it could be, `counterfactual` has the figures.
    """

    outfit: OutfitCard
    text: str
    counterfactual: Counterfactual | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, of what: the outfit's own garments and frame, and the wardrobe."""

    outfit_ids: list[UUID]
    wardrobe: Wardrobe
    request: Request


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
        BadRequest: a colour that the vocabulary does not have, or both questions at once.

    """
    if why_not_garment_id and why_not_color_name:
        raise BadRequest("Ask either for a garment or for a colour.")
    if why_not_color_name and why_not_color_name not in vocabulary.colors():
        known = ", ".join(vocabulary.colors())
        raise BadRequest(f"I know no colour “{why_not_color_name[:QUOTED]}”; I know {known}.")
    async with deps.sessions.begin() as session:
        row = await outfits.get_outfit(session, outfit_id, owner_id=deps.owner_id)
        [card] = await read_cards(session, deps, [row])
        wardrobe = await load_wardrobe(session, deps)
    request = Request(
        frame=frame_of(row), preferences=wardrobe.preferences, history=wardrobe.history
    )
    if why_not_color_name:
        text = await asyncio.to_thread(
            why_not_color, wardrobe.garments, why_not_color_name, request
        )
        return OutfitExplanation(outfit=card, text=text)
    if why_not_garment_id is None:
        return OutfitExplanation(outfit=card, text=explain_card(card))
    question = _Question(list(row.garment_ids), wardrobe, request)
    text, figures = await asyncio.to_thread(_why_not, question, why_not_garment_id)
    return OutfitExplanation(outfit=card, text=text, counterfactual=figures)


def _why_not(question: _Question, garment_id: UUID) -> tuple[str, Counterfactual | None]:
    """What keeps a garment out: where it is, what was ruled out, or how the outfit would be."""
    wardrobe, request = question.wardrobe, question.request
    away = [garment for garment in wardrobe.away if garment.id == garment_id]
    if away:
        return f"It cannot be worn now: {say_where(away)}.", None
    worn, asked = wardrobe.pick(question.outfit_ids), wardrobe.pick([garment_id])
    allowed, _ = eligible(asked, request.frame)
    if garment_id in question.outfit_ids:
        return "It is in this outfit.", None
    if allowed and len(worn) == len(question.outfit_ids):
        found = instead(worn, asked[0], wardrobe.garments, request)
        if found is not None:
            return found.text, found
    return why_not_garment(wardrobe.garments, garment_id, request), None
