"""One card of an answer that is there to learn from: something different, and it says so.

The others are the best by what is known. This one is drawn by Thompson sampling (Thompson 1933;
Chapelle and Li 2011): weights are drawn from what is believed of a person's taste, and the best of
the candidates under them is shown. Candidates come from the same search under the same request, so
every hard constraint holds for them; what was learned does not choose them, or nothing that was
once disliked could ever be seen again.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

import numpy as np

from ml.outfits.cards import score
from ml.outfits.eligible import ready
from ml.outfits.learn import Taste, offset
from ml.outfits.recommend import recommend
from ml.outfits.request import Request
from ml.outfits.taste import draw
from ml.outfits.taste_attributes import outfit_attributes
from ml.outfits.taste_fit import Floats
from stylist.garments import GarmentView
from stylist.outfits import OutfitCard, OutfitSet

FEWEST_SHOWN: Final = 3
"""With fewer cards, all of them are the best ones."""
CANDIDATES: Final = 5
DRAWS: Final = 400
"""Draws by which the probability of the choice is told, to about .02."""
SAID: Final = "Something different, to learn what you like:"


def with_something_different(
    found: OutfitSet, garments: Sequence[GarmentView], request: Request, taste: Taste, *, seed: int
) -> OutfitSet:
    """Put an exploratory card in the last place, where there is one that is different enough.

    Nothing changes while nothing was learned, with fewer than three cards, when something was asked
    for by comparison, or when candidates would give up more than the answer does.
    """
    if not taste.events or len(found.outfits) < FEWEST_SHOWN or request.moves or request.reference:
        return found
    shown = tuple(frozenset(card.garment_ids) for card in found.outfits)
    likes = replace(request.preferences, learned={})
    asked = replace(
        request, count=CANDIDATES, preferences=likes, exclude=(*request.exclude, *shown)
    )
    others = recommend(garments, asked)
    kept = found.outfits[:-1]
    if set(others.relaxed) - set(found.relaxed):
        return found
    candidates = [card for card in others.outfits if _apart(card, kept)]
    if not candidates:
        return found
    by_id = {garment.id: garment for garment in garments}
    worn = [[by_id[i] for i in card.garment_ids] for card in candidates]
    chosen, propensity = _choose(candidates, worn, taste, seed)
    return found.model_copy(
        update={"outfits": [*kept, _labelled(score(worn[chosen], request), propensity)]}
    )


def _choose(
    candidates: Sequence[OutfitCard],
    worn: Sequence[Sequence[GarmentView]],
    taste: Taste,
    seed: int,
) -> tuple[int, float]:
    """The candidate that is best under one draw, and how often it is under many."""
    has = [outfit_attributes(ready(one)) for one in worn]
    names = sorted({name for one in has for name in one})
    table = np.array([[one.get(name, 0.0) for name in names] for one in has])
    base: Floats = np.array([offset(card.base_score) for card in candidates])
    drawn = draw(taste, names, DRAWS, np.random.default_rng(seed))
    best = np.argmax(base + drawn @ table.T, axis=1)
    return int(best[0]), float(np.mean(best == best[0]))


def _labelled(card: OutfitCard, propensity: float) -> OutfitCard:
    explanation = f"{SAID} {card.explanation[:1].lower()}{card.explanation[1:]}"
    return card.model_copy(
        update={
            "exploratory": True,
            "propensity": round(propensity, 4),
            "explanation": explanation,
        }
    )


def _apart(card: OutfitCard, kept: Sequence[OutfitCard]) -> bool:
    """Whether at most half of the smaller outfit's clothes are shared with any kept card."""
    own = _clothes(card)
    return all(2 * len(own & other) <= min(len(own), len(other)) for other in map(_clothes, kept))


def _clothes(card: OutfitCard) -> frozenset[UUID]:
    ids = (ids for slot, ids in card.slots.items() if slot != "accessory")
    return frozenset(id_ for row in ids for id_ in row)
