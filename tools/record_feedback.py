"""Notes what the person thinks of an outfit, or how it went, and learns from it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from db import outfits
from db.models import Outfit
from ml.outfits import Request, felt_temperature, score
from stylist.errors import BadRequest, NotFound
from stylist.named_frame import COLDEST_C, HOTTEST_C
from tools.deps import Deps
from tools.outfit_cards import frame_of
from tools.relearn import relearn
from tools.wardrobe_of import load_wardrobe

__all__ = ["ACTIONS", "Action", "FeedbackResult", "Happening", "record_feedback", "relearn"]

Action = Literal["like", "dislike", "wear", "save", "skip", "wore_instead", "too_cold", "too_warm"]
ACTIONS = get_args(Action)
HOTTEST_COLD_C = 40.0
"""Above this, in °C, nobody is too cold for want of clothes: a complaint of it teaches nothing."""
WEATHER_UNKNOWN = "weather-unknown"
"""A complaint of cold or warmth was noted, but nobody knows how cold it was."""


class FeedbackResult(BaseModel):
    """The reaction as it was noted, and what was learned from all reactions so far."""

    feedback_id: UUID
    outfit_id: UUID
    action: str
    learned_weights: dict[str, float]
    clo_offset: float = 0.0
    worn_outfit_id: UUID | None = None
    degraded: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """How it went: how warm it was, and what was worn in the outfit's place."""

    temperature_c: float | None = None
    worn_garment_ids: Sequence[UUID] = field(default_factory=tuple)


async def record_feedback(
    deps: Deps,
    *,
    outfit_id: UUID,
    action: str,
    reason: str | None = None,
    happening: Happening | None = None,
    feedback_id: UUID | None = None,
) -> FeedbackResult:
    """Note a reaction to an outfit (the same opinion twice is one) and learn taste anew.

    What was worn instead becomes an outfit of its own, which was worn. Without a temperature, a
    complaint of cold or warmth is judged by the weather that the outfit was made for. What was
    noted under a `feedback_id` before is not noted twice.

    Raises:
        NotFound: no such outfit, or no such garment.
        BadRequest: no such reaction, nothing else was worn instead, or degrees at which nobody
            feels so.

    """
    if action not in ACTIONS:
        raise BadRequest(f"A reaction is one of {', '.join(ACTIONS)}.")
    owner, how = deps.owner_id, happening or Happening()
    _check_temperature(action, how.temperature_c)
    async with deps.sessions.begin() as session:
        shown = await outfits.get_outfit(session, outfit_id, owner_id=owner)
        worn_id = await _worn_instead(session, deps, shown, action, how.worn_garment_ids)
        row = await outfits.add_feedback(
            session,
            outfit_id,
            owner_id=owner,
            action=action,
            reason=reason,
            details=_details(how, worn_id),
            feedback_id=feedback_id,
        )
        learned = await relearn(session, deps)
        return FeedbackResult(
            feedback_id=row.id,
            outfit_id=outfit_id,
            action=action,
            learned_weights=learned.learned_weights,
            clo_offset=learned.clo_offset,
            worn_outfit_id=worn_id,
            degraded=_degraded(shown, action, how),
        )


def _check_temperature(action: str, degrees: float | None) -> None:
    """Refuse degrees that no day has, or at which nobody complains of cold."""
    if degrees is None:
        return
    if not COLDEST_C <= degrees <= HOTTEST_C:
        raise BadRequest(f"temperature_c: from {COLDEST_C:.0f} to {HOTTEST_C:.0f} °C.")
    if action == "too_cold" and degrees > HOTTEST_COLD_C:
        raise BadRequest(f"temperature_c: nobody is too cold above {HOTTEST_COLD_C:.0f} °C.")


async def _worn_instead(
    session: AsyncSession, deps: Deps, shown: Outfit, action: str, garment_ids: Sequence[UUID]
) -> UUID | None:
    """Store what was worn in place of an outfit, and that it was worn."""
    ids = list(dict.fromkeys(garment_ids))
    if action != "wore_instead":
        if ids:
            raise BadRequest("Garments are named only with what was worn instead.")
        return None
    if not ids:
        raise BadRequest(
            "I need to know what was worn instead.",
            hint="Give the ids of the garments that were worn, other than the outfit's own.",
        )
    if set(ids) == set(shown.garment_ids):
        raise BadRequest(
            "That is the same outfit, so nothing else was worn instead.",
            hint="If it was worn as it was shown, log it with the reaction “wear”.",
        )
    wardrobe = await load_wardrobe(session, deps)
    worn = wardrobe.pick(ids)
    if len(worn) < len(ids):
        raise NotFound(
            "One of these garments is not in your wardrobe, or its photo is not read yet.",
            hint="Use only garment ids that a tool has returned.",
        )
    frame = frame_of(shown)
    request = Request(
        frame=frame,
        preferences=wardrobe.preferences,
        history=wardrobe.history,
        looks=wardrobe.looks,
    )
    card = await asyncio.to_thread(score, worn, request)
    context = {"frame": frame.model_dump(mode="json")}
    [row] = await outfits.add_outfits(
        session, [card], owner_id=deps.owner_id, source="worn_instead", context=context
    )
    await outfits.add_feedback(session, row.id, owner_id=deps.owner_id, action="wear")
    return row.id


def _details(how: Happening, worn_id: UUID | None) -> dict[str, Any] | None:
    told = {
        "temperature_c": how.temperature_c,
        "worn_outfit_id": None if worn_id is None else str(worn_id),
    }
    return {name: value for name, value in told.items() if value is not None} or None


def _degraded(shown: Outfit, action: str, how: Happening) -> list[str]:
    complaint = action in ("too_cold", "too_warm")
    unknown = complaint and felt_temperature(frame_of(shown), how.temperature_c) is None
    return [WEATHER_UNKNOWN] if unknown else []
