"""What a request means for an outfit: insulation band, rain, formality band, which layers."""

from dataclasses import dataclass

from ml.outfits import clo
from ml.outfits.color import family
from ml.outfits.facts import BLAZER, HAT, MID, OUTER, TIE, GarmentFacts
from ml.outfits.request import Request
from ml.outfits.weights import number, weights
from stylist import vocabulary
from stylist.frame import LIKELY, ConstraintFrame

Band = tuple[float, float]
WARM_HAT_CLO = 0.04
"""A beanie has .05 clo, a cap .02."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A request, resolved. None means that nothing is known, so that nothing is judged by it."""

    temperature_c: float | None
    clo_band: Band | None
    rain_chance: float
    """0..1: 1 where rain or snow was said, else its probability as far as it is known."""
    windy: bool
    formality: Band | None
    formality_is_hard: bool
    outerwear_asked: bool
    optional: frozenset[int]
    """Columns that may be filled beyond the template."""
    seasons: frozenset[str]
    occasion: str | None = None

    @property
    def wet(self) -> bool:
        """Whether rain is dressed for, and not only looked out for."""
        return self.rain_chance >= LIKELY

    @property
    def chill(self) -> float:
        """0 where too little on is a nuisance, 1 where it is dangerous."""
        if self.temperature_c is None:
            return 0.0
        mild, frost = number("warmth", "chill_from_c"), number("warmth", "frost_c")
        return min(1.0, max(0.0, (mild - self.temperature_c) / (mild - frost)))

    @property
    def weather_words(self) -> str:
        """The weather in two words: "12 °C rain"."""
        degrees = "" if self.temperature_c is None else f"{self.temperature_c:.0f} °C"
        return f"{degrees} {'rain' if self.wet else ''}".strip()


def resolve(request: Request, reference: list[GarmentFacts]) -> Situation:
    """Work out what a request asks of an outfit; `reference` are the compared outfit's facts."""
    frame = request.frame
    temperature = clo.felt_temperature(frame)
    conditions = set(frame.weather.conditions)
    rain_chance = 1.0 if conditions & clo.WET else frame.weather.rain_probability or 0.0
    wet = rain_chance >= LIKELY
    windy = not conditions.isdisjoint({"wind", "storm"})
    hot = temperature is not None and temperature >= number("warmth", "hot_c")
    cold = temperature is not None and temperature < number("warmth", "outerwear_below_c")
    band, hard = formality_band(request)
    return Situation(
        temperature_c=temperature,
        clo_band=_clo_band(request, temperature, reference),
        rain_chance=rain_chance,
        windy=windy,
        formality=band,
        formality_is_hard=hard,
        outerwear_asked=cold or ((wet or windy) and not hot),
        optional=_layers(temperature, cold=cold or wet or windy, warmer=_warmer(request))
        | _accessories(temperature, band, sunny=hot or "sun" in conditions),
        seasons=_seasons(frame, temperature),
        occasion=frame.occasion,
    )


def formality_band(request: Request) -> tuple[Band | None, bool]:
    """The formality asked for, and whether the person said it (hard) or it follows (soft)."""
    asked = request.frame.formality
    if asked.min is not None or asked.max is not None:
        low, high = asked.min or 0.0, 1.0 if asked.max is None else asked.max
        return _moved((min(low, high), max(low, high)), request), True
    implied = vocabulary.occasion_formality().get(request.frame.occasion or "")
    band = implied or request.preferences.formality
    if band == (0.0, 1.0) and not {"dressier", "more_casual"} & set(request.moves):
        return None, False
    return _moved(band, request), False


def _moved(band: Band, request: Request) -> Band:
    """The band after "dressier" or "more casual"; with a reference the comparison does the work."""
    step = number("formality", "move_step") * (2 if band == (0.0, 1.0) else 1)
    low, high = band
    if "dressier" in request.moves:
        return min(low + step, 0.9), min(1.0, high + step)
    if "more_casual" in request.moves:
        return max(0.0, low - step), max(high - step, 0.1)
    return band


def _warmer(request: Request) -> int:
    """+1 when warmer is wished, −1 when cooler, 0 otherwise."""
    wishes = {*request.moves, request.frame.warmth}
    return ("warmer" in wishes) - ("cooler" in wishes)


