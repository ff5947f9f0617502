"""What makes a part of the score worse: the cause, where the part's own sentence may be praise."""

from collections.abc import Sequence

from ml.outfits.color_words import meeting_colors, repeated_colors
from ml.outfits.compatibility.wardrobe import closest_and_farthest, farthest_from
from ml.outfits.facts import GarmentFacts
from ml.outfits.plain import PLAIN
from ml.outfits.reasons import the
from ml.outfits.request import Request
from ml.outfits.situation import Situation

NAMES_THE_WORST = frozenset({"formality_fit"})
"""Parts whose sentence names the cause when the score is low."""


def cause(
    part: str,
    worn: Sequence[GarmentFacts],
    request: Request,
    now: Situation,
    score: float,
    new: GarmentFacts | None = None,
) -> str:
    """Why a part of an outfit's score is lower than another outfit's, for a person.

    Of pairs, the one that goes together least; with a `new` piece, of its own pairs.
    """
    if part == "color_harmony":
        return _colors(worn)
    if part != "compatibility":
        return PLAIN[part](worn, request, now, 0.0 if part in NAMES_THE_WORST else score)
    others = [garment for garment in worn if new is None or garment.view.id != new.view.id]
    if new is not None and others:
        pair = [new, others[farthest_from(new, others, request.looks)]]
    elif found := closest_and_farthest(worn, request.looks):
        pair = [worn[found[1][0]], worn[found[1][1]]]
    else:
        return PLAIN[part](worn, request, now, score)
    return f"{the(pair)} are worn together less often"


def _colors(worn: Sequence[GarmentFacts]) -> str:
    met = meeting_colors(worn)
    if met.endswith("colour") or repeated_colors(worn):
        return met
    return f"{met}, and none of them comes back"
