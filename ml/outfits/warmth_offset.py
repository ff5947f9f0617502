"""How much warmer than the standards say somebody needs to dress, learned from complaints.

Too cold in an outfit of I clo where the standard asks for I_req says that the person needs more
than I: P = σ((I_req + δ − I) / s); too warm the same from above, by the neutral insulation and what
was worn without the outer layer. A complaint that the standard explains (a T-shirt at 5 °C) hence
moves δ hardly at all. δ ~ N(0, .25²) clo, about the step between "slightly cool" and "neutral" of
the seven-point scale of ISO 7730 at light activity; that choice and s are judgements.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ml.outfits import clo
from ml.outfits.eligible import ready
from ml.outfits.weights import number
from stylist.frame import ConstraintFrame
from stylist.garments import GarmentView

Felt = Literal["too_cold", "too_warm"]
HALVINGS: Final = 50
DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class Complaint:
    """An outfit that was too cold or too warm, at this felt temperature, this many days ago."""

    garments: tuple[GarmentView, ...]
    felt: Felt
    temperature_c: float
    days_ago: float = 0.0


def learn_offset(complaints: Iterable[Complaint]) -> float:
    """The most probable offset in clo, positive for who feels the cold; 0 without complaints.

    It is the same whatever the order of the complaints.
    """
    heard = [_terms(one) for one in complaints if ready(one.garments)]
    most = number("warmth", "most_offset_clo")
    low, high = -most, most
    if _slope(low, heard) >= 0 or not heard:
        return low if heard else 0.0
    if _slope(high, heard) <= 0:
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if _slope(middle, heard) > 0 else (middle, high)
    return round((low + high) / 2.0, DECIMALS)


def felt_temperature(frame: ConstraintFrame, temperature_c: float | None) -> float | None:
    """The temperature to judge a complaint by: as told with it, else as the outfit was made for."""
    if temperature_c is None:
        return clo.felt_temperature(frame)
    weather = frame.weather.model_copy(update={"temperature_c": temperature_c})
    return clo.felt_temperature(frame.model_copy(update={"weather": weather}))


def _terms(complaint: Complaint) -> tuple[float, float, float]:
    """Side (+1 cold), the insulation that was missing by the standard, and the weight."""
    worn = ready(complaint.garments)
    weight = 0.5 ** (max(0.0, complaint.days_ago) / number("warmth", "offset_half_life_days"))
    if complaint.felt == "too_cold":
        return 1.0, clo.required(complaint.temperature_c) - clo.ensemble_of(worn), weight
    inside = clo.ensemble_of([garment for garment in worn if not garment.removable])
    return -1.0, clo.neutral(complaint.temperature_c) - inside, weight


def _slope(offset_clo: float, heard: Sequence[tuple[float, float, float]]) -> float:
    """The slope of the negative log-posterior at an offset; it grows with the offset."""
    unsure = number("warmth", "complaint_clo")
    prior = offset_clo / number("warmth", "offset_sd_clo") ** 2
    pulls = (
        weight * side * (1.0 - _chance(side * (missing + offset_clo) / unsure)) / unsure
        for side, missing, weight in heard
    )
    return prior - math.fsum(pulls)


def _chance(log_odds: float) -> float:
    return 0.5 * (1.0 + math.tanh(0.5 * log_odds))
