"""OKLab, the colour space in which equal distances look equal (Björn Ottosson, 2020)."""

from typing import Final

import numpy as np

from stylist.arrays import Floats

_TO_LMS: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklab(rgb: Floats) -> Floats:
    """(…, 3) sRGB 0..255 to OKLab: L 0..1, a and b about -0.4..0.4."""
    roots: Floats = np.cbrt(linear(rgb) @ _TO_LMS.T)
    lab: Floats = roots @ _TO_LAB.T
    return lab


def srgb(lab: Floats) -> Floats:
    """(…, 3) OKLab to sRGB 0..255, clipped to what sRGB can show."""
    roots = lab @ np.linalg.inv(_TO_LAB).T
    light = np.clip(roots**3 @ np.linalg.inv(_TO_LMS).T, 0, 1)
    coded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    values: Floats = coded * 255
    return values


def linear(rgb: Floats) -> Floats:
    """(…, 3) sRGB 0..255 to linear light 0..1 (IEC 61966-2-1)."""
    coded = np.asarray(rgb, np.float64) / 255
    light: Floats = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return light


def lch(lab: Floats) -> Floats:
    """(…, 3) OKLab to lightness, chroma, and hue in degrees 0..360."""
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360
    return np.stack([lab[..., 0], np.hypot(lab[..., 1], lab[..., 2]), hue], axis=-1)
