"""An outfit as it is shown: the payload of the `outfits.shown` event and of the HTTP routes."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from stylist.garments import ColorShare
from stylist.plain_text import HarmlessText, PlainName
from stylist.vocabulary import Layer, Slot


class ScorePart(BaseModel):
    """One readable part of an outfit's score: 0..1, higher is better, its weight and its reason.

    `reason` may state figures (clo, formality), `words` says the same as one would to a person.
    """

    score: float
    weight: float
    reason: HarmlessText
    words: HarmlessText = ""

    @property
    def said(self) -> str:
        """The reason for a person; older stored parts have no words and give their reason."""
        return self.words or self.reason


class OutfitItem(BaseModel):
    """One garment of a shown outfit, with what a client needs to draw it."""

    garment_id: UUID
    name: PlainName
    slot: Slot
    layer: Layer
    category: str
    subcategory: str | None = None
    colors: list[ColorShare] = Field(default_factory=list)
    pattern: str | None = None
    material: str | None = None
    thumbnail_url: str | None = None


class OutfitCard(BaseModel):
    """An outfit with its score, the reasons and its garments; `slots` run from inner to outer.

    A withdrawn one can still be read, but a garment of it is gone and it is no longer offered.
    `base_score` is the score before anything learned. An exploratory one was drawn to learn from,
    with the probability `propensity`; the others follow from the scores.
    `name`, `saved` and the days in `worn_on` are what its owner has made of it.
    """

    id: UUID
    score: float
    score_breakdown: dict[str, ScorePart]
    slots: dict[str, list[UUID]]
    garment_ids: list[UUID]
    items: list[OutfitItem]
    explanation: HarmlessText
    withdrawn: bool = False
    base_score: float | None = None
    exploratory: bool = False
    propensity: float = 1.0
    name: str | None = None
    saved: bool = False
    worn_on: list[date] = Field(default_factory=list)


class OutfitSet(BaseModel):
    """Outfits for one request, best first; what was missing or given up is said in words.

    An `exploratory` one stands last, whatever its score.

    `to_relax` are exclusions ("no navy and no brown") that, let go together, would make whole
    outfits where there is none; of several, any one is enough, and none is larger than another.

    `waiting` counts the photos still being read while no garment is ready; None when some are.
    `drawing`: none is ready because the demo wardrobe is being drawn.
    `not_judged` names the parts that no score here has, and why.
    `exact` says that each outfit is proven to be the best that could come next; where the search
    ended before that (`degraded` then names it), `headroom` is by how much one could be better.
    """

    outfits: list[OutfitCard]
    missing: list[str] = Field(default_factory=list)
    relaxed: list[str] = Field(default_factory=list)
    to_relax: list[str] = Field(default_factory=list)
    degraded: list[str] = Field(default_factory=list)
    waiting: int | None = None
    drawing: bool = False
    exact: bool = True
    headroom: float = 0.0
    not_judged: dict[str, str] = Field(default_factory=dict)
