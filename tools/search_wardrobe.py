"""Finds garments of a wardrobe by words: hard filters in PostgreSQL, nearness in the index."""

from collections.abc import Collection
from uuid import UUID

from pydantic import BaseModel, Field

from db.effective_garments import list_effective
from stylist.errors import BackendUnavailable
from stylist.garments import AT_HAND, Availability, GarmentView
from tools.deps import Deps
from tools.vector_indexes import words_to_ask

INDEX_MISSING = "vector-index-missing"


class FoundGarments(BaseModel):
    """Garments, best match first."""

    garments: list[GarmentView]
    degraded: list[str] = Field(default_factory=list)


async def search_wardrobe(
    deps: Deps,
    *,
    query: str,
    slot: str | None = None,
    category: str | None = None,
    color: str | None = None,
    availability: Collection[Availability] | None = AT_HAND,
    limit: int = 8,
) -> FoundGarments:
    """Find the garments that fit the words among those that pass the filters.

    Without being asked for more, only garments that can be worn now; `availability` None means any.
    """
    async with deps.sessions() as session:
        allowed = await list_effective(
            session,
            owner_id=deps.owner_id,
            slot=slot,
            category=category,
            color=color,
            availability=availability,
        )
    if not query.strip() or not allowed:
        return FoundGarments(garments=allowed[:limit])
    named = _named(allowed, query)
    try:
        near, degraded = await _nearest(deps, query, allowed, limit=limit)
    except BackendUnavailable:
        return FoundGarments(garments=named[:limit], degraded=[INDEX_MISSING])
    found = {garment.id: garment for garment in [*named, *near]}
    return FoundGarments(garments=list(found.values())[:limit], degraded=degraded)


async def _nearest(
    deps: Deps, query: str, allowed: list[GarmentView], *, limit: int
) -> tuple[list[GarmentView], list[str]]:
    collection, embedder, degraded = await words_to_ask(deps)
    by_id: dict[UUID, GarmentView] = {garment.id: garment for garment in allowed}
    nearest = await deps.vectors.query(
        collection,
        owner_id=deps.owner_id,
        vector=embedder.embed([query])[0],
        ids=list(by_id),
        limit=limit,
    )
    return [by_id[id_] for id_, _ in nearest if id_ in by_id], degraded


def _named(allowed: list[GarmentView], query: str) -> list[GarmentView]:
    """Garments whose name or kind has every word of the query."""
    words = query.casefold().split()
    return [garment for garment in allowed if all(word in _said_of(garment) for word in words)]


def _said_of(garment: GarmentView) -> str:
    parts = (garment.name, garment.category, garment.subcategory, garment.notes)
    return " ".join(part for part in parts if part).casefold()
