"""Puts garments in order: how well the wishes are met, the words found, the texts alike.

score = v · nearness + (1 − v) · Σ weight · likeness / Σ weight over the wishes and the unread words
of the query; v grows with the share of its words that were not understood (`weights.toml`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ml.search.lexical import match, word_match, written
from ml.search.likeness import likeness
from ml.search.query import Query, Wish
from ml.search.weights import number
from ml.search.why import MET, reason, told
from stylist.garments import GarmentView

LEAST: Final = 0.2
"""A lower score is no answer."""
OF_BEST: Final = 0.35
"""What scores below this share of the best is no answer beside it."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A garment with its score (0..1), the wishes it meets and does not, and both in words."""

    garment: GarmentView
    score: float
    matched: list[str]
    missed: list[str]
    why: str


def rank(
    query: Query,
    garments: Sequence[GarmentView],
    cosine: Mapping[UUID, float] | None,
    *,
    limit: int,
) -> list[Ranked]:
    """The best garments for a query, best first; of equals the newer comes first.

    `cosine` is the likeness (−1..1) of the texts; a garment that is not in it is far, and without
    it at all only wishes and words decide.
    """
    scored = [(_score(query, garment, cosine), garment) for garment in garments]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].created_at.timestamp(), pair[1].id))
    best = scored[0][0] if scored else 0.0
    least = max(LEAST, OF_BEST * best)
    return [_ranked(query, garment, s) for s, garment in scored[:limit] if s >= least]


def _score(query: Query, garment: GarmentView, cosine: Mapping[UUID, float] | None) -> float:
    parts = [(number("aspect", w.aspect), likeness(w, garment)) for w in query.wishes]
    if query.words:
        parts.append((number("aspect", "words"), match(query.words, garment)))
    weight = sum(share for share, _ in parts)
    wishes = sum(share * value for share, value in parts) / weight if weight else 0.0
    # Whoever writes a garment's name means it, whatever the words of the name mean.
    named = match(query.spoken, garment) if garment.custom_name and query.spoken else 0.0
    wishes = max(wishes, named if named == 1.0 else 0.0)
    if cosine is None:
        return round(wishes, 4)
    share = vector_share(query)
    return round(share * _near(cosine.get(garment.id)) + (1 - share) * wishes, 4)


def vector_share(query: Query) -> float:
    """How much the likeness of the texts decides, by the share of unread words."""
    understood, unread = number("vector", "understood"), number("vector", "unread")
    heard = len(query.words) / max(1, len(query.words) + len(query.wishes))
    return understood + (unread - understood) * heard


def _near(cosine: float | None) -> float:
    low, high = number("vector", "low"), number("vector", "high")
    return 0.0 if cosine is None else min(1.0, max(0.0, (cosine - low) / (high - low)))


def _ranked(query: Query, garment: GarmentView, score: float) -> Ranked:
    hits: list[Wish] = []
    misses: list[Wish] = []
    for wish in query.wishes:
        (hits if likeness(wish, garment) >= MET else misses).append(wish)
    own = written(garment)
    by_words = [word for word in query.words if word_match(word, own)]
    return Ranked(
        garment=garment,
        score=score,
        matched=[*_told(hits, garment), *by_words],
        missed=[wish.said for wish in misses],
        why=reason(garment, hits, misses, by_words),
    )


def _told(wishes: Sequence[Wish], garment: GarmentView) -> list[str]:
    return list(dict.fromkeys(told(wish, garment) for wish in wishes))
