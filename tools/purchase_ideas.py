"""What one purchase would unlock: garments not owned, by the good outfits that each would bring."""

import asyncio
from collections.abc import Sequence
from statistics import median
from typing import Final

from pydantic import BaseModel, Field

from db.effective_garments import list_effective
from ml.outfits import capsule
from ml.outfits.capsule import CORE, Addition
from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.frame import Budget
from stylist.garments import IN_SIGHT, GarmentView
from stylist.vocabulary import Slot
from tools.deps import Deps

MOST_IDEAS: Final = 20
QUOTED: Final = 40


class PurchaseIdea(BaseModel):
    """A garment that is not owned, and how many good core outfits it would bring.

    `price` is what such garments of this wardrobe cost (`price_from` says which), or the price
    that was given; null when nothing is known.
    """

    name: str
    slot: Slot
    category: str
    subcategory: str | None
    color: str
    unlocks: int
    price: float | None = None
    currency: str | None = None
    price_from: str = ""


class PurchaseIdeas(BaseModel):
    """Ideas, the most outfits first; what could not be told stands in `missing`."""

    ideas: list[PurchaseIdea]
    good_outfits: int = Field(description="core outfits that go together already")
    estimated: bool
    missing: list[str] = Field(default_factory=list)


class Candidate(BaseModel, extra="forbid"):
    """A garment that somebody thinks of buying: its category or subcategory and its colour."""

    category: str = Field(max_length=50)
    color: str = Field(max_length=30)
    pattern: str = Field(default="solid", max_length=30)
    price: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    currency: str | None = Field(default=None, max_length=3)


async def purchase_ideas(
    deps: Deps,
    *,
    budget: Budget | None = None,
    slot: Slot | None = None,
    candidate: Candidate | None = None,
    limit: int = 5,
) -> PurchaseIdeas:
    """Rank what could be bought by the good outfits that it would bring; or judge one candidate.

    With a budget, only garments whose price is known and within it are named.

    Raises:
        BadRequest: an unknown category, colour, pattern or currency, a budget below nothing, or
            a slot that makes no core outfit.
    """
    if slot is not None and slot not in CORE:
        raise BadRequest(f"Only {', '.join(CORE)} bring core outfits, not {slot}.")
    if budget is not None and budget.max < 0:
        raise BadRequest("budget.max: not below 0.")
    asked = [_thought_of(candidate)] if candidate else None
    _check_currency(budget.currency if budget else None)
    _check_currency(candidate.currency if candidate else None)
    async with deps.sessions.begin() as session:
        owned = await list_effective(session, owner_id=deps.owner_id)
    garments = [garment for garment in owned if garment.availability in IN_SIGHT]
    prices = Prices(garments, budget.currency if budget else None)
    wanted = asked or capsule.thinkable(garments, [slot] if slot else CORE)
    found = await asyncio.to_thread(capsule.additions, garments, wanted)
    counted = await asyncio.to_thread(capsule.count, garments)
    ideas = [_idea(one, prices, candidate) for one in found]
    kept = [idea for idea in ideas if _affordable(idea, budget)]
    best = kept if candidate else _one_of_each([idea for idea in kept if idea.unlocks])
    return PurchaseIdeas(
        ideas=best[: max(1, min(limit, MOST_IDEAS))],
        good_outfits=counted.good,
        estimated=counted.estimated or any(one.estimated for one in found),
        missing=_missing(ideas, kept, best, budget),
    )


class Prices:
    """What garments of this wardrobe cost, in one currency: the asked one, else the commonest."""

    def __init__(self, garments: Sequence[GarmentView], currency: str | None) -> None:
        known = [g for g in garments if g.price is not None and g.currency]
        currencies = sorted(str(g.currency) for g in known)
        usual = max(dict.fromkeys(currencies), key=currencies.count, default=None)
        self.currency = currency.upper() if currency else usual
        self._known = [g for g in known if g.currency == self.currency]

    def of(self, garment: GarmentView) -> tuple[float | None, str]:
        """The median price of such garments, and of how many: of the kind, else of the slot."""
        for what, alike in (
            (garment.category, [g for g in self._known if g.category == garment.category]),
            (garment.slot, [g for g in self._known if g.slot == garment.slot]),
        ):
            if alike:
                price = median(g.price for g in alike if g.price is not None)
                return round(price, 2), f"median of {len(alike)} owned: {what}"
        return None, ""


def _thought_of(candidate: Candidate) -> GarmentView:
    for value, known, what in (
        (candidate.category, vocabulary.kinds(), "category"),
        (candidate.color, vocabulary.colors(), "colour"),
        (candidate.pattern, vocabulary.terms("pattern"), "pattern"),
    ):
        if value not in known:
            raise BadRequest(f"I know no {what} “{value[:QUOTED]}”; I know {', '.join(known)}.")
    if vocabulary.kinds()[candidate.category].slot not in CORE:
        raise BadRequest(f"Only {', '.join(CORE)} bring core outfits.")
    return capsule.plain(candidate.category, candidate.color, candidate.pattern)


def _check_currency(code: str | None) -> None:
    if code is not None and code.upper() not in vocabulary.currencies():
        raise BadRequest(f"“{code[:3]}” is not a currency code of ISO 4217, such as EUR or USD.")


def _idea(one: Addition, prices: Prices, candidate: Candidate | None) -> PurchaseIdea:
    garment = one.garment
    price, source = prices.of(garment)
    currency = prices.currency if price is not None else None
    if candidate and candidate.price is not None:
        code = candidate.currency.upper() if candidate.currency else prices.currency
        price, currency, source = candidate.price, code, "as given"
    assert garment.slot is not None
    assert garment.category is not None
    return PurchaseIdea(
        name=garment.name,
        slot=garment.slot,
        category=garment.category,
        subcategory=garment.subcategory,
        color=garment.attributes.color_primary or "",
        unlocks=one.unlocks,
        price=price,
        currency=currency,
        price_from=source,
    )


def _affordable(idea: PurchaseIdea, budget: Budget | None) -> bool:
    if budget is None:
        return True
    same = budget.currency is None or idea.currency == budget.currency.upper()
    return idea.price is not None and same and idea.price <= budget.max


def _one_of_each(ideas: Sequence[PurchaseIdea]) -> list[PurchaseIdea]:
    """The best colour of each kind, in order."""
    firsts: dict[str, PurchaseIdea] = {}
    for idea in ideas:
        firsts.setdefault(idea.subcategory or idea.category, idea)
    return list(firsts.values())


def _missing(
    ideas: Sequence[PurchaseIdea],
    kept: Sequence[PurchaseIdea],
    best: Sequence[PurchaseIdea],
    budget: Budget | None,
) -> list[str]:
    said = []
    if budget and not any(idea.price is not None for idea in ideas):
        said.append("prices of your garments, to tell what something costs")
    elif budget and not kept:
        said.append("anything within that budget")
    elif not best:
        said.append("pieces to combine with: a top, a bottom and shoes")
    return said
