"""`/v1/outfits`: keep one's own outfit, name it, save it, log it as worn, ask why."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CurrentDeps
from stylist.frame import ConstraintFrame
from stylist.outfits import OutfitCard
from tools import outfit_marks
from tools.explain_outfit import OutfitExplanation, explain_outfit
from tools.outfit_marks import MOST_NAME

router = APIRouter(prefix="/v1/outfits", tags=["outfits"])
Name = Annotated[str, Field(max_length=MOST_NAME)]


class OwnOutfit(BaseModel):
    """Garments that the person wears together, what for, and what it is called."""

    model_config = ConfigDict(extra="forbid")
    garment_ids: Annotated[list[UUID], Field(min_length=1, max_length=20)]
    constraints: ConstraintFrame = Field(default_factory=ConstraintFrame)
    name: Name | None = None


class Renamed(BaseModel):
    """The outfit's new name; null takes it away."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "Monday meeting"}]}
    )
    name: Name | None


class WornOn(BaseModel):
    """The day on which the outfit was worn; today when it is left out."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"worn_on": "2026-11-20"}]}
    )
    worn_on: date | None = None


@router.post("", status_code=status.HTTP_201_CREATED)
async def keep(own: OwnOutfit, deps: CurrentDeps) -> OutfitCard:
    """Keep an outfit that you have put together yourself; it is judged, and saved."""
    return await outfit_marks.keep_outfit(
        deps, garment_ids=own.garment_ids, frame=own.constraints, name=own.name
    )


@router.patch("/{outfit_id}")
async def rename(outfit_id: UUID, change: Renamed, deps: CurrentDeps) -> OutfitCard:
    """Give an outfit a name, or take it away."""
    return await outfit_marks.name_outfit(deps, outfit_id=outfit_id, name=change.name)


@router.post("/{outfit_id}/save")
async def save(outfit_id: UUID, deps: CurrentDeps) -> OutfitCard:
    """Save an outfit; `GET /v1/outfits?saved=true` lists them."""
    return await outfit_marks.save_outfit(deps, outfit_id=outfit_id)


@router.delete("/{outfit_id}/save")
async def forget(outfit_id: UUID, deps: CurrentDeps) -> OutfitCard:
    """Take a save back; the outfit itself stays."""
    return await outfit_marks.forget_outfit(deps, outfit_id=outfit_id)


@router.post("/{outfit_id}/wear")
async def wear(outfit_id: UUID, deps: CurrentDeps, day: WornOn | None = None) -> OutfitCard:
    """Log that you wore an outfit, today or on another day; its pieces rest for a while."""
    worn_on = day.worn_on if day else None
    return await outfit_marks.wear_outfit(deps, outfit_id=outfit_id, worn_on=worn_on)


@router.delete("/{outfit_id}/wear")
async def unwear(outfit_id: UUID, deps: CurrentDeps, worn_on: date | None = None) -> OutfitCard:
    """Take back that you wore an outfit on a day; without a day, that you ever wore it."""
    return await outfit_marks.unwear_outfit(deps, outfit_id=outfit_id, worn_on=worn_on)


@router.get("/{outfit_id}/explanation")
async def explain(
    outfit_id: UUID,
    deps: CurrentDeps,
    why_not_garment_id: UUID | None = None,
    why_not_category: Annotated[str | None, Query(max_length=50)] = None,
    why_not_color: Annotated[str | None, Query(max_length=30)] = None,
) -> OutfitExplanation:
    """Say why an outfit was chosen, or why a garment, a kind or a colour is not in it."""
    return await explain_outfit(
        deps,
        outfit_id=outfit_id,
        why_not_garment_id=why_not_garment_id,
        why_not_color_name=why_not_color,
        why_not_category=why_not_category,
    )
