"""Why not that one: a shown outfit with another garment in it, part by part."""

from uuid import UUID

from pydantic import BaseModel, Field


class PartChange(BaseModel):
    """One part of the score with the outfit as shown and with the other garment, each 0..1.

    `cost` is what the change costs the whole score; below nought it gains. A part that does not
    apply to one of the two is null there.
    """

    part: str
    before: float | None
    after: float | None
    cost: float
    words: str


class PieceChange(BaseModel):
    """Another piece that would have to change along with it, and the score of the outfit then."""

    out_id: UUID
    out_name: str
    in_id: UUID
    in_name: str
    score: float


class Counterfactual(BaseModel):
    """An outfit with another garment in it, against the outfit as it is.

    `parts` stand with the costliest first. `needed` is the score that the costliest part would
    have to have for both outfits to be as good, null when that part alone cannot make up for it;
    `mended_by` is the one further change that helps most, null when none helps.
    """

    garment_id: UUID
    replaces: list[UUID]
    score: float
    against: float
    parts: list[PartChange]
    needed: float | None = None
    mended_by: PieceChange | None = None
    text: str = Field(description="the same in a sentence or two")
