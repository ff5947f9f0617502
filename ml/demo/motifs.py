"""Prints: where the second and third colours lie on a cloth of the first.

A print gives (H, W) float32 of palette indices, 0 being the ground; between two whole
numbers lies a mix of their colours.
"""

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np

from stylist.arrays import Floats

Print = Callable[[np.random.Generator, int, int], Floats]


def solid(rng: np.random.Generator, height: int, width: int) -> Floats:
    """One colour all over."""
    return np.zeros((height, width), np.float32)


def breton(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Level sailor stripes."""
    y = np.mgrid[0:height, 0:width][0]
    return np.asarray(((y % 44) < 17), np.float32)


def pinstripe(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Thin upright stripes."""
    x = np.mgrid[0:height, 0:width][1]
    return np.asarray(((x % 24) < 3), np.float32)


def banker(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Upright shirt stripes of medium width."""
    x = np.mgrid[0:height, 0:width][1]
    return np.asarray(((x % 22) < 8), np.float32)


def regimental(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Slanted tie stripes."""
    y, x = np.mgrid[0:height, 0:width]
    return np.asarray((((x + y) % 62) < 20), np.float32)


def gingham(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Even checks of half and full colour."""
    y, x = np.mgrid[0:height, 0:width]
    return np.asarray(((x % 30) < 15) * 0.5 + ((y % 30) < 15) * 0.5, np.float32)


def tartan(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Broad checks crossed by thin lines of the third colour."""
    y, x = np.mgrid[0:height, 0:width]
    broad = ((x % 96) < 44) * 0.5 + ((y % 96) < 44) * 0.5
    thin = (np.abs(x % 96 - 70) < 3) | (np.abs(y % 96 - 70) < 3)
    return np.asarray(np.where(thin, 2.0, broad), np.float32)


def dots(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Polka dots on a staggered grid."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    row = np.floor(y / 30)
    dx = (x + (row % 2) * 17) % 34 - 17
    dy = y % 30 - 15
    return np.asarray(np.clip(8.5 - np.hypot(dx, dy), 0, 1), np.float32)


def flowers(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Scattered five-petalled flowers with leaves of the third colour."""
    field = np.zeros((height, width), np.float32)
    for row in range(-1, height // 62 + 2):
        for column in range(-1, width // 66 + 2):
            jitter = rng.uniform(-14, 14, 2)
            centre = (column * 66 + (row % 2) * 33 + jitter[0], row * 62 + jitter[1])
            _flower(field, centre, radius=rng.uniform(9, 16), turn=rng.uniform(0, 2 * np.pi))
    return field


def _flower(field: Floats, centre: tuple[float, float], *, radius: float, turn: float) -> None:
    for side in (0.6, 2.6):
        leaf = _off(centre, turn + side, radius * 1.7)
        size = (int(radius * 0.7), int(radius * 0.28))
        cv2.ellipse(field, leaf, size, np.degrees(turn + side), 0, 360, 2.0, -1, cv2.LINE_AA)
    for petal in range(5):
        at = _off(centre, turn + petal * 2 * np.pi / 5, radius * 0.62)
        cv2.circle(field, at, int(radius * 0.48), 1.0, -1, cv2.LINE_AA)
    cv2.circle(field, _off(centre, 0.0, 0.0), max(2, int(radius * 0.28)), 2.0, -1, cv2.LINE_AA)


def _off(centre: tuple[float, float], angle: float, distance: float) -> tuple[int, int]:
    x, y = centre
    return round(x + np.cos(angle) * distance), round(y + np.sin(angle) * distance)


def emblem(rng: np.random.Generator, height: int, width: int) -> Floats:
    """A mountain and a sun on the chest."""
    field = np.zeros((height, width), np.float32)
    middle, top = width // 2, int(height * 0.36)
    cv2.circle(field, (middle, top), 92, 1.0, -1, cv2.LINE_AA)
    peaks = [(-92, 62), (-34, -26), (-2, 22), (36, -48), (92, 62)]
    ridge = np.array([(middle + x, top + y) for x, y in peaks], np.int32)
    cv2.fillPoly(field, [ridge], 2.0, cv2.LINE_AA)
    return field


PRINTS: Final[Mapping[str, Print]] = {
    f.__name__: f
    for f in (
        solid, breton, pinstripe, banker, regimental, gingham, tartan, dots, flowers, emblem,
    )
}  # fmt: skip
