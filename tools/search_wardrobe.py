"""Finds garments of a wardrobe by words: hard filters in PostgreSQL, order by likeness.

What a text rules out ("no black") and every filter are decided in the database, and only what
passes is asked for in the vector index. What it wishes for only orders the garments.
"""

from collections.abc import Collection, Sequence
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from db.garment_search import PartialGarment, SearchFilter, find_allowed, words_written
from ml.search import Query, rank, read_query
from ml.search.lexicon import words
from ml.search.query import Exclusion
from stylist import vocabulary
from stylist.errors import BackendUnavailable
from stylist.garments import AT_HAND, Availability, GarmentView
from tools.deps import Deps
from tools.vector_indexes import words_to_ask

INDEX_MISSING: Final = "vector-index-missing"
Most = Literal["warmest", "lightest", "dressiest", "most_casual"]
ASKED_OF_INDEX: Final = 300
"""Garments whose texts are compared; what is farther counts as far."""


class GarmentHit(BaseModel):
    """A garment with how well it answers (0..1), what it meets, what not, and both in words."""

    garment: GarmentView
    score: float
    matched: list[str]
    missed: list[str]
    why: str


class FoundGarments(BaseModel):
    """Hits, best first. `understood` is the query as it was read; `unread` were words for names.

    `closest` says what there is none of, when no garment meets every wish.
    """

    hits: list[GarmentHit]
    understood: list[str] = Field(default_factory=list)
    unread: list[str] = Field(default_factory=list)
    closest: str | None = None
    degraded: list[str] = Field(default_factory=list)

    @property
    def garments(self) -> list[GarmentView]:
        """The garments that were found, best first."""
        return [hit.garment for hit in self.hits]


class SearchRanges(BaseModel):
    """Filters beside slot, category, colour, pattern: formality 0..1, warmth in clo, inclusive."""

    material: str | None = None
    season: str | None = None
    min_formality: float | None = None
    max_formality: float | None = None
    min_warmth_clo: float | None = None
    max_warmth_clo: float | None = None


async def search_wardrobe(
    deps: Deps,
    *,
    query: str,
    slot: str | None = None,
    category: str | None = None,
    color: str | None = None,
    pattern: str | None = None,
    ranges: SearchRanges | None = None,
    availability: Collection[Availability] | None = AT_HAND,
    most: Most | None = None,
    limit: int = 8,
) -> FoundGarments:
    """Find the garments that answer the words among those that pass the filters.

    Without being asked for more, only garments that can be worn now; `availability` None means any,
    and the words may ask for it ("in the laundry"). A query without a wish gives the newest. With
    `most`, all that pass the filters come in that order, and the words order nothing.
    """
    async with deps.sessions() as session:
        written = await words_written(session, owner_id=deps.owner_id)
        asked = read_query(query, frozenset(word for text in written for word in words(text)))
        wanted = SearchFilter(
            slot=slot,
            category=category,
            color=color,
            pattern=pattern,
            **(ranges or SearchRanges()).model_dump(),
            availability=asked.availability or availability,
            avoid=[_partial(part) for part in asked.avoid],
            without=asked.without,
        )
        allowed = await find_allowed(session, wanted, owner_id=deps.owner_id)
    if most is not None:
        ranked_by = sorted(_measured(allowed, most), key=lambda pair: -pair[1])
        return FoundGarments(hits=[_measured_hit(*pair, most) for pair in ranked_by[:limit]])
    if asked.empty or not allowed:
        return FoundGarments(hits=[_plain_hit(each) for each in allowed[:limit]])
    try:
        cosine, degraded = await _nearness(deps, asked.text, allowed)
    except BackendUnavailable:
        cosine, degraded = None, [INDEX_MISSING]
    ranked = rank(asked, allowed, cosine, limit=limit)
    hits = [
        GarmentHit(
            garment=each.garment,
            score=each.score,
            matched=each.matched,
            missed=each.missed,
            why=each.why,
        )
        for each in ranked
    ]
    return FoundGarments(
        hits=hits,
        understood=[wish.said for wish in asked.wishes],
        unread=list(asked.words),
        closest=_closest(asked, hits),
        degraded=degraded,
    )


def _measured(garments: Sequence[GarmentView], most: Most) -> list[tuple[GarmentView, float]]:
    """The garments whose warmth or formality is known, with how much of what is asked they are."""
    field = "warmth_clo" if most in ("warmest", "lightest") else "formality"
    sign = 1 if most in ("warmest", "dressiest") else -1
    known = ((garment, getattr(garment.attributes, field)) for garment in garments)
    return [(garment, sign * float(value)) for garment, value in known if value is not None]


def _measured_hit(garment: GarmentView, worth: float, most: Most) -> GarmentHit:
    unit = "clo" if most in ("warmest", "lightest") else "of 1 formal"
    return GarmentHit(
        garment=garment, score=1.0, matched=[], missed=[], why=f"{abs(worth):.2f} {unit}"
    )


def _plain_hit(garment: GarmentView) -> GarmentHit:
    return GarmentHit(garment=garment, score=1.0, matched=[], missed=[], why="newest first")


async def _nearness(
    deps: Deps, text: str, allowed: Sequence[GarmentView]
) -> tuple[dict[UUID, float], list[str]]:
    """Cosine of the texts by garment, of the nearest; and what is degraded."""
    collection, embedder, degraded = await words_to_ask(deps)
    nearest = await deps.vectors.query(
        collection,
        owner_id=deps.owner_id,
        vector=embedder.embed([text])[0],
        ids=[garment.id for garment in allowed],
        limit=min(ASKED_OF_INDEX, len(allowed)),
    )
    return dict(nearest), degraded


def _closest(asked: Query, hits: Sequence[GarmentHit]) -> str | None:
    """What no garment is, as in "no blue sweater; the closest come first"."""
    if not asked.wishes or any(not hit.missed for hit in hits):
        return None
    plain = not any(wish.inverse for wish in asked.wishes)
    said = (" " if plain else ", ").join(wish.said for wish in asked.wishes)
    none = f"no {said}" if plain else f"nothing {said}"
    return f"{none}; the closest come first" if hits else none


def _partial(part: Exclusion) -> PartialGarment:
    return PartialGarment(
        kinds=part.kinds,
        colors=[color for name in part.colors for color in _members(name)],
        patterns=part.patterns,
        materials=part.materials,
    )


def _members(name: str) -> tuple[str, ...]:
    """A colour, or the colours of a group; light colours have no list of their own."""
    if not name.startswith("group:"):
        return (name,)
    group = name.removeprefix("group:")
    if group == "light":
        return ("white", "silver", "beige", "light-blue", "pink", "yellow")
    return vocabulary.terms("color_group_members")[group]
