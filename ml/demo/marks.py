"""What is sewn on cloth: seams, stitches, creases, buttons, zips. Each draws along a path.

A mark takes the lit face, (h, w, 3) float32 sRGB 0 to 1, the box of the picture it covers, a path
in grid units and the line's own row of `shapes.toml`; it gives the face with the mark on it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import cv2
import numpy as np

from ml.demo.cloth import Box
from ml.demo.outline import SCALE, pixels, spaced, stroke
from stylist.arrays import Floats, Mask

Line = Mapping[str, Any]
Mark = Callable[[Floats, Box, Floats, Line], Floats]
_METAL: Final = (178, 172, 160)
_BUTTON: Final = (232, 226, 214)


def seam(face: Floats, box: Box, path: Floats, line: Line) -> Floats:
    """A groove with a faint ridge beside it."""
    width = line.get("width", 2.2)
    groove = _soft(stroke(path, width=width), box, 0.8) * line.get("depth", 0.42)
    ridge = _soft(stroke(path + np.array([0.7, 0.9]), width=width), box, 1.2) * 0.06
    return np.asarray((face + ridge) * (1 - groove))


def stitch(face: Floats, box: Box, path: Floats, line: Line) -> Floats:
    """A dashed thread, lighter than the cloth, each stitch with its small shadow."""
    below = _soft(stroke(path + np.array([0.0, 0.5]), width=2, dash=(7, 5)), box, 0.7) * 0.35
    thread = _soft(stroke(path, width=2, dash=(7, 5)), box, 0.5) * 0.85
    return np.asarray(face * (1 - below) * (1 - thread) + (face + 0.2) * thread)


def crease(face: Floats, box: Box, path: Floats, line: Line) -> Floats:
    """A soft fold: light on one side, dark on the other."""
    width, away = line.get("width", 9.0), np.array([1.4, 0.6])
    dark = _soft(stroke(path + away, width=width), box, 6) * 0.24
    light = _soft(stroke(path - away, width=width), box, 6) * 0.07
    return np.asarray(face * (1 - dark) + light)


def metal(face: Floats, box: Box, path: Floats, line: Line) -> Floats:
    """A rod of metal: zip pulls, buckle tongues, bars."""
    width = line.get("width", 5.0)
    color = np.array(line.get("color", _METAL), np.float32) / 255
    rim = _soft(stroke(path + np.array([0.4, 0.8]), width=width + 3), box, 1.6) * 0.4
    body = _soft(stroke(path, width=width), box, 0.6)
    glint = _soft(stroke(path - np.array([0.3, 0.3]), width=width / 3), box, 0.8)
    return np.asarray(face * (1 - rim) * (1 - body) + color * body + 0.25 * glint * body)


def zipper(face: Floats, box: Box, path: Floats, line: Line) -> Floats:
    """Metal teeth in a groove."""
    face = seam(face, box, path, {"width": 9.0, "depth": 0.5})
    teeth = _soft(stroke(path, width=5, dash=(3, 3)), box, 0.5)
    return np.asarray(face * (1 - teeth) + np.array(_METAL, np.float32) / 255 * teeth)


def band(face: Floats, box: Box, path: Floats, line: Line) -> Floats:
    """A flat lace or tape of its own colour."""
    color = np.array(line["color"], np.float32) / 255
    rim = _soft(stroke(path + np.array([0.3, 0.9]), width=line["width"] + 2), box, 1.4) * 0.3
    tape = _soft(stroke(path, width=line["width"]), box, 0.8)
    return np.asarray(face * (1 - rim) * (1 - tape) + color * tape)


def buttons(face: Floats, box: Box, path: Floats, line: Line) -> Floats:
    """`count` round buttons at even distances."""
    radius = line.get("radius", 3.0) * SCALE
    color = np.array(line.get("color", _BUTTON), np.float32) / 255
    for x, y in pixels(spaced(path, line["count"])):
        face = _button(face, (float(x) - box.left, float(y) - box.top), radius, color)
    return face


def _button(face: Floats, at: tuple[float, float], radius: float, color: Floats) -> Floats:
    y, x = np.ogrid[0 : face.shape[0], 0 : face.shape[1]]
    dx, dy = x - at[0], y - at[1]
    away = np.hypot(dx, dy)
    shadow = np.clip(1 - (np.hypot(dx - 1.5, dy - 3) - radius) / 4, 0, 1)[..., None] * 0.4
    disc = np.clip(radius - away + 0.5, 0, 1)[..., None]
    rim = 1 - 0.22 * np.exp(-((away - radius * 0.72) ** 2) / 3.0)
    holes = np.clip(2.2 - np.hypot(np.abs(dx) - radius * 0.26, np.abs(dy) - radius * 0.26), 0, 1)
    light = (1 - 0.18 * (dx + dy) / (2 * radius)) * rim * (1 - 0.6 * holes)
    return np.asarray(face * (1 - shadow) * (1 - disc) + color * light[..., None] * disc)


def _soft(mask: Mask, box: Box, sigma: float) -> Floats:
    inside = cv2.GaussianBlur(box.of(mask), (0, 0), sigma)
    return np.asarray(inside.astype(np.float32) / 255)[..., None]


MARKS: Final[Mapping[str, Mark]] = {
    "seam": seam,
    "stitch": stitch,
    "crease": crease,
    "buttons": buttons,
    "metal": metal,
    "zip": zipper,
    "band": band,
}
