"""Wardrobe search: nDCG@5 of four systems beside an attribute filter, on wardrobes of real photos.

    nice .venv/bin/python -m benchmarks.search_wardrobes PREDICTIONS.json
    nice .venv/bin/python -m benchmarks.search --predictions PREDICTIONS.json \
        [--write docs/benchmarks/search.md] [--misses] [--fit]

Each wardrobe is about a hundred photos of held-out senders, once with their labels as attributes
and once with what the pipeline says of the photo; the labels grade both. `--fit` looks for weights
on the tuning senders' photos and the development half of the queries, and prints them.
"""

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.search_fit import fit
from benchmarks.search_queries import Asked, queries
from benchmarks.search_wardrobes import as_labelled, as_seen, labelled
from ml.embed import TextEmbedder, describe_garment, load_embedder
from ml.outfits.facts import facts_of
from ml.outfits.matching import is_kind, shows_color
from ml.search import Query, rank, read_query
from ml.search.lexical import match
from ml.search.lexicon import longest, senses, words
from ml.search.query import Exclusion
from ml.training.photos import Shot
from stylist import vocabulary
from stylist.arrays import Floats
from stylist.garments import GarmentView
from stylist.settings import Settings

SIZE: Final = 100
TOP: Final = 5
SEED: Final = 5
ROUNDS: Final = 2_000
GROUPS: Final = {"light": ("white", "silver", "beige", "light-blue", "pink", "yellow")}


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """Garments with the photos they are, and the vectors (N, D) of their descriptions."""

    shots: list[Shot]
    garments: list[GarmentView]
    vectors: Floats


class Remembered:
    """An embedder that embeds each query once."""

    def __init__(self, embedder: TextEmbedder) -> None:
        self.name, self.dim = embedder.name, embedder.dim
        self._embedder = embedder
        self._known: dict[str, Floats] = {}

    def embed(self, texts: Sequence[str]) -> Floats:
        """See `TextEmbedder`."""
        if len(texts) > 1:
            return self._embedder.embed(texts)
        if texts[0] not in self._known:
            self._known[texts[0]] = self._embedder.embed(texts)
        return self._known[texts[0]]


System = Callable[[Asked, Wardrobe, TextEmbedder], list[int]]
"""Gives the indices of the garments it finds, best first."""


def keyword_filter(asked: Asked, wardrobe: Wardrobe, _: TextEmbedder) -> list[int]:
    """Every word that names a colour, kind or pattern filters; newest first. No "no" is heard."""
    spelled, found = words(asked.text), []
    i = 0
    while i < len(spelled):
        sizes = range(min(longest(), len(spelled) - i), 0, -1)
        size = next((n for n in sizes if tuple(spelled[i : i + n]) in senses()), 1)
        sense = senses().get(tuple(spelled[i : i + size]))
        if sense is not None and sense.aspect in ("kind", "color", "pattern"):
            found.append((sense.aspect, sense.names))
        i += size
    return _newest([i for i, g in enumerate(wardrobe.garments) if _passes(g, found)], wardrobe)


def understood_filter(asked: Asked, wardrobe: Wardrobe, _: TextEmbedder) -> list[int]:
    """The same filter behind the product's reader, with what it rules out; newest first."""
    query = read_query(asked.text)
    terms = [(w.aspect, w.names) for w in query.wishes if w.aspect in ("kind", "color", "pattern")]
    allowed = _allowed(query, wardrobe)
    return _newest([i for i in allowed if _passes(wardrobe.garments[i], terms)], wardrobe)


def lexical(asked: Asked, wardrobe: Wardrobe, _: TextEmbedder) -> list[int]:
    """Words and trigrams of the garments' names."""
    spoken = read_query(asked.text).spoken
    scores = np.array([match(spoken, garment) for garment in wardrobe.garments])
    return [int(i) for i in np.argsort(-scores, kind="stable")]


def embedding(asked: Asked, wardrobe: Wardrobe, embedder: TextEmbedder) -> list[int]:
    """Cosine of the query and the garment's description."""
    scores = wardrobe.vectors @ embedder.embed([asked.text])[0]
    return [int(i) for i in np.argsort(-scores, kind="stable")]


