"""`/v1/outfits`: recommend, score, swap a piece, read again, say what you think."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CurrentDeps
from stylist.frame import ConstraintFrame, Move
from stylist.outfits import OutfitCard, OutfitSet
from stylist.vocabulary import Slot
from tools import outfits
from tools.recommend_outfits import MOST, recommend_outfits
from tools.record_feedback import Action, FeedbackResult, Happening, record_feedback
from tools.score_outfit import score_outfit
from tools.swap_item import swap_item

router = APIRouter(prefix="/v1/outfits", tags=["outfits"])
DEFAULT_COUNT = 3
Count = Annotated[int, Field(ge=1, le=MOST)]


class Wanted(BaseModel):
    """What the outfits shall be; every part of the constraints may be left out."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "constraints": {
                        "occasion": "work",
                        "weather": {"temperature_c": 12, "rain_probability": 0.6},
                        "colors": {"avoid": ["black"]},
                        "categories": {"avoid": ["boots"]},
                    },
                    "count": 3,
                }
            ]
        },
    )

    constraints: ConstraintFrame = Field(default_factory=ConstraintFrame)
    count: Count | None = None
    moves: list[Move] = Field(default_factory=list, max_length=8)
    reference_outfit_id: UUID | None = None
    exclude_outfit_ids: list[UUID] = Field(default_factory=list, max_length=100)


class Worn(BaseModel):
    """Garments worn together, and what for."""

    model_config = ConfigDict(extra="forbid")
    garment_ids: Annotated[list[UUID], Field(min_length=1, max_length=20)]
    constraints: ConstraintFrame = Field(default_factory=ConstraintFrame)


class Swap(BaseModel):
    """The piece to replace; without constraints those hold that the outfit answered."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"slot": "shoes", "count": 1}]}
    )
    slot: Slot
    constraints: ConstraintFrame | None = None
    moves: list[Move] = Field(default_factory=list, max_length=8)
    count: Count = 1


class Reaction(BaseModel):
    """What the person thinks of an outfit and why, or how it went.

    `temperature_c` belongs to "too_cold" and "too_warm": how warm it was, if not as the outfit was
    made for. `worn_garment_ids` belong to "wore_instead".
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"action": "dislike", "reason": "colors"},
                {"action": "too_cold", "temperature_c": 8},
            ]
        },
    )
    action: Action
    reason: Annotated[str, Field(max_length=50)] | None = None
    temperature_c: Annotated[float, Field(ge=-60, le=60)] | None = None
    worn_garment_ids: list[UUID] = Field(default_factory=list, max_length=20)


class OutfitList(BaseModel):
    """One page of outfits, newest first."""

    outfits: list[OutfitCard]
    next_cursor: str | None


@router.post("/recommend")
async def recommend(deps: CurrentDeps, wanted: Wanted | None = None) -> OutfitSet:
    """Build different outfits from the wardrobe, best first; an exclusion is always kept.

    Only an `exploratory` one, which is there to learn from, stands last whatever its score. What
    the wardrobe lacks stands in `missing`, what could not be granted in `relaxed`.
    """
    wanted = wanted or Wanted()
    return await recommend_outfits(
        deps,
        frame=wanted.constraints,
        count=wanted.count or wanted.constraints.count or DEFAULT_COUNT,
        moves=wanted.moves,
        reference_outfit_id=wanted.reference_outfit_id,
        exclude_outfit_ids=wanted.exclude_outfit_ids,
    )


@router.post("/score")
async def score(worn: Worn, deps: CurrentDeps) -> OutfitCard:
    """Judge garments that the person has put together; nothing is stored."""
    return await score_outfit(deps, garment_ids=worn.garment_ids, frame=worn.constraints)


@router.get("")
async def list_outfits(
    deps: CurrentDeps,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    withdrawn: bool = False,
    saved: bool = False,
) -> OutfitList:
    """Outfits that were shown, newest first; those of deleted garments only when asked for."""
    page = await outfits.list_outfits(
        deps, cursor=cursor, limit=limit, withdrawn=withdrawn, saved=saved
    )
    return OutfitList(outfits=page.outfits, next_cursor=page.next_cursor)


@router.get("/{outfit_id}")
async def read_outfit(outfit_id: UUID, deps: CurrentDeps) -> OutfitCard:
    """One outfit as it was shown, also when a garment of it is gone."""
    return await outfits.read_outfit(deps, outfit_id)


@router.post("/{outfit_id}/feedback")
async def give_feedback(outfit_id: UUID, reaction: Reaction, deps: CurrentDeps) -> FeedbackResult:
    """Say what you think of an outfit; the next ones take it into account."""
    return await record_feedback(
        deps,
        outfit_id=outfit_id,
        action=reaction.action,
        reason=reaction.reason,
        happening=Happening(
            temperature_c=reaction.temperature_c, worn_garment_ids=reaction.worn_garment_ids
        ),
    )


@router.post("/{outfit_id}/swap")
async def swap(outfit_id: UUID, wanted: Swap, deps: CurrentDeps) -> OutfitSet:
    """Replace one piece and keep the rest."""
    frame = wanted.constraints or await outfits.read_frame(deps, outfit_id)
    return await swap_item(
        deps,
        outfit_id=outfit_id,
        slot=wanted.slot,
        frame=frame,
        moves=wanted.moves,
        count=wanted.count,
    )
