"""The wardrobe in figures, as tools of the model: what is worn, what a wear costs, what to buy."""

from typing import Final, get_args

from pydantic import BaseModel, Field

from stylist import vocabulary
from stylist.frame import Budget
from stylist.vocabulary import Slot
from tools.boundary import Answer, GarmentRef, ToolBlock, Turn, one_of, quote
from tools.purchase_ideas import Candidate, PurchaseIdea, purchase_ideas
from tools.wardrobe_statistics import MOST_LISTED, GarmentUse, Order, wardrobe_statistics

ORDERS: Final = get_args(Order)
MOST_TOLD: Final = 20


class StatisticsArgs(BaseModel):
    """Arguments of wardrobe_statistics."""

    order: str = Field(default="least_worn", description=f"one of {', '.join(ORDERS)}")
    category: str = Field(
        default="", description="only garments of a category or slot such as boots; or nothing"
    )
    color: str = Field(default="", description="only garments of a colour such as navy; or nothing")
    limit: int = Field(default=8, description="most garments, 1 to 20")


async def statistics(turn: Turn, order: str, category: str, color: str, limit: int) -> Answer:
    """Count what the person owns and wears: never worn, cost per wear, how many outfits."""
    one_of([order], ORDERS, "An order")
    if category:
        one_of([category], [*vocabulary.SLOTS, *vocabulary.kinds()], "A category")
    if color:
        one_of([color], [*vocabulary.colors()], "A colour")
    wanted: Order = next(name for name in ORDERS if name == order)
    found = await wardrobe_statistics(turn.context.deps, order=wanted, limit=MOST_LISTED)
    uses = [use for use in found.garments if _is(use, category, color)]
    told = uses[: max(1, min(limit, MOST_TOLD))]
    known = "about " if found.estimated else ""
    lines = [
        f"{found.count} garments, {found.never_worn} never worn, {found.wears} wears; "
        f"{known}{found.good_outfits} outfits that go together"
    ]
    lines += [
        f"{quote(use.name)} (garment {use.garment_id}): {use.wears} wears, {_cost(use)}, in "
        f"{use.outfits} outfits"
        for use in told
    ]
    facts = found.model_dump(mode="json", exclude={"garments"})
    facts |= {
        "garments": [use.model_dump(mode="json", exclude={"garment_id"}) for use in told],
        "asked": len(uses),
        "unworn": sum(use.wears == 0 for use in uses),
    }
    return Answer(
        text="\n".join(lines),
        block=ToolBlock(garments=[_ref(use) for use in told], facts=facts),
    )


def _is(use: GarmentUse, category: str, color: str) -> bool:
    kinds = {use.slot, use.category, use.subcategory}
    hues = vocabulary.with_descendants(color) if color else frozenset()
    right = not category or not kinds.isdisjoint(vocabulary.with_descendants(category))
    return right and (not color or use.color in hues)


def _cost(use: GarmentUse) -> str:
    if use.price is None:
        return "price not known"
    if use.cost_per_wear is None:
        return f"cost {use.price:g} {use.currency}, not worn yet"
    return f"{use.cost_per_wear:g} {use.currency} a wear"


def _ref(use: GarmentUse) -> GarmentRef:
    return GarmentRef(
        garment_id=use.garment_id,
        name=use.name,
        category=use.category,
        subcategory=use.subcategory,
        colors=[use.color] if use.color else [],
    )


class PurchaseArgs(BaseModel):
    """Arguments of purchase_ideas."""

    category: str = Field(default="", description="what to buy, such as boots or shoes; or nothing")
    color: str = Field(default="", description="in which colour; or nothing")
    budget_max: float = Field(default=0.0, description="the most it may cost; 0 means any price")
    currency: str = Field(default="", description="of the budget, such as EUR; or nothing")
    limit: int = Field(default=3, description="most ideas, 1 to 10")


async def purchases(
    turn: Turn, category: str, color: str, budget_max: float, currency: str, limit: int
) -> Answer:
    """Rank what could be bought by the new outfits that it would make with what is owned.

    With a category and a colour, that one garment is judged.
    """
    if category:
        one_of([category], [*vocabulary.SLOTS, *vocabulary.kinds()], "A category")
    if color:
        one_of([color], [*vocabulary.colors()], "A colour")
    candidate = None
    if category and color and category in vocabulary.kinds():
        candidate = Candidate(category=category, color=color)
    found = await purchase_ideas(
        turn.context.deps,
        budget=Budget(max=budget_max, currency=currency or None) if budget_max else None,
        slot=None if candidate else _slot(category),
        candidate=candidate,
        limit=max(1, min(limit, 10)),
    )
    lines = [f"{quote(idea.name)} would bring {idea.unlocks}{_price(idea)}" for idea in found.ideas]
    lines += [f"missing: {words}" for words in found.missing]
    known = "about " if found.estimated else ""
    lines.append(f"{known}{found.good_outfits} outfits go together already")
    return Answer(text="\n".join(lines), block=ToolBlock(facts=found.model_dump(mode="json")))


def _slot(category: str) -> Slot | None:
    """The slot that a category or a slot names."""
    kind = vocabulary.kinds().get(category)
    return kind.slot if kind else next((s for s in vocabulary.SLOTS if s == category), None)


def _price(idea: PurchaseIdea) -> str:
    if idea.price is None:
        return ""
    return f" (about {idea.price:g} {idea.currency}, {idea.price_from})"
