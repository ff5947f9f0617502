"""Learns a person's taste and warmth anew from everything they said of outfits."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import outfits, preferences
from db.garments import list_effective
from db.models import Outfit, OutfitFeedback
from db.preferences import Learned
from ml.outfits import Complaint, Reaction, Taste, felt_temperature, learn, learn_offset
from ml.outfits.taste import pack, unpack
from ml.outfits.warmth_offset import Felt
from stylist.garments import GarmentView
from stylist.preferences import PreferencesView
from tools.deps import Deps
from tools.outfit_cards import frame_of

Event = tuple[OutfitFeedback, Outfit]
Owned = Mapping[UUID, GarmentView]
FELT: Mapping[str, Felt] = {"too_cold": "too_cold", "too_warm": "too_warm"}
MOST_EVENTS = 2_000
"""Reactions that are learned from, the newest ones; the half-life has faded what is older."""


async def relearn(session: AsyncSession, deps: Deps) -> PreferencesView:
    """Fit taste and warmth to every reaction since the last reset, and store them.

    The same reactions give the same result, in whatever order they came. What the person has set
    stays. A deleted garment teaches nothing.
    """
    owner = deps.owner_id
    await preferences.lock(session, owner_id=owner)
    before = await preferences.learned_of(session, owner_id=owner)
    start = datetime.fromisoformat(before.since) if before.since else None
    events = await outfits.list_feedback(session, owner_id=owner, since=start, limit=MOST_EVENTS)
    owned = await _garments(session, deps, events)
    reactions = list(_reactions(events, owned, deps.now()))
    taste = await asyncio.to_thread(learn, reactions, fixed=before.fixed)
    offset = learn_offset(_complaints(events, owned, deps.now()))
    view = await preferences.set_learned(session, _as_learned(taste, before), owner_id=owner)
    if view.clo_offset_set or view.clo_offset == offset:
        return view
    return await preferences.update(session, {"clo_offset": offset}, owner_id=owner)


async def taste_of(session: AsyncSession, deps: Deps) -> Taste:
    """What was learned of this person's taste, with how sure it is."""
    kept = await preferences.learned_of(session, owner_id=deps.owner_id)
    return Taste(
        weights=kept.weights,
        fixed=kept.fixed,
        intercept=kept.intercept,
        names=kept.names,
        covariance=unpack(kept.covariance or b"", len(kept.names)),
        events=kept.events,
    )


def _as_learned(taste: Taste, before: Learned) -> Learned:
    return replace(
        before,
        weights=dict(taste.weights),
        intercept=taste.intercept,
        events=taste.events,
        names=taste.names,
        covariance=pack(taste.covariance),
    )


async def _garments(session: AsyncSession, deps: Deps, events: Sequence[Event]) -> Owned:
    """The garments of the outfits, as they are known now."""
    ids = {garment_id for _, outfit in events for garment_id in outfit.garment_ids}
    garments = await list_effective(session, owner_id=deps.owner_id, ids=ids)
    return {garment.id: garment for garment in garments}


def _reactions(events: Sequence[Event], owned: Owned, now: datetime) -> Iterable[Reaction]:
    for feedback, outfit in events:
        yield Reaction(
            outfit_id=outfit.id,
            garments=_worn(outfit, owned),
            action=feedback.action,
            days_ago=_days_ago(feedback, now),
            base_score=outfit.base_score or outfit.compatibility_score,
        )


def _complaints(events: Sequence[Event], owned: Owned, now: datetime) -> Iterable[Complaint]:
    for feedback, outfit in events:
        told = (feedback.details or {}).get("temperature_c")
        felt, degrees = FELT.get(feedback.action), felt_temperature(frame_of(outfit), told)
        if felt is not None and degrees is not None:
            yield Complaint(_worn(outfit, owned), felt, degrees, _days_ago(feedback, now))


def _worn(outfit: Outfit, owned: Owned) -> tuple[GarmentView, ...]:
    return tuple(owned[i] for i in outfit.garment_ids if i in owned)


def _days_ago(feedback: OutfitFeedback, now: datetime) -> float:
    """Below nought for a wear of tomorrow, or where clocks differ: the order of opinions stays."""
    return (now - feedback.created_at) / timedelta(days=1)
