"""Clothing insulation: what a temperature asks for and what a set of garments gives, in clo.

One clo is 0.155 m²·K/W. Required insulation is for walking (2.0 met) in the shade at 60 % relative
humidity: below 10 °C ISO 11079 (IREQ minimal to neutral, wind 1.5 m/s), from 10 °C ISO 7730
(PMV −0.5 to 0, air 0.7 m/s), as computed by pythermalcomfort 4.8.1.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.outfits.facts import GarmentFacts
from ml.outfits.weights import number
from stylist.frame import ConstraintFrame
from stylist.vocabulary import Kind

TEMPERATURES_C: Final = (
    -15.0,
    -10.0,
    -5.0,
    0.0,
    5.0,
    10.0,
    12.0,
    15.0,
    18.0,
    20.0,
    22.0,
    25.0,
    28.0,
)
LOW_CLO: Final = (3.3, 2.8, 2.4, 2.0, 1.5, 1.41, 1.23, 0.96, 0.70, 0.53, 0.36, 0.10, 0.0)
"""Least insulation for comfort at `TEMPERATURES_C`."""
NEUTRAL_CLO: Final = (3.7, 3.2, 2.8, 2.4, 2.0, 1.85, 1.62, 1.28, 0.95, 0.74, 0.54, 0.23, 0.0)
"""Insulation at which one feels neither warm nor cool at `TEMPERATURES_C`."""
UNDERWEAR_CLO: Final = 0.06
"""Underwear and ankle socks (ASHRAE 55), worn under every outfit."""
ENSEMBLE_SLOPE: Final = 0.835
ENSEMBLE_OFFSET_CLO: Final = 0.161
"""ISO 9920: ensemble insulation is 0.835 times the sum of its garments plus 0.161 clo."""
MOST_ASKED_CLO: Final = 1.9
"""The warmest ordinary outfit (sweater, blazer, parka, boots): never asked for more."""
LEAST_ALLOWED_CLO: Final = 0.42
"""T-shirt, shorts and sandals: never called too warm."""
SEASON_TEMPERATURE_C: Final = {"winter": 2.0, "spring": 13.0, "fall": 12.0, "summer": 25.0}
"""A typical day of a temperate season, used when only the season is known. A judgement."""
BEACH_TEMPERATURE_C: Final = 27.0
"""Nobody who names the beach and no weather means a cold one. A judgement."""
WARMTH_STEP: Final = 1.17
"""A garment of the next of three warmths insulates this much more. In ASHRAE 55 the thick one of a
kind has 1.37 (1.17²) times the insulation of the thin one, the geometric mean of its seven pairs
(trousers .15/.24, skirt .14/.23, shirt dress .33/.47, two shirts, two coats)."""
WARM_FROM: Final = {
    "top": (0.18, 0.35),
    "bottom": (0.15, 0.35),
    "dress": (0.35, 0.47),
    "outerwear": (0.20, 0.50),
    "shoes": (0.025, 0.08),
    "accessory": (0.03, 0.05),
}
"""Clo from which a kind of a slot is usually of the middle and of the warmest sort. A judgement."""
WET: Final = frozenset({"rain", "snow", "storm"})

Array = NDArray[np.float64]


def ensemble(garment_clo: Array) -> Array:
    """Insulation of a whole outfit from the sum of its garments, both in clo."""
    return ENSEMBLE_SLOPE * (garment_clo + UNDERWEAR_CLO) + ENSEMBLE_OFFSET_CLO


def clo_of_warmth(kind: Kind, warmth: float) -> float:
    """Insulation in clo of a garment of a kind that somebody calls 1 (light) to 3 (warm)."""
    middle, warm = WARM_FROM[kind.slot]
    usual = 1.0 + (kind.clo >= middle) + (kind.clo >= warm)
    return round(kind.clo * float(WARMTH_STEP ** (warmth - usual)), 3)


def felt_temperature(frame: ConstraintFrame) -> float | None:
    """The temperature to dress for in °C: as stated, else a season's typical one, else None."""
    weather = frame.weather
    known = [SEASON_TEMPERATURE_C[s] for s in frame.seasons if s in SEASON_TEMPERATURE_C]
    if not known and frame.occasion == "beach":
        known = [BEACH_TEMPERATURE_C]
    stated = weather.temperature_c
    if stated is None and not known:
        return 2.0 if "snow" in weather.conditions else None
    base = stated if stated is not None else sum(known) / len(known)
    shifts = (
        number("warmth", f"{c}_c") for c in weather.conditions if c in {"wind", "storm", "sun"}
    )
    return base + sum(shifts)


def required(temperature_c: float) -> float:
    """Least ensemble insulation in clo for walking outdoors, as the standards have it."""
    return float(np.interp(temperature_c, TEMPERATURES_C, LOW_CLO))


def neutral(temperature_c: float) -> float:
    """Ensemble insulation in clo at which one walks outdoors neither warm nor cool."""
    return float(np.interp(temperature_c, TEMPERATURES_C, NEUTRAL_CLO))


def band(temperature_c: float, offset_clo: float = 0.0) -> tuple[float, float]:
    """Least and neutral ensemble insulation in clo, never an impossible demand at the extremes.

    The offset is the person's own: positive for who feels the cold.
    """
    low, high = required(temperature_c) + offset_clo, neutral(temperature_c) + offset_clo
    return min(max(low, 0.0), MOST_ASKED_CLO), max(high, LEAST_ALLOWED_CLO)


def ensemble_of(garments: Iterable[GarmentFacts]) -> float:
    """Insulation in clo of an outfit."""
    worn = np.array([garment.clo for garment in garments])
    return float(ensemble(worn.sum(keepdims=True))[0])
