"""Colour harmony in OKLCh: which named colours are neutral, which hues there are and disagree."""

import math
from collections.abc import Collection
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ml.outfits.weights import number
from stylist import vocabulary

CLEAR_CLASH = 0.5
"""From here on two colours disagree for anybody to see. A judgement."""
FAMILIES = ("blue", "teal", "green", "yellow", "orange", "red", "pink", "purple", "multicolor")


def oklch(hex_color: str) -> tuple[float, float, float]:
    """Lightness 0..1, chroma and hue in degrees of an sRGB hex colour (Ottosson 2020)."""
    rgb = [int(hex_color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    mid = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short
    b_axis = 0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short
    return lightness, math.hypot(a, b_axis), math.degrees(math.atan2(b_axis, a)) % 360


@cache
def named(name: str) -> tuple[float, float, float]:
    """OKLCh of a colour of the vocabulary."""
    return oklch(vocabulary.colors()[name].hex)


@cache
def family(name: str) -> str | None:
    """The hue family of a saturated colour (navy is neutral, light-blue is blue), else None."""
    color = vocabulary.colors().get(name)
    if color is None or color.neutral:
        return None
    if name == "multicolor":
        return name
    broad = color.is_a or name
    return broad if named(name)[1] >= number("color", "saturated_chroma") else None


@cache
def chroma(name: str) -> float:
    """OKLCh chroma of a named colour; 0 for a neutral, .12 for multicolour."""
    if name == "multicolor":
        return 0.12
    return named(name)[1] if family(name) else 0.0


@cache
def distance(a: str, b: str) -> float:
    """Euclidean distance of two named colours in OKLab; 0 is the same, black to white about .85."""
    (la, ca, ha), (lb, cb, hb) = named(a), named(b)
    x = ca * math.cos(math.radians(ha)) - cb * math.cos(math.radians(hb))
    y = ca * math.sin(math.radians(ha)) - cb * math.sin(math.radians(hb))
    return math.hypot(la - lb, x, y)


def _clash(a: str, b: str) -> float:
    if family(a) is None or family(b) is None or family(a) == family(b):
        return 0.0
    if "multicolor" in (a, b):
        return 0.5
    apart = abs(named(a)[2] - named(b)[2]) % 360
    apart = min(apart, 360 - apart)
    strength = min(1.0, min(chroma(a), chroma(b)) / 0.1)
    off = (apart - number("color", "clash_degrees")) / number("color", "clash_width")
    return strength * math.exp(-off * off)


def clashes(colors: Collection[str]) -> bool:
    """Whether two of these named colours are near without being the same hue."""
    return any(_clash(a, b) >= CLEAR_CLASH for a, b in combinations(sorted(colors), 2))


@cache
def names() -> tuple[str, ...]:
    """The colours of the vocabulary in the order of the clash table, then "" for unknown."""
    return (*vocabulary.colors(), "")


@cache
def clash_table() -> NDArray[np.float64]:
    """(C, C), 0..1 in the order of `names`: how much two colours disagree; 0 for an unknown one."""
    return np.array([[_clash(a, b) for b in names()] for a in names()])
