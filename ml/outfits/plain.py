"""Warmth and formality as one would say them to a person: no clo, no figures but degrees."""

from collections.abc import Callable
from typing import Final

from ml.outfits import clo
from ml.outfits.reasons import REASONS, Worn, at_occasion, level, mean_formality
from ml.outfits.request import Request
from ml.outfits.situation import Situation
from ml.outfits.unary import comes_off
from stylist.wording import listed

PETTY_CLO: Final = 0.1
"""Too warm by less than this is not worth a word: a T-shirt has .08."""
A_LITTLE_CLO: Final = 0.3
"""About five degrees."""
DANGEROUS_CLO: Final = 0.6
"""Lacking this much in the cold is more than a nuisance: a coat has .6. A judgement."""
INDOORS: Final = ((0.55, "light"), (0.85, "mid-weight"), (9.0, "warm"))
"""What is left when the outer layer is off, by its insulation in clo. A judgement."""
WARM_C, HOT_C = 18.0, 25.0
PIECES_FIT: Final = 0.7
"""Below this, single pieces are far outside the band though the outfit is within it."""
BESIDE: Final = 0.05
"""Formality this far outside a band is still within it in words."""


def warmth_words(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """Whether it is warm enough, and what remains when the coat is off."""
    has, (low, high) = clo.ensemble_of(worn), now.clo_band or (0.0, 0.0)
    outside = clo.ensemble_of([g for g in worn if not comes_off(g, wet=now.wet)])
    if has < low - BESIDE:
        much = "a little cool" if low - has < A_LITTLE_CLO else "too cool"
        if now.chill > 0 and low - has >= DANGEROUS_CLO:
            return f"far too cold {_when(request, now)}, and not safe for long outdoors"
        return f"{much} {_when(request, now)}".strip()
    if now.temperature_c is not None and clo.required(now.temperature_c) - has >= A_LITTLE_CLO:
        return f"about as warm as clothes get, and still too cool {_when(request, now)}"
    if outside > high + PETTY_CLO:
        return f"on the warm side {_when(request, now)}".strip()
    return _enough(request, now) + _coat_off(worn, low)


def _enough(request: Request, now: Situation) -> str:
    """The praise that the temperature asks for."""
    degrees = now.temperature_c
    if degrees is None:
        cooler = "cooler" in (*request.moves, request.frame.warmth)
        return "lighter, as you asked" if cooler else "warmer, as you asked"
    fit = "warm enough" if degrees < WARM_C else "light enough" if degrees >= HOT_C else "right"
    return f"{fit} {_when(request, now)}"


def _when(request: Request, now: Situation) -> str:
    """The weather as it was said: a temperature, a season or a place."""
    frame = request.frame
    if frame.weather.temperature_c is not None:
        return f"for {round(frame.weather.temperature_c)} °C".replace("-", "−")
    if frame.seasons:
        return f"for {listed(frame.seasons, 'or')}"
    if now.temperature_c is None:
        return ""
    if frame.occasion == "beach":
        return "for the beach"
    return "for snow" if "snow" in frame.weather.conditions else "for this weather"


def _coat_off(worn: Worn, low: float) -> str:
    """What is left indoors, where outer layers are needed only outside."""
    outer = [g for g in worn if g.removable]
    inside = clo.ensemble_of([g for g in worn if not g.removable])
    if not outer or inside >= low:
        return ""
    layer = next(words for most, words in INDOORS if inside < most)
    if len(outer) > 1:
        return f"; indoors the outer layers come off and leave a {layer} outfit"
    noun = outer[0].category.replace("-", " ")
    return f"; indoors the {noun} comes off and leaves a {layer} outfit"


def formality_words(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """How dressy it is, against what was asked or what the occasion asks."""
    mean, (low, high) = mean_formality(worn), now.formality or (0.0, 1.0)
    words = level(_named(mean, low, high))
    if mean < low - BESIDE:
        return f"{words}, less dressy than {_asked(request, now)}"
    if mean > high + BESIDE:
        return f"{words}, dressier than {_asked(request, now)}"
    if score < PIECES_FIT:
        return f"{words} on the whole, but not every piece"
    return f"{words}, {_met(request, now)}"


def _named(mean: float, low: float, high: float) -> float:
    """The level to name: of those that were asked for the nearest, where there is one."""
    inside = [n / 4 for n in range(5) if low <= n / 4 <= high]
    fits = inside and low - BESIDE <= mean <= high + BESIDE
    return min(inside, key=lambda centre: abs(centre - mean)) if fits else mean


def _stated(request: Request, now: Situation) -> bool:
    ends = [request.frame.provenance.get(f"formality.{end}") for end in ("min", "max")]
    implied = any(end is not None and end.kind == "inferred" for end in ends)
    return now.formality_is_hard and not implied


def _asked(request: Request, now: Situation) -> str:
    if _stated(request, now) or _moved(request):
        return "you asked"
    if request.frame.occasion:
        return f"{at_occasion(request)} asks for"
    return "you like to be"


def _met(request: Request, now: Situation) -> str:
    if _stated(request, now) or _moved(request):
        return "as you asked"
    return f"right for {at_occasion(request)}" if request.frame.occasion else "as you like it"


def _moved(request: Request) -> bool:
    """Whether the level follows from a comparison with what was shown, and from no occasion."""
    moved = {"dressier", "more_casual"} & {*request.moves}
    return bool(moved) and not request.frame.occasion


PLAIN: Final[dict[str, Callable[[Worn, Request, Situation, float], str]]] = {
    **REASONS,
    "warmth": warmth_words,
    "formality_fit": formality_words,
}
"""The sentence of each part, for a person."""