def hybrid(asked: Asked, wardrobe: Wardrobe, embedder: TextEmbedder) -> list[int]:
    """What the product does, its filters on "no" carried out here and not in PostgreSQL."""
    return _product(asked, wardrobe, embedder)


def without_vectors(asked: Asked, wardrobe: Wardrobe, _: TextEmbedder) -> list[int]:
    """What the product does while the vector index is away."""
    return _product(asked, wardrobe, None)


def _product(asked: Asked, wardrobe: Wardrobe, embedder: TextEmbedder | None) -> list[int]:
    query = read_query(asked.text)
    allowed = _allowed(query, wardrobe)
    if query.empty:
        return _newest(allowed, wardrobe)
    cosine = None
    if embedder is not None:
        near = wardrobe.vectors @ embedder.embed([asked.text])[0]
        cosine = {wardrobe.garments[i].id: float(near[i]) for i in allowed}
    place = {garment.id: i for i, garment in enumerate(wardrobe.garments)}
    ranked = rank(query, [wardrobe.garments[i] for i in allowed], cosine, limit=TOP)
    return [place[hit.garment.id] for hit in ranked]


SYSTEMS: Final[dict[str, System]] = {
    "attribute filter on keywords, newest first": keyword_filter,
    "attribute filter behind our reader, newest first": understood_filter,
    "lexical only": lexical,
    "text embedding only": embedding,
    "product without the vector index": without_vectors,
    "product (hybrid)": hybrid,
}
BASELINE: Final = "attribute filter on keywords, newest first"
PRODUCT: Final = "product (hybrid)"


def _newest(found: list[int], wardrobe: Wardrobe) -> list[int]:
    return sorted(found, key=lambda i: wardrobe.garments[i].created_at, reverse=True)


