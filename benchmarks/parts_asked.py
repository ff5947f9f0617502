"""What the parts that obey a request do for it: each measured by what it is for, with and without.

Requests on drawn wardrobes of forty go through `recommend` whole, so that what is guaranteed
otherwise (demands, what may be offered at all) does its work too: only what a part adds is seen.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.ablation import gap
from benchmarks.parts_liked import CUTS, STYLES, tagged
from benchmarks.tastes import drawn_wardrobe
from ml.outfits import History, Preferences, Request, clo, recommend
from ml.outfits.color import clashes, family
from ml.outfits.eligible import ready
from ml.outfits.facts import BLAZER, CLOTHES, OUTER, SHOES, GarmentFacts
from ml.outfits.matching import has_color
from ml.outfits.situation import Situation, resolve
from ml.outfits.unary import keeps_off, loose_wishes, rain, wish_bits, wish_count
from ml.outfits.weights import weights
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Weather
from stylist.garments import GarmentView

OCCASIONS: Final = (None, None, "work", "date", "travel", "party", "home")
MOST_HUES: Final = 2
Worn = list[GarmentFacts]
Measure = Callable[[Worn, Request, Situation], float | None]
"""None where the request does not ask for it."""


@contextmanager
def left_out(part: str) -> Iterator[None]:
    """The engine with one part's weight at nought."""
    table = weights()["parts"]
    kept = table[part]
    table[part] = 0.0
    try:
        yield
    finally:
        table[part] = kept


def _clo_gap(worn: Worn, request: Request, now: Situation) -> float | None:
    if now.clo_band is None:
        return None
    low, high = now.clo_band
    inside = clo.ensemble_of([garment for garment in worn if not garment.removable])
    return max(0.0, low - clo.ensemble_of(worn)) + max(0.0, inside - high)


def _wet(worn: Worn, request: Request, now: Situation) -> float | None:
    if not now.wet:
        return None
    coat = any(garment.column in (OUTER, BLAZER) and keeps_off(garment) for garment in worn)
    shoes = any(garment.column == SHOES and rain(garment) < 0.5 for garment in worn)
    return 0.5 * (not coat) + 0.5 * shoes


def _off_level(worn: Worn, request: Request, now: Situation) -> float | None:
    if now.formality is None:
        return None
    low, high = now.formality
    return _share(worn, lambda g: not low - 0.05 <= g.formality <= high + 0.05)


def _off_season(worn: Worn, request: Request, now: Situation) -> float | None:
    if not now.seasons:
        return None
    return _share(
        worn, lambda g: not now.seasons & set(vocabulary.kinds()[g.kind_names[1]].seasons)
    )


def _unsuited(worn: Worn, request: Request, now: Situation) -> float | None:
    table = weights()["occasion"].get(now.occasion)
    if table is None:
        return None
    return _share(worn, lambda g: not {*g.kind_names} & {*table["good"]})


def _unmet(worn: Worn, request: Request, now: Situation) -> float | None:
    asked = wish_count(request)
    if not asked:
        return None
    met, loose = 0, loose_wishes(request)
    for garment in worn:
        met |= wish_bits(garment, request, loose)
    return 1.0 - met.bit_count() / asked


def _lost(worn: Worn, request: Request, now: Situation) -> float | None:
    if not request.reference:
        return None
    here = {garment.view.id for garment in worn}
    return 1.0 - len(here & {view.id for view in request.reference}) / len(request.reference)


def _other_style(worn: Worn, request: Request, now: Situation) -> float | None:
    wanted = set(request.preferences.styles)
    return _share(worn, lambda g: not wanted & {*g.view.attributes.style_tags}) if wanted else None


def _other_cut(worn: Worn, request: Request, now: Situation) -> float | None:
    wanted = request.preferences.fit
    return _share(worn, lambda g: g.view.attributes.fit != wanted) if wanted else None


def _no_favorite(worn: Worn, request: Request, now: Situation) -> float | None:
    wanted = request.preferences.colors
    return _share(worn, lambda g: not any(has_color(g, c) for c in wanted)) if wanted else None


def _just_worn(worn: Worn, request: Request, now: Situation) -> float | None:
    days = request.history.worn_days_ago
    return _share(worn, lambda g: days.get(g.view.id, 99.0) <= 3.0) if days else None


def _worn_often(worn: Worn, request: Request, now: Situation) -> float | None:
    wears = request.history.wears
    return float(np.mean([wears.get(g.view.id, 0) for g in worn])) if wears else None


def _patterns(worn: Worn, request: Request, now: Situation) -> float | None:
    main = [garment for garment in worn if garment.column in CLOTHES]
    return float(sum(garment.pattern != "solid" for garment in main) > 1)


def _hues(worn: Worn, request: Request, now: Situation) -> float | None:
    hues = {family(color) for garment in worn for color in garment.main_colors} - {None}
    return float(len(hues) > MOST_HUES or clashes([h for h in hues if h]))


