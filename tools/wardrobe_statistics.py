"""The wardrobe in figures: what is worn, what a wear costs, what goes with much, what never."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from db import outfit_marks
from db.effective_garments import list_effective
from db.outfit_marks import Wear
from ml.outfits import capsule
from stylist.garments import IN_SIGHT, GarmentView
from stylist.vocabulary import Slot
from tools.deps import Deps

Order = Literal[
    "least_worn", "most_worn", "last_worn", "cost_per_wear", "fewest_outfits", "most_outfits"
]
MOST_LISTED: Final = 1000


class GarmentUse(BaseModel):
    """How a garment is used. `cost_per_wear` is null without a price or a wear.

    `outfits` counts the good core outfits (a top, a bottom and shoes, or a dress and shoes) of the
    wardrobe that it is in, or that stay good with it.
    """

    garment_id: UUID
    name: str
    slot: Slot | None
    category: str | None = None
    subcategory: str | None = None
    color: str | None = None
    price: float | None
    currency: str | None
    wears: int
    last_worn: date | None
    cost_per_wear: float | None
    outfits: int


class Money(BaseModel):
    """What garments of one currency cost, and what of it is in garments never worn."""

    spent: float
    never_worn: float


class WardrobeStatistics(BaseModel):
    """A wardrobe in figures; `garments` are a part of it in the asked order.

    `possible_outfits` and `good_outfits` count core outfits; they are estimates from a sample when
    `estimated`. A wear is a day on which a garment was logged as worn.
    """

    count: int
    by_slot: dict[str, int]
    never_worn: int
    wears: int
    money: dict[str, Money] = Field(description="by currency")
    without_price: int
    possible_outfits: int
    good_outfits: int
    estimated: bool
    garments: list[GarmentUse]


async def wardrobe_statistics(
    deps: Deps, *, order: Order = "least_worn", limit: int = 100
) -> WardrobeStatistics:
    """Count what the wardrobe holds, how it is worn, and how many outfits it makes."""
    async with deps.sessions.begin() as session:
        owned = await list_effective(session, owner_id=deps.owner_id)
        worn = await outfit_marks.wears(session, owner_id=deps.owner_id)
    garments = [garment for garment in owned if garment.availability in IN_SIGHT]
    counted = await asyncio.to_thread(capsule.count, garments)
    uses = [_use(g, worn.get(g.id), counted.by_garment.get(g.id, 0)) for g in garments]
    return WardrobeStatistics(
        count=len(garments),
        by_slot=_by_slot(garments),
        never_worn=sum(use.wears == 0 for use in uses),
        wears=sum(use.wears for use in uses),
        money=_money(uses),
        without_price=sum(use.price is None for use in uses),
        possible_outfits=counted.possible,
        good_outfits=counted.good,
        estimated=counted.estimated,
        garments=sorted(uses, key=lambda use: _place(use, order))[: min(limit, MOST_LISTED)],
    )


def _use(garment: GarmentView, worn: Wear | None, in_outfits: int) -> GarmentUse:
    price = garment.price
    return GarmentUse(
        garment_id=garment.id,
        name=garment.name,
        slot=garment.slot,
        category=garment.category,
        subcategory=garment.subcategory,
        color=garment.attributes.color_primary,
        price=price,
        currency=garment.currency if price is not None else None,
        wears=worn.days if worn else 0,
        last_worn=worn.last if worn else None,
        cost_per_wear=round(price / worn.days, 2) if worn and price is not None else None,
        outfits=in_outfits,
    )


def _by_slot(garments: Sequence[GarmentView]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for garment in garments:
        counts[garment.slot or "unknown"] += 1
    return dict(counts)


def _money(uses: Sequence[GarmentUse]) -> dict[str, Money]:
    """Sums by currency; amounts of different currencies are never added."""
    money: dict[str, Money] = {}
    for use in uses:
        if use.price is not None and use.currency is not None:
            sums = money.setdefault(use.currency, Money(spent=0.0, never_worn=0.0))
            sums.spent = round(sums.spent + use.price, 2)
            sums.never_worn = round(sums.never_worn + (use.price if not use.wears else 0.0), 2)
    return money


def _place(use: GarmentUse, order: Order) -> tuple[float, float, str]:
    """Where a garment stands in an order; what is not known comes last."""
    cost = use.cost_per_wear
    first = {
        "least_worn": float(use.wears),
        "most_worn": float(-use.wears),
        "cost_per_wear": float("inf") if cost is None else -cost,
        "last_worn": float(-use.last_worn.toordinal()) if use.last_worn else 0.0,
        "fewest_outfits": float(use.outfits),
        "most_outfits": float(-use.outfits),
    }[order]
    return first, float(use.outfits), str(use.garment_id)
