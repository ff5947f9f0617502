"""The photos' features of a person's garments, for judging pairs by what is seen."""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.vector_collections import live_collection
from ml.outfits.compatibility.visual import (
    LEFT_OUT,
    MOST_SEEN,
    WIDTH,
    Looks,
    VisualPairs,
    load_visual,
)
from stylist.errors import BackendUnavailable
from tools.deps import Deps

MISSING: Final = "visual-compatibility-missing"
"""Weights were fitted, but there are no CLIP features to judge by."""
DAMAGED: Final = "visual-compatibility-damaged"
"""The file of weights is there and cannot be used; `stylist doctor` tells the mend."""


async def looks_of(
    session: AsyncSession, deps: Deps, ids: Sequence[UUID]
) -> tuple[Looks | None, list[str]]:
    """The features of these garments of the owner, and the degraded states.

    Without fitted weights nothing is read. Of a wardrobe above `MOST_SEEN` nothing is read either.
    """
    try:
        judge = await asyncio.to_thread(load_visual, deps.settings.models_dir)
    except BackendUnavailable:
        return None, [DAMAGED]
    if judge is None or not ids:
        return None, []
    if len(ids) > MOST_SEEN:
        return None, [LEFT_OUT]
    looks = await _read(session, deps, ids, judge)
    return looks, [] if looks else [MISSING]


async def _read(
    session: AsyncSession, deps: Deps, ids: Sequence[UUID], judge: VisualPairs
) -> Looks | None:
    live = await live_collection(session, "clip")
    if live is None:
        return None
    try:
        found = await deps.vectors.get(live.name, owner_id=deps.owner_id, ids=ids)
    except BackendUnavailable:
        return None
    features = {id_: vector for id_, vector in found.items() if vector.shape == (WIDTH,)}
    return Looks(judge, features) if features else None
