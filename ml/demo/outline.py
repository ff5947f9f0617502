"""Smooth closed outlines from a few control points, on a grid of 300 by 400 units.

x runs from -150 (left) to 150 (right) around the middle of the picture, y from 0 (top) to 400. A
control point is `[x, y]` on a smooth curve or `[x, y, 1]` at a corner.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from stylist.arrays import Floats, Mask

WIDTH: Final = 768
HEIGHT: Final = 1024
SCALE: Final = WIDTH / 300
"""Pixels of one grid unit."""
Points = Sequence[Sequence[float]]
_STEPS: Final = 14
_SUBPIXEL_BITS: Final = 4


def mirrored(points: Points) -> list[list[float]]:
    """The points on the other side of the vertical middle line, in reverse order."""
    return [[-p[0], *p[1:]] for p in reversed(points)]


def symmetric(points: Points) -> list[list[float]]:
    """A whole outline from its right half, which starts and ends on the middle line."""
    left = [p for p in mirrored(points) if p[0] != 0]
    return [*map(list, points), *left]


def curve(points: Points, *, closed: bool) -> Floats:
    """(N, 2), grid units: a Catmull-Rom curve that is sharp at corner points."""
    sharp = [len(p) > 2 and bool(p[2]) for p in points]
    flat = np.array([p[:2] for p in points], np.float64)
    count = len(flat)
    pieces = [
        _segment(flat, sharp, i, closed=closed) for i in range(count if closed else count - 1)
    ]
    return np.concatenate([*pieces, flat[:1] if closed else flat[-1:]])


def _segment(flat: Floats, sharp: list[bool], i: int, *, closed: bool) -> Floats:
    count = len(flat)
    j = (i + 1) % count
    start, end = flat[i], flat[j]
    at_start = sharp[i] or (not closed and i == 0)
    at_end = sharp[j] or (not closed and j == count - 1)
    before = start if at_start else flat[i - 1]
    after = end if at_end else flat[(j + 1) % count]
    t = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
    tangent_start, tangent_end = (end - before) / 2, (after - start) / 2
    if at_start and at_end:
        return np.asarray(start + (end - start) * t)
    return np.asarray(
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * tangent_start
        + (3 * t**2 - 2 * t**3) * end
        + (t**3 - t**2) * tangent_end
    )


def pixels(line: Floats) -> Floats:
    """(N, 2), picture pixels, from grid units."""
    return np.asarray(line * SCALE + np.array([WIDTH / 2, 0.0]))


def fixed(line: Floats) -> NDArray[np.int32]:
    """(N, 1, 2), int32 in sixteenths of a pixel, as OpenCV's anti-aliased drawing takes it."""
    return np.round(pixels(line) * 2**_SUBPIXEL_BITS).astype(np.int32)[:, None, :]


def fill(line: Floats) -> Mask:
    """(H, W): the inside of a closed line, with a smooth edge."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(mask, [fixed(line)], 255, cv2.LINE_AA, _SUBPIXEL_BITS)
    return mask


def stroke(line: Floats, *, width: float, dash: tuple[float, float] | None = None) -> Mask:
    """(H, W): a line of `width` pixels, dashed in (on, off) pixels when asked."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    runs = [line] if dash is None else _dashes(line, *dash)
    thickness = max(1, round(width))
    for run in runs:
        cv2.polylines(mask, [fixed(run)], False, 255, thickness, cv2.LINE_AA, _SUBPIXEL_BITS)
    return mask


def _dashes(line: Floats, on: float, off: float) -> list[Floats]:
    steps = np.linalg.norm(np.diff(pixels(line), axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    starts = np.arange(0, along[-1], on + off)
    return [
        np.stack([np.interp([s, min(s + on, along[-1])], along, line[:, k]) for k in (0, 1)], 1)
        for s in starts
    ]


def spaced(line: Floats, count: int) -> Floats:
    """(count, 2), grid units: points at even distances along a line, both ends included."""
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, line[:, k]) for k in (0, 1)], 1)