def _share(worn: Worn, failed: Callable[[GarmentFacts], object]) -> float:
    main = [garment for garment in worn if garment.column in CLOTHES]
    return float(np.mean([bool(failed(garment)) for garment in main])) if main else 0.0


MEASURES: Final[dict[str, tuple[str, Measure]]] = {
    "warmth": ("gap to the clo band", _clo_gap),
    "rain": ("rain: no coat that keeps it off ½, open or thirsty shoes ½", _wet),
    "formality_fit": ("pieces outside the band of formality", _off_level),
    "season": ("pieces of other seasons", _off_season),
    "occasion": ("pieces that do not name the occasion", _unsuited),
    "wishes": ("wishes not met", _unmet),
    "near": ("pieces lost of the outfit referred to", _lost),
    "style": ("pieces not in the wanted style", _other_style),
    "fit": ("pieces of another cut", _other_cut),
    "taste": ("pieces in no favourite colour", _no_favorite),
    "rotation": ("pieces worn within three days", _just_worn),
    "novelty": ("days worn of the last sixty, mean of the pieces", _worn_often),
    "pattern_mixing": ("outfits with more than one patterned piece", _patterns),
    "color_harmony": ("outfits with more than two hues, or two that clash", _hues),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A part's own measure over one request's outfits, with and without the part."""

    part: str
    whole: float
    without: float


def measured(shared: Path, requests: int, seed: int) -> Iterator[Found]:
    """Ask each request whole, then without each part that it makes apply."""
    for number in range(requests):
        rng = np.random.default_rng([seed, number, 43])
        views = [tagged(view, rng) for view in drawn_wardrobe(shared, rng)]
        request = _drawn(views, rng)
        whole = _worn(views, request)
        now = resolve(request, ready(request.reference))
        for part, (_, measure) in MEASURES.items():
            if not whole or measure(whole[0], request, now) is None:
                continue
            with left_out(part):
                without = _worn(views, request)
            told = [
                float(np.mean([measure(worn, request, now) or 0.0 for worn in outfits]))
                for outfits in (whole, without)
            ]
            yield Found(part, told[0], told[1])


def _worn(views: Sequence[GarmentView], request: Request) -> list[Worn]:
    found = recommend(views, request)
    by_id = {view.id: view for view in views}
    return [ready([by_id[i] for i in card.garment_ids]) for card in found.outfits]


def _drawn(views: Sequence[GarmentView], rng: np.random.Generator) -> Request:
    """A day's request: weather always, everything else now and then."""
    frame = ConstraintFrame(
        weather=Weather(
            temperature_c=float(rng.integers(-10, 36)),
            conditions=["rain"] if rng.random() < 0.5 else [],
        ),
        occasion=OCCASIONS[int(rng.integers(len(OCCASIONS)))],
    )
    owned = ready(views)
    colors = sorted({garment.main_colors[0] for garment in owned})
    if rng.random() < 0.5:
        frame.colors.want = [str(c) for c in rng.choice(colors, 2, replace=False)]
    if rng.random() < 0.3:
        frame.formality.min = float(rng.uniform(0.1, 0.6))
        frame.formality.max = frame.formality.min + 0.3
    likes, history = Preferences(), History()
    if rng.random() < 0.6:
        likes = Preferences(
            colors=tuple(str(c) for c in rng.choice(colors, 2, replace=False)),
            styles=(str(rng.choice(STYLES)),),
            fit=str(rng.choice([cut for cut in CUTS if cut != "regular"])),
        )
    if rng.random() < 0.6:
        days = {g.view.id: float(rng.integers(1, 61)) for g in owned if rng.random() < 0.8}
        wears = {i: int(rng.poisson(4.0)) for i in days}
        history = History(worn_days_ago=days, wears={i: n for i, n in wears.items() if n})
    request = Request(frame=frame, preferences=likes, history=history)
    if rng.random() < 0.4:
        first = recommend(views, Request(frame=frame, count=1)).outfits
        if first:
            meant = tuple(view for view in views if view.id in first[0].garment_ids)
            move = str(rng.choice(["warmer", "dressier", "more_casual"]))
            request = Request(
                frame=frame, preferences=likes, history=history, reference=meant, moves=(move,)
            )
    return request


def lines(found: Sequence[Found]) -> list[str]:
    """Each part by its own measure; more is worse."""
    told = ["| part | measured by (less is better) | requests | with it | without it | change |"]
    told.append("|---|---|---|---|---|---|")
    for part, (words, _) in MEASURES.items():
        own = [one for one in found if one.part == part]
        if len(own) > 1:
            means = (np.mean([o.whole for o in own]), np.mean([o.without for o in own]))
            change = gap(one.without - one.whole for one in own)
            told.append(
                f"| {part} | {words} | {len(own)} | {means[0]:.3f} | {means[1]:.3f} | {change} |"
            )
    return told
