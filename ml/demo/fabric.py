"""Weaves: how the yarns of a cloth lie, as a relief.

A relief is (H, W) float32 around 0, added to the cloth's brightness; it is deterministic under the
generator handed in.
"""

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np

from stylist.arrays import Floats

Relief = Callable[[np.random.Generator, int, int], Floats]


def noise(rng: np.random.Generator, height: int, width: int, *, x: float, y: float) -> Floats:
    """(H, W) float32, zero mean, unit deviation: smooth noise with blur radii in pixels."""
    shrink = max(1, int(min(x, y) / 2))
    small = rng.standard_normal((height // shrink + 2, width // shrink + 2)).astype(np.float32)
    sigma_x, sigma_y = max(x / shrink, 0.1), max(y / shrink, 0.1)
    soft = cv2.GaussianBlur(small, (0, 0), sigmaX=sigma_x, sigmaY=sigma_y)
    field = cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray((field - field.mean()) / (field.std() + 1e-6), np.float32)


def _grid(height: int, width: int) -> tuple[Floats, Floats]:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return y, x


def plain(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Fine even cloth: cotton jersey or poplin."""
    return 0.018 * noise(rng, height, width, x=0.8, y=0.8)


def linen(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Slubbed yarns in both directions."""
    across = noise(rng, height, width, x=26, y=0.8)
    down = noise(rng, height, width, x=0.8, y=26)
    return 0.035 * across + 0.03 * down


def twill(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Fine diagonal ribs: chinos, trench coats, suiting."""
    y, x = _grid(height, width)
    return np.asarray(
        0.03 * np.sin((x + y) * 1.15) + 0.015 * noise(rng, height, width, x=0.8, y=0.8)
    )


def denim(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Twill with uneven indigo, worn lighter in places."""
    y, x = _grid(height, width)
    slub = 0.05 * noise(rng, height, width, x=0.7, y=18)
    worn = 0.07 * noise(rng, height, width, x=70, y=110)
    return np.asarray(0.05 * np.sin((x * 0.8 + y) * 1.4) + slub + worn)


def knit(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Stockinette: columns of small V stitches."""
    y, x = _grid(height, width)
    column = np.abs(((x / 11.0) % 1.0) - 0.5) * 2
    stitch = np.sin((y / 7.5 + column * 0.9) * 2 * np.pi)
    gap = -np.exp(-((column - 1.0) ** 2) / 0.02) * 0.09
    return np.asarray(0.055 * stitch + gap + 0.02 * noise(rng, height, width, x=1, y=1))


def rib(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Upright knitted ribs: cuffs, hems, turtlenecks."""
    _, x = _grid(height, width)
    return np.asarray(0.1 * np.sin(x * np.pi / 6.0) + 0.02 * noise(rng, height, width, x=1, y=3))


def cable(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Knit with twisted cables."""
    y, x = _grid(height, width)
    lane = ((x / 92.0) % 1.0) - 0.5
    swing = 0.13 * np.sin(y * 2 * np.pi / 86.0)
    twist = sum(np.exp(-((lane - side * swing) ** 2) / 0.0035) for side in (-1.0, 1.0))
    edge = np.exp(-((np.abs(lane) - 0.27) ** 2) / 0.0006)
    return np.asarray(0.6 * knit(rng, height, width) + 0.2 * (twist - 0.5) - 0.16 * edge)


def wool(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Felted coat cloth with a soft nap."""
    fine = noise(rng, height, width, x=1.2, y=2.6)
    return 0.045 * fine + 0.008 * noise(rng, height, width, x=9, y=9)


def tweed(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Herringbone with flecks."""
    y, x = _grid(height, width)
    zigzag = np.abs(((x / 34.0) % 1.0) - 0.5) * 34.0
    bones = 0.07 * np.sign(np.sin((y + zigzag) * 2 * np.pi / 11.0))
    flecks = (rng.random((height, width)) > 0.992).astype(np.float32)
    spots = 0.5 * np.asarray(cv2.GaussianBlur(flecks, (0, 0), 1.2))
    return np.asarray(bones + spots + wool(rng, height, width))


def corduroy(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Upright velvet wales."""
    _, x = _grid(height, width)
    wale = np.abs(np.sin(x * np.pi / 10.0)) - 0.6
    return np.asarray(0.16 * wale + 0.02 * noise(rng, height, width, x=1, y=2))


def hide(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Grained leather."""
    pebble = noise(rng, height, width, x=1.8, y=1.8)
    return 0.025 * pebble + 0.03 * noise(rng, height, width, x=30, y=30)


def nap(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Brushed suede or fleece."""
    fine = noise(rng, height, width, x=1.5, y=1.5)
    return 0.035 * fine + 0.014 * noise(rng, height, width, x=16, y=16)


def sheer(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Silk, satin, nylon: almost no relief of its own."""
    return 0.006 * noise(rng, height, width, x=0.8, y=3)


def coarse(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Canvas and straw: a weave that can be counted."""
    y, x = _grid(height, width)
    basket = np.sin(x * 2 * np.pi / 5.0) * np.sin(y * 2 * np.pi / 5.0)
    return np.asarray(0.07 * basket + 0.02 * noise(rng, height, width, x=2, y=2))


WEAVES: Final[Mapping[str, Relief]] = {
    f.__name__: f
    for f in (
        plain, linen, twill, denim, knit, rib, cable, wool, tweed, corduroy, hide, nap, sheer,
        coarse,
    )
}  # fmt: skip
GLOSS: Final[Mapping[str, float]] = {"hide": 0.42, "sheer": 0.34, "nap": 0.0, "wool": 0.0}
"""How much a weave shines, 0 to 1; cloth that is not named has 0.04."""
