"""Why an outfit does not have a garment or a colour: the rule, or the best outfit that does."""

from collections.abc import Sequence
from uuid import UUID

from ml.outfits.eligible import ready, refusals
from ml.outfits.facts import GarmentFacts
from ml.outfits.losses import cause
from ml.outfits.matching import has_color
from ml.outfits.reasons import name, verb
from ml.outfits.recommend import recommend
from ml.outfits.request import Request
from ml.outfits.situation import resolve
from stylist.frame import ConstraintFrame
from stylist.garments import GarmentView
from stylist.outfits import OutfitCard


def why_not_garment(garments: Sequence[GarmentView], garment_id: UUID, request: Request) -> str:
    """Say why a garment was not chosen, from the rules or from the parts of the score."""
    found = [g for g in ready(garments) if g.view.id == garment_id]
    if not found:
        return "That garment is not in your wardrobe, or its photo is not read yet."
    garment = found[0]
    reasons = list(refusals(garment, request.frame))
    if reasons:
        are = verb([garment], "is", "are")
        return f"The {name(garment)} {are} ruled out: {', '.join(reasons)}."
    frame = request.frame.model_copy(deep=True)
    frame.items.require = [*frame.items.require, str(garment_id)]
    return _compare(garments, request, frame, f"the {name(garment)}")


def why_not_color(garments: Sequence[GarmentView], color: str, request: Request) -> str:
    """Say why no outfit has a colour, from the rules or from the parts of the score."""
    owned: list[GarmentFacts] = [g for g in ready(garments) if has_color(g, color)]
    if not owned:
        return f"You own nothing {color.replace('-', ' ')} that I know of."
    if all(any(refusals(g, request.frame)) for g in owned):
        reasons = sorted({why for g in owned for why in refusals(g, request.frame)})
        return f"Everything {color.replace('-', ' ')} is ruled out: {', '.join(reasons)}."
    frame = request.frame.model_copy(deep=True)
    frame.colors.want = [color]
    return _compare(garments, request, frame, f"something {color.replace('-', ' ')}")


def _compare(
    garments: Sequence[GarmentView], request: Request, frame: ConstraintFrame, words: str
) -> str:
    """The best outfit with the thing against the best without the wish for it."""
    ours = recommend(garments, _one(request, request.frame)).outfits
    theirs = recommend(garments, _one(request, frame))
    if not ours or not theirs.outfits:
        return f"No whole outfit can be made with {words} here."
    if theirs.relaxed:
        return f"With {words}, something you asked for would be lost: {theirs.relaxed[0]}."
    gap = ours[0].score - theirs.outfits[0].score
    if gap <= 0.005:
        return f"An outfit with {words} is as good; ask for it and I will build around it."
    part = _worst_part(ours[0], theirs.outfits[0])
    worn = [g for g in ready(garments) if g.view.id in theirs.outfits[0].garment_ids]
    now = resolve(request, ready(request.reference))
    against = cause(part, worn, request, now, theirs.outfits[0].score_breakdown[part].score)
    scores = f"{theirs.outfits[0].score:.2f} against {ours[0].score:.2f}"
    return f"The best outfit with {words} scores {scores}: {against}."


def _one(request: Request, frame: ConstraintFrame) -> Request:
    return Request(frame=frame, preferences=request.preferences, history=request.history, count=1)


def _worst_part(ours: OutfitCard, theirs: OutfitCard) -> str:
    """The part that loses most."""

    def loss(part: str) -> float:
        before = ours.score_breakdown.get(part)
        after = theirs.score_breakdown[part]
        return after.weight * ((before.score if before else 1.0) - after.score)

    return max(theirs.score_breakdown, key=loss)
