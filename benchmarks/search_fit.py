"""Looks for the weights of the search's score, one number after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.search_queries import Asked
from ml.embed import TextEmbedder
from ml.search import Query, read_query
from ml.search.lexical import match
from ml.search.likeness import likeness
from ml.search.weights import weights
from stylist.arrays import Floats

if TYPE_CHECKING:
    from benchmarks.search import Wardrobe

STEPS: Final = (0.5, 0.7, 0.85, 1.2, 1.5, 2.0)
PASSES: Final = 3
FITTED: Final = ("aspect", "vector")
LEAST_GAIN: Final = 0.0005
"""A smaller gain is not worth another number."""
Numbers = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Case:
    """One query on one wardrobe: likeness (W, N) of its terms, cosine (N,), and the grades."""

    aspects: list[str]
    values: Floats
    cosine: Floats
    unread: float
    grades: list[int]
    all_grades: list[int]
    places: list[int]


def fit(
    asked: Sequence[Asked],
    found: "Sequence[Wardrobe]",
    embedder: TextEmbedder,
    ndcg: Callable[[Sequence[int], Sequence[int]], float | None],
    allowed: "Callable[[Query, Wardrobe], list[int]]",
) -> str:
    """The best numbers found, as TOML, with the mean nDCG@5 before and after."""
    cases = [c for q in asked for w in found if (c := _case(q, w, embedder, allowed)) is not None]
    numbers: Numbers = {group: dict(weights()[group]) for group in FITTED}

    def value() -> float:
        return float(np.mean([ndcg(_order(case, numbers), case.all_grades) for case in cases]))

    before = best = value()
    for _ in range(PASSES):
        for group in FITTED:
            for name in numbers[group]:
                stood = kept = numbers[group][name]
                for step in STEPS:
                    numbers[group][name] = (
                        min(1.0, stood * step) if group == "vector" else stood * step
                    )
                    if (now := value()) > best + LEAST_GAIN:
                        best, kept = now, numbers[group][name]
                numbers[group][name] = kept
    rows = [f"[{g}]\n" + "\n".join(f"{n} = {v:.3g}" for n, v in numbers[g].items()) for g in FITTED]
    return f"# {before:.4f} before, {best:.4f} after, {len(cases)} cases\n" + "\n".join(rows)


def _case(
    asked: Asked,
    wardrobe: "Wardrobe",
    embedder: TextEmbedder,
    allowed: "Callable[[Query, Wardrobe], list[int]]",
) -> Case | None:
    query = read_query(asked.text)
    grades = [asked.grade(shot) for shot in wardrobe.shots]
    places = allowed(query, wardrobe)
    if query.empty or not any(grades) or not places:
        return None
    rows = [[likeness(w, wardrobe.garments[i]) for i in places] for w in query.wishes]
    aspects: list[str] = [wish.aspect for wish in query.wishes]
    if query.words:
        rows.append([match(query.words, wardrobe.garments[i]) for i in places])
        aspects.append("words")
    cosine = wardrobe.vectors @ embedder.embed([asked.text])[0]
    return Case(
        aspects=aspects,
        values=np.asarray(rows, np.float32),
        cosine=cosine[places],
        unread=len(query.words) / max(1, len(query.words) + len(query.wishes)),
        grades=[grades[i] for i in places],
        all_grades=grades,
        places=places,
    )


def _order(case: Case, numbers: Numbers) -> list[int]:
    share = np.array([numbers["aspect"][aspect] for aspect in case.aspects])
    wishes = share @ case.values / share.sum()
    vector = numbers["vector"]
    near = np.clip((case.cosine - vector["low"]) / (vector["high"] - vector["low"]), 0.0, 1.0)
    v = vector["understood"] + (vector["unread"] - vector["understood"]) * case.unread
    order = np.argsort(-(v * near + (1 - v) * wishes), kind="stable")
    return [case.places[i] for i in order]
