"""Notes what the person thinks of an outfit, and learns from it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from db import outfits, preferences
from db.garments import list_effective
from db.models import Outfit, OutfitFeedback
from ml.outfits import Reaction, learn
from stylist.errors import BadRequest
from tools.deps import Deps

Action = Literal["like", "dislike", "wear", "save", "skip"]
ACTIONS = get_args(Action)


class FeedbackResult(BaseModel):
    """The reaction as it was noted, and the weights learned from all reactions so far."""

    feedback_id: UUID
    outfit_id: UUID
    action: str
    learned_weights: dict[str, float]


async def record_feedback(
    deps: Deps, *, outfit_id: UUID, action: str, reason: str | None = None
) -> FeedbackResult:
    """Note a reaction to an outfit (the same opinion twice is one) and learn taste anew.

    Raises:
        NotFound: no such outfit.
        BadRequest: no such reaction.

    """
    if action not in ACTIONS:
        raise BadRequest(f"A reaction is one of {', '.join(ACTIONS)}.")
    owner = deps.owner_id
    async with deps.sessions.begin() as session:
        row = await outfits.add_feedback(
            session, outfit_id, owner_id=owner, action=action, reason=reason
        )
        learned = await relearn(session, deps)
        return FeedbackResult(
            feedback_id=row.id, outfit_id=outfit_id, action=action, learned_weights=learned
        )


async def relearn(session: AsyncSession, deps: Deps) -> dict[str, float]:
    """Fit the learned weights anew from every reaction since the last reset, and store them."""
    owner = deps.owner_id
    since = await preferences.learned_since(session, owner_id=owner)
    start = datetime.fromisoformat(since) if since else None
    events = await outfits.list_feedback(session, owner_id=owner, since=start)
    learned = learn(await _reactions(session, deps, events))
    view = await preferences.set_learned(session, learned, owner_id=owner, since=since)
    return view.learned_weights


async def _reactions(
    session: AsyncSession, deps: Deps, events: Sequence[tuple[OutfitFeedback, Outfit]]
) -> list[Reaction]:
    """The events with the garments as they are known now; deleted ones teach nothing."""
    ids = {garment_id for _, outfit in events for garment_id in outfit.garment_ids}
    garments = await list_effective(session, owner_id=deps.owner_id, ids=ids)
    by_id = {garment.id: garment for garment in garments}
    return [
        Reaction(
            outfit_id=outfit.id,
            garments=tuple(by_id[i] for i in outfit.garment_ids if i in by_id),
            action=feedback.action,
            days_ago=(deps.now() - feedback.created_at) / timedelta(days=1),
        )
        for feedback, outfit in events
    ]
