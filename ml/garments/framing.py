"""Boxes around a mask and the square views that the classifier looks at."""

from typing import Final

import numpy as np
from PIL import Image

from stylist.arrays import Mask, Rgb, Rgba

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels, origin top left."""

VIEW_PX: Final = 260
"""Side of a classifier view: the input size of EfficientNet-Lite2."""
BACKDROP: Final = 127
"""Gray value behind a cut-out: zero after the backbone's normalisation."""
OPAQUE: Final = 128
"""A mask value from here on counts as garment."""


def box_of(mask: Mask, threshold: int = OPAQUE) -> Box | None:
    """The smallest box that holds every mask value of `threshold` or more; None when none does."""
    rows = np.flatnonzero((mask >= threshold).any(axis=1))
    columns = np.flatnonzero((mask >= threshold).any(axis=0))
    if not rows.size:
        return None
    x, y = int(columns[0]), int(rows[0])
    return x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1


def with_margin(box: Box, margin: float, size_wh: tuple[int, int]) -> Box:
    """`box` grown on each side by `margin` times its longer side, kept inside the photo."""
    x, y, width, height = box
    pad = round(margin * max(width, height))
    left, top = max(0, x - pad), max(0, y - pad)
    right, bottom = min(size_wh[0], x + width + pad), min(size_wh[1], y + height + pad)
    return left, top, right - left, bottom - top


def over(rgb: Rgb, mask: Mask, backdrop: Rgb | int = BACKDROP) -> Rgb:
    """The garment over a plain or given backdrop, (H, W, 3)."""
    alpha = mask.astype(np.float32)[..., None] / 255
    blended = rgb * alpha + np.float32(backdrop) * (1 - alpha)
    return np.rint(blended).astype(np.uint8)


def square_view(
    rgb: Rgb, box: Box, margin: float = 0.08, *, degrees: float = 0.0, size_px: int = VIEW_PX
) -> Rgb:
    """A square of `size_px` centred on `box`, turned by `degrees`; outside the photo it is gray."""
    x, y, width, height = box
    side = max(width, height) * (1 + 2 * margin)
    scale = side / size_px
    cos, sin = np.cos(np.radians(degrees)) * scale, np.sin(np.radians(degrees)) * scale
    half = size_px / 2
    middle_x, middle_y = x + width / 2, y + height / 2
    shrunk, factor = _shrunk(Image.fromarray(rgb), scale)
    a, b, c = cos, -sin, middle_x - cos * half + sin * half
    d, e, f = sin, cos, middle_y - sin * half - cos * half
    matrix = tuple(float(value) / factor for value in (a, b, c, d, e, f))
    view = shrunk.transform(
        (size_px, size_px),
        Image.Transform.AFFINE,
        matrix,
        Image.Resampling.BILINEAR,
        fillcolor=(BACKDROP,) * 3,
    )
    return np.asarray(view)


def crop_rgba(rgb: Rgb, mask: Mask, box: Box) -> Rgba:
    """The cut-out: photo and mask within `box`, (h, w, 4)."""
    x, y, width, height = box
    window = slice(y, y + height), slice(x, x + width)
    return np.ascontiguousarray(np.dstack([rgb[window], mask[window]]))


def _shrunk(image: Image.Image, scale: float) -> tuple[Image.Image, int]:
    """Box-reduced by the whole part of `scale`, so that sampling it does not alias."""
    factor = max(1, int(scale))
    return (image.reduce(factor) if factor > 1 else image), factor
