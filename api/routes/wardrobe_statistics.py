"""`/v1/wardrobe/statistics` and `/v1/wardrobe/purchases`: the wardrobe as a capsule."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CurrentDeps
from stylist.frame import Budget
from stylist.vocabulary import Slot
from tools.purchase_ideas import MOST_IDEAS, Candidate, PurchaseIdeas, purchase_ideas
from tools.wardrobe_statistics import (
    MOST_LISTED,
    Order,
    WardrobeStatistics,
    wardrobe_statistics,
)

router = APIRouter(prefix="/v1/wardrobe", tags=["wardrobe"])


class Shopping(BaseModel):
    """What may be spent and on what; with a candidate, only that one is judged."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"budget": {"max": 80, "currency": "EUR"}, "limit": 5}]},
    )
    budget: Budget | None = None
    slot: Slot | None = None
    candidate: Candidate | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_IDEAS)] = 5


@router.get("/statistics")
async def statistics(
    deps: CurrentDeps,
    order: Order = "least_worn",
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 100,
) -> WardrobeStatistics:
    """What you own and wear: cost per wear, never worn, and how much goes with what."""
    return await wardrobe_statistics(deps, order=order, limit=limit)


@router.post("/purchases")
async def purchases(deps: CurrentDeps, wanted: Shopping | None = None) -> PurchaseIdeas:
    """What one purchase would unlock: new good outfits, within a budget if you name one."""
    wanted = wanted or Shopping()
    return await purchase_ideas(
        deps,
        budget=wanted.budget,
        slot=wanted.slot,
        candidate=wanted.candidate,
        limit=wanted.limit,
    )
