"""Why not that one: puts another garment into an outfit and compares part by part."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ml.outfits.cards import card
from ml.outfits.eligible import eligible, ready
from ml.outfits.facts import BOTTOM, DRESS, MID, TOP, GarmentFacts, facts_of
from ml.outfits.losses import cause
from ml.outfits.reasons import name
from ml.outfits.request import Request
from ml.outfits.score import Judge
from ml.outfits.situation import resolve
from ml.outfits.table import build, row_of
from stylist.counterfactual import Counterfactual, PartChange, PieceChange
from stylist.garments import GarmentView
from stylist.outfits import OutfitCard
from stylist.wording import in_sentence, listed

EVEN: Final = 0.005
"""Scores nearer than this are as good as equal."""
MOST_TRIED: Final = 400
"""Further changes that are tried, as many for each piece."""
UNDRESSED: Final = {DRESS: {TOP, MID, BOTTOM}}
"""What else comes off for a piece."""
PARTS: Final = {
    "color_harmony": "colours",
    "formality_fit": "the asked formality", "pattern_mixing": "patterns", "warmth": "warmth",
    "season": "the season", "occasion": "the occasion", "taste": "your taste",
    "rotation": "rest after wearing", "wishes": "what you asked for",
}  # fmt: skip
"""Parts as they are called in a sentence; the others go by their name."""


def instead(
    outfit: Sequence[GarmentView],
    garment: GarmentView,
    wardrobe: Sequence[GarmentView],
    request: Request,
) -> Counterfactual | None:
    """The outfit with `garment` in place of what is worn where it goes, against the outfit as is.

    None when that is no outfit: nobody knows where it is worn, it is worn already, or a top or a
    bottom alone would take the place of a dress.
    """
    worn, new = ready(outfit), facts_of(garment)
    if new is None or not worn or garment.id in {one.view.id for one in worn}:
        return None
    if new.column in UNDRESSED[DRESS] and any(one.column == DRESS for one in worn):
        return None
    away = {new.column, *UNDRESSED.get(new.column, set())}
    kept = [one for one in worn if one.column not in away]
    before, after = _judged(worn, request), _judged([*kept, new], request)
    parts = _with_causes(_changes(before, after), [*kept, new], new, request)
    mended = _mended(kept, new, wardrobe, request, after.score)
    gone = [one for one in worn if one.column in away]
    needed = _needed(parts[0], after, before.score - after.score) if parts else None
    return Counterfactual(
        garment_id=garment.id,
        replaces=[one.view.id for one in gone],
        score=after.score,
        against=before.score,
        parts=parts,
        needed=needed,
        mended_by=mended,
        text=_told(new, gone, before, after, parts, mended),
    )


def _judged(worn: list[GarmentFacts], request: Request) -> OutfitCard:
    now = resolve(request, ready(request.reference))
    return card(Judge(build(worn, request, now), request, now), row_of(worn)[0])


def _changes(before: OutfitCard, after: OutfitCard) -> list[PartChange]:
    """Every part of either outfit, the costliest first."""
    old, new = before.score_breakdown, after.score_breakdown
    changes = []
    for part in dict.fromkeys([*old, *new]):
        was, is_ = old.get(part), new.get(part)
        cost = (was.weight * was.score if was else 0.0) - (is_.weight * is_.score if is_ else 0.0)
        told = is_ or was
        changes.append(
            PartChange(
                part=part,
                before=was.score if was else None,
                after=is_.score if is_ else None,
                cost=round(cost, 4),
                words=told.said if told else "",
            )
        )
    return sorted(changes, key=lambda change: -change.cost)


def _with_causes(
    parts: list[PartChange], worn: list[GarmentFacts], new: GarmentFacts, request: Request
) -> list[PartChange]:
    """The changes, with the cause in words for each part that got worse."""
    now = resolve(request, ready(request.reference))
    told = []
    for change in parts:
        score, before = change.after, change.before
        if score is not None and before is not None and score < before:
            words = cause(change.part, worn, request, now, score, new)
            change = change.model_copy(update={"words": words})
        told.append(change)
    return told


def _needed(worst: PartChange, after: OutfitCard, gap: float) -> float | None:
    """What the costliest part would have to be for the gap to close by it alone."""
    part = after.score_breakdown.get(worst.part)
    if part is None or gap <= EVEN or part.weight <= 0:
        return None
    asked = part.score + gap / part.weight
    return round(asked, 4) if asked <= 1.0 + EVEN else None


def _mended(
    kept: list[GarmentFacts],
    new: GarmentFacts,
    wardrobe: Sequence[GarmentView],
    request: Request,
    score: float,
) -> PieceChange | None:
    """The further change of one kept piece that helps the changed outfit most."""
    allowed, _ = eligible(wardrobe, request.frame)
    places = {one.column: one for one in kept}
    worn = {one.view.id for one in (*kept, new)}
    each = max(1, MOST_TRIED // max(1, len(places)))
    tried: list[GarmentFacts] = []
    for column in places:
        others = [g for g in allowed if g.column == column and g.view.id not in worn]
        tried += others[:each]
    if not tried:
        return None
    now = resolve(request, ready(request.reference))
    judge = Judge(build([*kept, new, *tried], request, now), request, now)
    rows = np.repeat(row_of([*kept, new]), len(tried), axis=0)
    for i, one in enumerate(tried):
        rows[i, one.column] = len(kept) + 1 + i
    totals = judge.total(rows)
    best = int(np.argmax(totals))
    if totals[best] - score <= EVEN:
        return None
    out, into = places[tried[best].column], tried[best]
    return PieceChange(
        out_id=out.view.id,
        out_name=out.view.name,
        in_id=into.view.id,
        in_name=into.view.name,
        score=round(float(totals[best]), 4),
    )


def _told(
    new: GarmentFacts,
    gone: list[GarmentFacts],
    before: OutfitCard,
    after: OutfitCard,
    parts: list[PartChange],
    mended: PieceChange | None,
) -> str:
    place = f" instead of the {listed([name(one) for one in gone])}" if gone else ""
    change = f"With the {name(new)}{place}"
    gap = before.score - after.score
    if gap <= EVEN:
        good = "as good" if gap >= -EVEN else "better"
        return f"{change} it would be {good}: {after.score:.2f} against {before.score:.2f}."
    worst = parts[0]
    sentences = [
        f"{change} it scores {after.score:.2f} against {before.score:.2f}.",
        f"{_part(worst)} costs most: {worst.words}.",
    ]
    if mended:
        sentences.append(
            f"With the {in_sentence(mended.in_name)} in place of the "
            f"{in_sentence(mended.out_name)} as well it would be {mended.score:.2f}."
        )
    return " ".join(sentences)


def _part(change: PartChange) -> str:
    words = PARTS.get(change.part, change.part.replace("_", " "))
    figures = ""
    if change.before is not None and change.after is not None:
        figures = f" ({change.after:.2f} instead of {change.before:.2f})"
    return f"{words[:1].upper()}{words[1:]}{figures}"
