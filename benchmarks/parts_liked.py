"""What each part of the score tells of what simulated people like, who are not made of the parts.

A person likes an outfit with the log-odds of a sum of
- coherence as real outfits show it: a logistic regression of 2,250 outfits against the same thrown
  together, on coarse facts (`COHERENCE`), each pull scaled anew for everybody (mean 1, deviation
  .7);
- what no part sees: each single garment, pairs of colours, the number of pieces (either way);
- what they said, as far as it is so: favourite colours, styles, a cut. What is said holds with a
  strength drawn for everybody (mean .5, deviation .5 log-odds a piece: some say what they do not
  feel), and tags are right for three garments of four;
- how warm they are, by their own need of insulation, which is not the engine's;
- how formal they like to be on a plain day, a level of their own;
- how tired they are of what they wore on the last three days (mean .4, deviation .6: some like to
  wear a thing again), and how glad of what they had not worn for two months (mean .1, deviation
  .3).
The strengths are assumptions; that the engine's parts are not what is simulated is the point.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.ablation import WHOLE, Gap, gap, scored
from benchmarks.parts_worn import as_garment
from benchmarks.tastes import FRAME, drawn_outfits, drawn_wardrobe
from ml.outfits import History, Preferences, Request, clo
from ml.outfits.color import family
from ml.outfits.eligible import ready
from ml.outfits.facts import BOTTOM, CLOTHES, DRESS, SHOES, TOP, GarmentFacts
from ml.outfits.matching import has_color
from ml.outfits.score import Judge
from ml.outfits.situation import resolve
from ml.outfits.table import Ints, build
from ml.outfits.taste_fit import chance
from ml.training.outfits.outfits import Outfit
from ml.training.outfits.questions import make_paper
from stylist import vocabulary
from stylist.arrays import Floats
from stylist.garments import GarmentView

TOP_SHOWN: Final = 10
COHERENCE: Final = (
    "same colour", "colours", "neutral pieces", "patterned", "formality's deviation",
    "seasons in common", "same material",
)  # fmt: skip
STYLES: Final = ("classic", "streetwear", "elegant", "sporty")
CUTS: Final = ("slim", "regular", "relaxed")


def coherence(worn: list[GarmentFacts]) -> list[float]:
    """Coarse facts of an outfit's pieces, in the order of `COHERENCE`; none is a part's formula."""
    colors = [garment.main_colors[0] for garment in worn if garment.main_colors]
    materials = [garment.material for garment in worn if garment.material]
    kinds = [vocabulary.kinds()[garment.kind_names[1]] for garment in worn]
    seasons = [set(kind.seasons) for kind in kinds]
    return [
        float(len(colors) - len(set(colors))),
        float(len({family(color) for color in colors} - {None})),
        float(sum(family(color) is None for color in colors)),
        float(sum(garment.pattern != "solid" for garment in worn)),
        float(np.std([garment.formality for garment in worn])),
        float(len(set.intersection(*seasons))),
        float(len(materials) - len(set(materials))),
    ]


@dataclass(frozen=True, slots=True)
class Real:
    """How real outfits differ from thrown ones, by deviation, with means and deviations."""

    pull: Floats
    middle: Floats
    spread: Floats
    outfits: int

    def __str__(self) -> str:
        """The pulls by name."""
        pulls = zip(COHERENCE, self.pull, strict=True)
        return ", ".join(f"{name} {pull:+.2f}" for name, pull in pulls)


def observed(outfits: list[Outfit]) -> Real:
    """Logistic regression of worn against thrown outfits, by Newton steps with a small ridge."""
    paper = make_paper(outfits)
    facts = [as_garment(item, at) for at, item in enumerate(paper.items)]
    rows: list[list[float]] = []
    for one, other in zip(paper.worn, paper.thrown, strict=True):
        both = [
            (a, b) for x, y in zip(one, other, strict=True) if (a := facts[x]) and (b := facts[y])
        ]
        if len(both) > 1:
            rows += [coherence([a for a, _ in both]), coherence([b for _, b in both])]
    values = np.array(rows)
    middle, spread = values.mean(axis=0), values.std(axis=0)
    lead = ((values[0::2] - values[1::2]) / spread).astype(np.float64)
    pull: Floats = np.zeros(len(COHERENCE))
    for _ in range(12):
        odds = chance(np.asarray(-(lead @ pull), np.float64))
        bend = (lead * (odds * (1 - odds))[:, None]).T @ lead + np.eye(len(pull))
        pull = pull + np.linalg.solve(bend, lead.T @ odds - pull)
    return Real(pull, middle, spread, len(lead))


def ablated(shared: Path, real: Real, people: int, seed: int) -> Iterator[dict[str, float]]:
    """For each person how likely the ten best are liked, by what is left out of the score."""
    for number in range(people):
        rng = np.random.default_rng([seed, number, 41])
        views = [tagged(view, rng) for view in drawn_wardrobe(shared, rng)]
        garments = ready(views)
        request = _request(garments, rng)
        now = resolve(request, [])
        judge = Judge(build(garments, request, now), request, now)
        rows = drawn_outfits(garments, rng)
        liked = chance(np.asarray(_log_odds(judge, rows, real, rng), np.float64))
        best = {w: np.argsort(-s)[:TOP_SHOWN] for w, s in scored(judge, rows).items()}
        yield {way: float(liked[top].mean()) for way, top in best.items()} | {
            "chance": float(liked.mean()),
            "best": float(np.sort(liked)[-TOP_SHOWN:].mean()),
        }


def tagged(view: GarmentView, rng: np.random.Generator) -> GarmentView:
    """The garment with a style tag and a cut, drawn."""
    seen = view.attributes.model_copy(
        update={"style_tags": [str(rng.choice(STYLES))], "fit": str(rng.choice(CUTS))}
    )
    return view.model_copy(update={"attributes": seen})


def _request(garments: list[GarmentFacts], rng: np.random.Generator) -> Request:
    owned = sorted({garment.main_colors[0] for garment in garments})
    colors = [str(c) for c in rng.choice(owned, size=min(3, len(owned)), replace=False)]
    ids = [garment.view.id for garment in garments]
    days = {i: float(rng.integers(1, 61)) for i in ids if rng.random() < 0.8}
    wears = {i: int(rng.poisson(4.0)) for i in days}
    return Request(
        frame=FRAME,
        preferences=Preferences(
            colors=tuple(colors[:2]),
            avoid_colors=tuple(colors[2:]),
            styles=(str(rng.choice(STYLES)),),
            fit=str(rng.choice([cut for cut in CUTS if cut != "regular"])),
        ),
        history=History(worn_days_ago=days, wears={i: n for i, n in wears.items() if n}),
    )


def _log_odds(judge: Judge, rows: Ints, real: Real, rng: np.random.Generator) -> Floats:
    table = judge.table
    garments, likes, past = table.garments, judge.request.preferences, judge.request.history
    facts = np.array([coherence([garments[i] for i in row if i >= 0]) for row in rows])
    pulls = real.pull * rng.normal(1.0, 0.7, len(COHERENCE))
    value = ((facts - facts.mean(axis=0)) / real.spread) @ pulls

    said = rng.normal(0.5, 0.5, 4)
    tired, glad = rng.normal(0.4, 0.6), rng.normal(0.1, 0.3)
    single = np.zeros(len(garments) + 1)
    for i, garment in enumerate(garments):
        view, own = garment.view, rng.normal(0.0, 0.35)
        truly_styled = rng.random() < 0.75
        style = view.attributes.style_tags[0] if truly_styled else str(rng.choice(STYLES))
        own += said[0] * any(has_color(garment, color) for color in likes.colors)
        own -= said[1] * any(has_color(garment, color) for color in likes.avoid_colors)
        own += said[2] * (style in likes.styles) + said[3] * (view.attributes.fit == likes.fit)
        own -= tired * (past.worn_days_ago.get(view.id, 99.0) <= 3.0)
        own += glad * (view.id not in past.worn_days_ago)
        single[i] = own
    value = value + single[rows].sum(axis=1) - (rows >= 0).sum(axis=1) * single[:-1].mean()

    colors = [*vocabulary.colors()]
    shade = np.array([colors.index(g.main_colors[0]) for g in garments] + [0])
    upper = np.where(rows[:, TOP] >= 0, rows[:, TOP], rows[:, DRESS])
    lower = np.where(rows[:, BOTTOM] >= 0, rows[:, BOTTOM], rows[:, SHOES])
    value = value + rng.normal(0.0, 0.4, (len(colors),) * 2)[shade[upper], shade[lower]]
    value = value + rng.normal(0.0, 0.3) * (rows[:, CLOTHES] >= 0).sum(axis=1)

    assert judge.now.clo_band is not None
    need = float(np.mean(judge.now.clo_band)) + rng.normal(0.0, 0.25)
    felt = clo.ensemble(table.clo[rows].sum(axis=1)) - need
    value = value - 2.0 * np.maximum(0.0, np.abs(felt) - 0.15)
    away = judge.mean_formality(rows) - rng.normal(0.4, 0.15)
    value = value - rng.uniform(0.0, 8.0) * away**2
    centred: Floats = value - value.mean() + rng.normal(0.3, 0.7)
    return centred


def lines(people: list[dict[str, float]]) -> list[str]:
    """How likely the ten best are liked, and the change when a part is left out."""
    whole = [person[WHOLE] for person in people]
    told = ["| | like-chance of the ten best |", "|---|---|"]
    for name in ("chance", WHOLE, "best"):
        own = gap(person[name] for person in people)
        told.append(f"| {name} | {own.mean:.4f} ± {own.half:.4f} |")
    for way in people[0]:
        if way not in ("chance", WHOLE, "best"):
            told.append(f"| {way} | {_paired([p[way] for p in people], whole)} |")
    return told


def _paired(mine: list[float], whole: list[float]) -> Gap:
    return gap(a - b for a, b in zip(mine, whole, strict=True))
