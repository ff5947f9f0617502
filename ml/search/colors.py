"""How near a garment's colours come to the one that is asked, by name and in OKLab."""

import math
from functools import cache
from typing import Final

from ml.outfits.color import oklch
from ml.search.query import Wish
from ml.search.weights import number
from stylist import vocabulary
from stylist.garments import ColorShare, GarmentView

SHADE_STEP: Final = 0.17
"""How much lighter or darker (OKLab L) "light green" is than green; ours."""
SHOWN: Final = 0.4
"""From this share on a colour is simply the garment's colour."""
BELOW: Final = 0.93
"""Navy is blue, only not the first that one thinks of."""
SHADE_REACH: Final = 0.3
"""Distance in lightness at which a colour of the right name is not "dark" or "light" any more."""
RIGHT_NAME: Final = 0.5
"""What the right name counts in the wrong shade."""
MANY: Final = 3
"""Colours of some size that make a garment multicoloured."""


def color_likeness(wish: Wish, garment: GarmentView) -> float:
    """How well the garment's colours meet the wish, 0..1."""
    return max(_one(name, wish, garment) for name in wish.names)


def _one(name: str, wish: Wish, garment: GarmentView) -> float:
    colors = shares_of(garment)
    if name.startswith("group:"):
        return _of_group(name.removeprefix("group:"), colors)
    if name == "multicolor" and sum(color.share >= 0.12 for color in colors) >= MANY:
        return 1.0
    named = 0.0 if wish.shade else _named(name, garment)
    wide = wish.near or wish.shade is not None
    target = _target(name, wish.shade)
    alike = max((_alike(color, target, wide) for color in colors), default=0.0)
    if wish.shade is not None:
        shaded = max((_shaded(color, name, target[0]) for color in colors), default=0.0)
        return max(shaded, number("color", "alike") * alike)
    return max(named, alike if wish.near else number("color", "alike") * alike)


def shares_of(garment: GarmentView) -> list[ColorShare]:
    """The garment's colours; one that is known only by name counts as if seen."""
    seen = garment.attributes
    known = {color.name for color in seen.colors}
    missing = [n for n in (seen.color_primary, seen.color_secondary) if n and n not in known]
    hexes = vocabulary.colors()
    return [
        *seen.colors,
        *(
            ColorShare(name=n, hex=hexes[n].hex, share=1.0 if n == seen.color_primary else 0.3)
            for n in missing
            if n in hexes
        ),
    ]


def _named(name: str, garment: GarmentView) -> float:
    asked = vocabulary.with_descendants(name)
    seen = garment.attributes
    if seen.color_primary in asked:
        return 1.0 if seen.color_primary == name else BELOW
    possible = max(garment.confidence.get(f"color:{color}", 0.0) for color in asked)
    second = number("color", "second") if seen.color_secondary in asked else 0.0
    return max(second, number("color", "possible") * possible)


def _alike(color: ColorShare, target: tuple[float, float, float], wide: bool) -> float:
    distance = math.dist(_lab(color.hex), target) / number("color", "ish" if wide else "near")
    return math.exp(-distance * distance) * math.sqrt(min(1.0, color.share / SHOWN))


def _shaded(color: ColorShare, name: str, lightness: float) -> float:
    """A colour of the asked name, by how near its lightness comes to the asked shade."""
    if color.name not in vocabulary.with_descendants(name):
        return 0.0
    off = min(1.0, abs(_lab(color.hex)[0] - lightness) / SHADE_REACH)
    return (1.0 - RIGHT_NAME * off) * math.sqrt(min(1.0, color.share / SHOWN))


@cache
def _lab(hex_color: str) -> tuple[float, float, float]:
    lightness, chroma, hue = oklch(hex_color)
    angle = math.radians(hue)
    return lightness, chroma * math.cos(angle), chroma * math.sin(angle)


@cache
def _target(name: str, shade: str | None) -> tuple[float, float, float]:
    lightness, a, b = _lab(vocabulary.colors()[name].hex)
    step = {"light": SHADE_STEP, "dark": -SHADE_STEP}.get(shade or "", 0.0)
    # A lighter or darker colour is also paler.
    return (min(0.97, max(0.1, lightness + step)), *((0.8 * a, 0.8 * b) if step else (a, b)))


def _of_group(group: str, colors: list[ColorShare]) -> float:
    whole = sum(color.share for color in colors)
    return sum(color.share * _is_in(group, color) for color in colors) / whole if whole else 0.0


def _is_in(group: str, color: ColorShare) -> float:
    lightness, chroma, _ = oklch(color.hex)
    if group == "dark":
        return _ramp(lightness, 0.52, 0.38)
    if group == "light":
        return _ramp(lightness, 0.68, 0.82)
    if group == "bright":
        return _ramp(chroma, 0.08, 0.14) * _ramp(lightness, 0.35, 0.5)
    if group == "neutral":
        return max(_ramp(chroma, 0.06, 0.03), float(_is_neutral(color.name)))
    if group == "pastel":
        return _ramp(lightness, 0.68, 0.8) * _ramp(chroma, 0.015, 0.035) * _ramp(chroma, 0.16, 0.1)
    return float(color.name in vocabulary.terms("color_group_members")[group])


def _is_neutral(name: str) -> bool:
    color = vocabulary.colors().get(name)
    return color is not None and color.neutral


def _ramp(value: float, nothing: float, full: float) -> float:
    """0 at `nothing`, 1 at `full` and beyond, straight between."""
    return min(1.0, max(0.0, (value - nothing) / (full - nothing)))