def _clo_band(
    request: Request, temperature: float | None, reference: list[GarmentFacts]
) -> Band | None:
    wish, step = _warmer(request), number("warmth", "move_clo")
    if temperature is not None:
        low, high = clo.band(temperature, request.preferences.clo_offset)
        return max(0.0, low + wish * step), max(clo.LEAST_ALLOWED_CLO, high + wish * step)
    if wish and reference:
        base = clo.ensemble_of(reference)
        return max(0.0, base + wish * step - 0.1), base + wish * step + 0.1
    if wish:
        low, high = clo.band(number("warmth", "everyday_c"), request.preferences.clo_offset)
        return max(0.0, low + wish * step), max(clo.LEAST_ALLOWED_CLO, high + wish * step)
    return None


def _layers(temperature: float | None, *, cold: bool, warmer: int) -> frozenset[int]:
    """Optional layers that make sense at a temperature; indoors or unknown, a mid layer may."""
    mild = temperature is None or temperature < number("warmth", "layers_below_c")
    layers = {MID, BLAZER} if mild or warmer > 0 else set()
    hot = temperature is not None and temperature >= number("warmth", "hot_c")
    if (cold and not hot) or warmer > 0:
        layers.add(OUTER)
    return frozenset(layers)


def _accessories(temperature: float | None, band: Band | None, *, sunny: bool) -> frozenset[int]:
    """Accessories that have a reason: a hat against cold or sun, a tie where it is formal."""
    cold = temperature is not None and temperature < number("warmth", "warm_hat_below_c")
    formal = band is not None and band[0] >= number("formality", "tie_from")
    return frozenset({HAT} if cold or sunny else set()) | ({TIE} if formal else set())


def suits(garment: GarmentFacts, now: Situation) -> bool:
    """Whether an unasked garment may be offered: for the occasion, the formality, the weather.

    No bare legs in frost, no boots in heat; a hat is a warm one in the cold, and no warm one else.
    """
    return fits_occasion(garment, now) and _fits_formality(garment, now) and _weathers(garment, now)


def fits_occasion(garment: GarmentFacts, now: Situation) -> bool:
    """Whether an occasion rules neither a garment's kind nor, where it is sober, its colours out.

    Some rule a kind out on mild days only.
    """
    table = weights()["occasion"].get(now.occasion, {})
    if table.get("sober") and any(family(color) for color in garment.main_colors):
        return False
    cold = now.temperature_c is not None and now.temperature_c < number("warmth", "bare_from_c")
    if cold and table.get("mild_only"):
        return True
    for kind in (garment.subcategory, garment.category):
        if kind in table.get("good", ()):
            return True
        if kind in table.get("bad", ()):
            return False
    return True


def _fits_formality(garment: GarmentFacts, now: Situation) -> bool:
    """Whether a piece is not so far outside a stated band that it does not fit at all."""
    if now.formality is None or not now.formality_is_hard:
        return True
    low, high = now.formality
    far = number("formality", "fall_off")
    return low - garment.formality < far and garment.formality - high < far


def _weathers(garment: GarmentFacts, now: Situation) -> bool:
    if now.temperature_c is None:
        return True
    if garment.category in weights()["warmth"]["bare"]:
        return now.temperature_c >= number("warmth", "bare_from_c")
    if garment.category in weights()["warmth"]["heavy"]:
        return now.temperature_c < number("warmth", "heavy_below_c")
    if garment.column != HAT:
        return True
    cold = now.temperature_c < number("warmth", "warm_hat_below_c")
    return cold == (garment.clo >= WARM_HAT_CLO)


def _seasons(frame: ConstraintFrame, temperature: float | None) -> frozenset[str]:
    if frame.seasons or temperature is None:
        return frozenset(frame.seasons)
    if temperature >= 20:
        return frozenset({"summer"})
    return frozenset({"winter"} if temperature < 6 else {"spring", "fall"})


def slot_weight(garment: GarmentFacts) -> float:
    """How much a garment counts in means over the outfit."""
    return float(weights()["slots"][garment.slot])