def _passes(garment: GarmentView, terms: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
    return all(any(_is(garment, aspect, name) for name in names) for aspect, names in terms)


def _is(garment: GarmentView, aspect: str, name: str) -> bool:
    seen = garment.attributes
    if aspect == "pattern":
        return seen.pattern == name
    if aspect == "color":
        members = _members(name)
        return any(seen.color_primary in vocabulary.with_descendants(color) for color in members)
    if name.startswith("slot:"):
        return garment.slot == name.removeprefix("slot:")
    return bool({garment.category, garment.subcategory} & vocabulary.with_descendants(name))


def _members(name: str) -> tuple[str, ...]:
    if not name.startswith("group:"):
        return (name,)
    group = name.removeprefix("group:")
    return GROUPS.get(group) or vocabulary.terms("color_group_members")[group]


def _allowed(query: Query, wardrobe: Wardrobe) -> list[int]:
    return [
        i
        for i, garment in enumerate(wardrobe.garments)
        if not any(_ruled_out(garment, part) for part in query.avoid)
    ]


def _ruled_out(garment: GarmentView, part: Exclusion) -> bool:
    facts = facts_of(garment)
    if facts is None:
        return False
    colors = [color for name in part.colors for color in _members(name)]
    kinds = [name.removeprefix("slot:") for name in part.kinds]
    return (
        (not kinds or any(is_kind(facts, name) for name in kinds))
        and (not colors or any(shows_color(facts, color) for color in colors))
        and (not part.patterns or garment.attributes.pattern in part.patterns)
        and (not part.materials or garment.attributes.material in part.materials)
    )


def ndcg(found: Sequence[int], grades: Sequence[int]) -> float | None:
    """nDCG@5 with gains 2^grade − 1; None when nothing of the wardrobe answers."""
    gains = 2.0 ** np.asarray(grades) - 1
    discount = 1 / np.log2(np.arange(2, TOP + 2))
    ideal = float((np.sort(gains)[::-1][:TOP] * discount[: len(gains)]).sum())
    own = gains[list(found[:TOP])]
    return float((own * discount[: len(own)]).sum()) / ideal if ideal else None


def wardrobes(
    shots: Sequence[Shot], view: Callable[[Shot], GarmentView], embedder: TextEmbedder
) -> list[Wardrobe]:
    """The photos in wardrobes of about a hundred, always the same."""
    mixed = sorted(shots, key=lambda shot: shot.path.stem)
    random.Random(SEED).shuffle(mixed)
    count = max(1, round(len(mixed) / SIZE))
    made = []
    for part in (mixed[k::count] for k in range(count)):
        garments = [view(shot) for shot in part]
        texts = [
            describe_garment(g.name, g.category, g.subcategory, g.attributes) for g in garments
        ]
        made.append(Wardrobe(part, garments, embedder.embed(texts)))
    return made


def measure(
    system: System, asked: Sequence[Asked], found: Sequence[Wardrobe], embedder: TextEmbedder
) -> Floats:
    """(Q,) mean nDCG@5 of each query over the wardrobes that can answer it; NaN where none can."""
    rows = []
    for query in asked:
        values = [
            ndcg(system(query, wardrobe, embedder), [query.grade(s) for s in wardrobe.shots])
            for wardrobe in found
        ]
        known = [value for value in values if value is not None]
        rows.append(float(np.mean(known)) if known else float("nan"))
    return np.asarray(rows, np.float32)


def interval(values: Floats) -> tuple[float, float, float]:
    """The mean and its 95 % bootstrap interval over queries."""
    known = values[~np.isnan(values)]
    rng = np.random.default_rng(SEED)
    means = known[rng.integers(0, len(known), (ROUNDS, len(known)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(known.mean()), float(low), float(high)


def table(asked: Sequence[Asked], settings: dict[str, list[Wardrobe]], e: TextEmbedder) -> str:
    """The figures of every system in both settings, on each half of the queries."""
    lines = ["| system | attributes | test queries | development queries |", "|---|---|---|---|"]
    halves = {half: np.array([q.half == half for q in asked]) for half in ("test", "dev")}
    for attributes, found in settings.items():
        scores = {name: measure(system, asked, found, e) for name, system in SYSTEMS.items()}
        for name, values in scores.items():
            cells = [_cell(*interval(values[halves[half]])) for half in ("test", "dev")]
            lines.append(f"| {name} | {attributes} | {cells[0]} | {cells[1]} |")
        gain = (scores[PRODUCT] - scores[BASELINE])[halves["test"]]
        cell = _cell(*interval(gain))
        lines.append(f"| *product minus the first line, paired* | {attributes} | {cell} | |")
    return "\n".join(lines)


def _cell(mean: float, low: float, high: float) -> str:
    return f"{mean:.3f} ({low:.3f} to {high:.3f})"


def worst(asked: Sequence[Asked], found: Sequence[Wardrobe], embedder: TextEmbedder) -> str:
    """The test queries that the product answers worst."""
    values = measure(hybrid, asked, found, embedder)
    order = [i for i in np.argsort(values) if not np.isnan(values[i])][:12]
    return "\n".join(f"{values[i]:.2f}  {asked[i].text}" for i in order)


def main() -> None:
    """Print or write the figures, or fit."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--predictions", type=Path, required=True)
    options.add_argument("--misses", action="store_true", help="development queries that fail")
    options.add_argument("--fit", action="store_true")
    given = options.parse_args()
    settings = Settings()
    embedder = Remembered(load_embedder("minilm-int8", settings.models_dir))
    said = json.loads(given.predictions.read_text())
    tuning = given.fit or given.misses
    known = [s for s in labelled(settings.shared_data) if said.get(s.path.stem)]
    # The network knew no sender of the file of predictions, whatever part they are now.
    shots = [shot for shot in known if shot.held_out != tuning]
    found = {
        "as labelled": wardrobes(shots, as_labelled, embedder),
        "as the pipeline sees": wardrobes(
            shots, lambda shot: as_seen(shot, said[shot.path.stem]), embedder
        ),
    }
    dev = [query for query in queries() if query.half == "dev"]
    if given.fit:
        print(fit(dev, [w for each in found.values() for w in each], embedder, ndcg, _allowed))
    elif given.misses:
        print("\n\n".join(f"{n}\n{worst(dev, each, embedder)}" for n, each in found.items()))
    else:
        sizes = len(found["as labelled"])
        print(f"{len(shots)} photos in {sizes} wardrobes; {len(queries())} queries, {len(dev)} dev")
        print(f"network: {said['backend']['classifier']}\n")
        print(table(queries(), found, embedder))


if __name__ == "__main__":
    main()
