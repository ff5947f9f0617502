"""Says why an outfit was chosen, and why another garment or colour was not."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, Field

from db import outfits
from db.effective_garments import get_effective
from ml.outfits import Request, explain_card, why_not_color, why_not_garment
from ml.outfits.cards import item
from ml.outfits.counterfactual import instead
from ml.outfits.eligible import eligible, ready
from ml.outfits.matching import in_words, matches
from stylist import vocabulary
from stylist.counterfactual import Counterfactual
from stylist.errors import BadRequest
from stylist.frame import Piece
from stylist.outfits import OutfitCard, OutfitItem
from tools.away import say_where
from tools.deps import Deps
from tools.outfit_cards import frame_of, read_cards
from tools.wardrobe_of import Wardrobe, load_wardrobe

QUOTED = 40
MOST_COMPARED = 12
"""Garments of one kind that are tried for "why not a …"."""


class OutfitExplanation(BaseModel):
    """A shown outfit and, in words, why it is as it is.

    When it was asked why a garment is not in it, and it could be, `counterfactual` has the figures;
    `compared` are the garments of the answer that are not in the outfit.
    """

    outfit: OutfitCard
    text: str
    counterfactual: Counterfactual | None = None
    compared: list[OutfitItem] = Field(default_factory=list)


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
    why_not_category: str | None = None,
) -> OutfitExplanation:
    """Explain a stored outfit by the parts of its score, or why something is not in it.

    With a category (or a slot), and perhaps a colour, the one garment that would come nearest
    stands for all of that kind.

    Raises:
        NotFound: no such outfit, or no such garment.
        BadRequest: a colour or category that the vocabulary does not have, or two questions.

    """
    if why_not_garment_id and (why_not_color_name or why_not_category):
        raise BadRequest("Ask either for a garment, or for a category and a colour.")
    _check("colour", why_not_color_name, [*vocabulary.colors()])
    _check("category", why_not_category, [*vocabulary.SLOTS, *vocabulary.kinds()])
    async with deps.sessions.begin() as session:
        row = await outfits.get_outfit(session, outfit_id, owner_id=deps.owner_id)
        [card] = await read_cards(session, deps, [row])
        wardrobe = await load_wardrobe(session, deps)
        if why_not_garment_id is not None:
            await get_effective(session, why_not_garment_id, owner_id=deps.owner_id)
    request = Request(
        frame=frame_of(row),
        preferences=wardrobe.preferences,
        history=wardrobe.history,
        looks=wardrobe.looks,
    )
    question = _Question(list(row.garment_ids), wardrobe, request)
    piece = Piece(category=why_not_category, color=why_not_color_name)
    if piece != Piece() and any(matches(g, piece) for g in ready(wardrobe.pick(row.garment_ids))):
        # It is in the outfit: the question can only be why.
        return OutfitExplanation(outfit=card, text=explain_card(card))
    if why_not_category:
        text, figures = await asyncio.to_thread(_why_no_such, question, piece)
        return _explained(card, wardrobe, text, figures)
    if why_not_color_name:
        text = await asyncio.to_thread(
            why_not_color, wardrobe.garments, why_not_color_name, request
        )
        return OutfitExplanation(outfit=card, text=text)
    if why_not_garment_id is None:
        return OutfitExplanation(outfit=card, text=explain_card(card))
    text, figures = await asyncio.to_thread(_why_not, question, why_not_garment_id)
    return _explained(card, wardrobe, text, figures)


def _check(what: str, word: str | None, known: list[str]) -> None:
    if word is not None and word not in known:
        raise BadRequest(f"I know no {what} “{word[:QUOTED]}”; I know {', '.join(known)}.")


def _explained(
    card: OutfitCard, wardrobe: Wardrobe, text: str, figures: Counterfactual | None
) -> OutfitExplanation:
    """The answer with the garments that it names and the outfit has not."""
    mended = figures.mended_by if figures else None
    ids = [figures.garment_id, *([mended.in_id] if mended else [])] if figures else []
    compared = [item(fact) for fact in ready(wardrobe.pick(ids))]
    return OutfitExplanation(outfit=card, text=text, counterfactual=figures, compared=compared)


def _why_no_such(question: _Question, piece: Piece) -> tuple[str, Counterfactual | None]:
    """Why nothing of a kind and colour is in the outfit: the garment of it that comes nearest."""
    such = [g for g in ready(question.wardrobe.garments) if matches(g, piece)]
    if not such:
        return f"You have no {in_words(piece)} to wear now that I know of.", None
    told = [_why_not(question, g.view.id) for g in such[:MOST_COMPARED]]
    return max(told, key=lambda one: one[1].score if one[1] else -1.0)


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
