"""What the outfit engine needs to know of a person: garments, tastes and history."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import outfit_marks, outfits, preferences
from db.garments import list_effective
from ml.outfits import History, Preferences
from ml.outfits.compatibility.visual import Looks
from stylist.garments import AT_HAND, IN_SIGHT, GarmentView
from stylist.plain_text import plain_name
from stylist.preferences import PreferencesView
from tools.deps import Deps
from tools.looks import looks_of

LATELY = timedelta(days=60)
"""Wearing within this is what makes a garment no novelty."""
WAITING = ("pending", "processing")
REMEMBERED = timedelta(days=14)
"""Wearing longer ago than this no longer tires a garment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wardrobe:
    """A person's ready garments with their tastes and history.

    `garments` may be offered; `away` are in the laundry, lent or packed, `archived` out of sight.
    `looks` are what their photos say of pairs, where a person has fitted that; `degraded` names why
    they are not there though it was fitted.
    """

    garments: list[GarmentView]
    away: list[GarmentView]
    archived: list[GarmentView]
    preferences: Preferences
    history: History
    looks: Looks | None = None
    degraded: list[str] = field(default_factory=list)

    def pick(self, ids: list[UUID]) -> tuple[GarmentView, ...]:
        """The garments of these ids that are still there and ready, in that order.

        They may be away: a reference is compared with, not offered.
        """
        owned = [*self.garments, *self.away, *self.archived]
        by_id = {garment.id: garment for garment in owned}
        return tuple(by_id[i] for i in ids if i in by_id)


async def load_wardrobe(session: AsyncSession, deps: Deps) -> Wardrobe:
    """Read everything the engine needs in one transaction."""
    owner, now = deps.owner_id, deps.now()
    worn = await outfits.recently_worn(session, owner_id=owner, since=now - REMEMBERED)
    wears = await outfit_marks.wears(session, owner_id=owner, since=now - LATELY)
    owned = [
        # What is said of an outfit has its garments' names in it.
        garment.model_copy(update={"name": plain_name(garment.name)})
        for garment in await list_effective(session, owner_id=owner)
    ]
    looks, degraded = await looks_of(session, deps, [garment.id for garment in owned])
    shown = [garment for garment in owned if garment.availability in IN_SIGHT]
    return Wardrobe(
        garments=[garment for garment in shown if garment.availability in AT_HAND],
        away=[garment for garment in shown if garment.availability not in AT_HAND],
        archived=[garment for garment in owned if garment.availability not in IN_SIGHT],
        preferences=as_preferences(await preferences.get_or_default(session, owner_id=owner)),
        history=History(
            worn_days_ago={i: max(0.0, (now - at) / timedelta(days=1)) for i, at in worn.items()},
            wears={garment_id: wear.days for garment_id, wear in wears.items()},
            disliked=tuple(await outfits.disliked(session, owner_id=owner)),
        ),
        looks=looks,
        degraded=degraded,
    )


async def count_waiting(session: AsyncSession, deps: Deps) -> int:
    """How many photos are still being read."""
    every = await list_effective(session, owner_id=deps.owner_id, status=None)
    return sum(garment.status in WAITING for garment in every)


def as_preferences(view: PreferencesView) -> Preferences:
    """Preferences in the engine's terms."""
    low, high = sorted((view.formality_min, view.formality_max))
    return Preferences(
        styles=tuple(view.preferred_styles),
        avoid_styles=tuple(view.avoid_styles),
        colors=tuple(view.favorite_colors),
        avoid_colors=tuple(view.avoid_colors),
        fit=view.preferred_fit,
        formality=(low, high),
        comfort_style_balance=view.comfort_style_balance,
        learned=view.learned_weights,
        clo_offset=view.clo_offset,
    )
