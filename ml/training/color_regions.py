"""What plain colours are called that no photo shows: regions of OKLCh, first match wins.

They anchor the learned names of `color_names` where there are no clothes to learn from.
"""

from typing import Final, NamedTuple

import numpy as np

from ml.garments.oklab import lch
from stylist.arrays import Floats


class Region(NamedTuple):
    """A name and where it holds: lightness, chroma, and hue in degrees (which may pass 360)."""

    name: str
    lightness: tuple[float, float]
    chroma: tuple[float, float]
    hue: tuple[float, float] = (0, 360)


ANY: Final = (0.0, 1.0)
REGIONS: Final = (
    Region("white", (0.83, 1.0), (0.0, 0.030)),
    Region("white", (0.76, 1.0), (0.0, 0.019)),
    Region("black", (0.0, 0.22), (0.0, 0.022)),
    Region("black", (0.0, 0.34), (0.0, 0.012)),
    Region("black", (0.0, 0.30), (0.0, 0.016), (290, 440)),
    Region("navy", (0.0, 0.42), (0.012, 0.075), (225, 312)),
    Region("navy", (0.0, 0.34), (0.075, 0.2), (245, 300)),
    Region("light-blue", (0.62, 1.0), (0.012, 0.105), (218, 290)),
    Region("light-blue", (0.72, 1.0), (0.105, 0.2), (218, 290)),
    Region("blue", ANY, (0.022, 0.5), (235, 292)),
    Region("gray", (0.0, 0.76), (0.0, 0.017)),
    Region("teal", ANY, (0.03, 0.5), (180, 235)),
    Region("green", ANY, (0.025, 0.5), (125, 180)),
    Region("olive", (0.0, 0.70), (0.024, 0.14), (84, 126)),
    Region("green", ANY, (0.10, 0.5), (112, 126)),
    Region("yellow", (0.62, 1.0), (0.085, 0.5), (76, 112)),
    Region("yellow", (0.80, 1.0), (0.060, 0.5), (88, 112)),
    Region("purple", (0.0, 0.62), (0.035, 0.5), (290, 343)),
    Region("purple", (0.62, 1.0), (0.03, 0.5), (290, 325)),
    Region("burgundy", (0.0, 0.43), (0.040, 0.5), (340, 390)),
    Region("burgundy", (0.0, 0.40), (0.060, 0.5), (390, 398)),
    Region("pink", (0.55, 1.0), (0.035, 0.17), (325, 394)),
    Region("pink", (0.55, 1.0), (0.17, 0.5), (325, 373)),
    Region("red", ANY, (0.11, 0.5), (0, 38)),
    Region("red", ANY, (0.12, 0.5), (343, 360)),
    Region("orange", (0.50, 1.0), (0.105, 0.5), (38, 80)),
    Region("orange", (0.60, 1.0), (0.085, 0.5), (34, 60)),
    Region("brown", (0.0, 0.62), (0.016, 0.15), (343, 450)),
    Region("beige", (0.60, 1.0), (0.019, 0.11), (0, 126)),
)
"""Boundaries of ours, set on labelled photos of training senders."""


def name_of(lab: Floats) -> str:
    """The name of one OKLab colour."""
    lightness, chroma, hue = (float(value) for value in lch(np.asarray(lab)))
    for region in REGIONS:
        if (
            region.lightness[0] <= lightness <= region.lightness[1]
            and region.chroma[0] <= chroma <= region.chroma[1]
            and _within(hue, region.hue)
        ):
            return region.name
    return _neutral(lightness)


def _within(hue: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= hue <= bounds[1] or bounds[0] <= hue + 360 <= bounds[1]


def _neutral(lightness: float) -> str:
    return "black" if lightness < 0.34 else "gray" if lightness < 0.76 else "white"
