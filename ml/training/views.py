"""Varied views of a photo for training: other light, angle, framing and background."""

from typing import Final

import numpy as np
from PIL import Image

from ml.garments.classifier import views_of
from ml.garments.framing import BACKDROP, Box, box_of, over, square_view
from stylist.arrays import Mask, Rgb

WHOLE: Final = 0.15
"""Share of training views that frame the whole photo rather than the garment."""


def plain_views(rgb: Rgb, mask: Mask) -> list[Rgb]:
    """The views of inference, in its order."""
    return views_of(rgb, mask, frame_of(rgb, mask))


def varied_view(rgb: Rgb, mask: Mask, rng: np.random.Generator, other: Rgb) -> Rgb:
    """One random view; `other` is another photo, of which a cut-out may get its background."""
    box = frame_of(rgb, mask)
    if rng.random() < WHOLE:
        box = (0, 0, rgb.shape[1], rgb.shape[0])
    scene = rgb if rng.random() < 0.45 else over(rgb, mask, _backdrop(rgb, rng, other))
    view = square_view(
        scene,
        _nudged(box, rng),
        float(rng.uniform(-0.03, 0.25)),
        degrees=float(rng.normal(0, 12)),
    )
    return _relit(view[:, ::-1] if rng.random() < 0.5 else view, rng)


def frame_of(rgb: Rgb, mask: Mask) -> Box:
    """Box of the mask, or the whole photo where the mask is empty."""
    return box_of(mask) or (0, 0, rgb.shape[1], rgb.shape[0])


def _nudged(box: Box, rng: np.random.Generator) -> Box:
    shift = rng.normal(0, 0.03, 2) * max(box[2], box[3])
    return box[0] + int(shift[0]), box[1] + int(shift[1]), box[2], box[3]


def _backdrop(rgb: Rgb, rng: np.random.Generator, other: Rgb) -> Rgb | int:
    choice = rng.random()
    if choice < 0.5:
        return BACKDROP
    if choice < 0.75:
        return np.broadcast_to(rng.integers(0, 256, 3, dtype=np.uint8), rgb.shape)
    corner = other[: max(8, other.shape[0] // 5), : max(8, other.shape[1] // 5)]
    size = (rgb.shape[1], rgb.shape[0])
    return np.asarray(Image.fromarray(corner).resize(size, Image.Resampling.BILINEAR))


def _relit(view: Rgb, rng: np.random.Generator) -> Rgb:
    gain = rng.normal(1, 0.04, 3) * rng.uniform(0.7, 1.25)
    light = np.clip(view / np.float32(255) * gain, 0, 1) ** rng.uniform(0.8, 1.25)
    return (light * 255).astype(np.uint8)
