"""Varied views of a photo for training: other light, angle, framing and background."""

from typing import Final

import numpy as np
from PIL import Image

from ml.garments.classifier import views_of
from ml.garments.framing import BACKDROP, Box, box_of, over, square_view
from stylist.arrays import Mask, Rgb

WHOLE: Final = 0.2
"""Share of training views that frame the whole photo rather than the garment."""
PHOTO: Final = 0.5
"""Share that keep the photo's own background."""
RECOLORED: Final = 0.35
"""Share whose channels are mixed or gray: what a garment is does not hang on its colour."""
COARSE: Final = 0.2
"""Share seen at a lower resolution."""
HIDDEN: Final = 0.25
"""Share of which a part is covered (DeVries and Taylor 2017, "Cutout")."""


def plain_views(rgb: Rgb, mask: Mask) -> list[Rgb]:
    """The views of inference, in its order."""
    return views_of(rgb, mask, frame_of(rgb, mask))


def varied_view(rgb: Rgb, mask: Mask, rng: np.random.Generator, other: Rgb) -> tuple[Rgb, bool]:
    """One random view, and whether its colours are no longer the garment's.

    `other` is another photo, of which a cut-out may get its background.
    """
    box = frame_of(rgb, mask)
    if rng.random() < WHOLE:
        box = (0, 0, rgb.shape[1], rgb.shape[0])
    scene = rgb if rng.random() < PHOTO else over(rgb, mask, _backdrop(rgb, rng, other))
    view = square_view(
        scene,
        _nudged(box, rng),
        float(rng.uniform(-0.1, 0.3)),
        degrees=float(rng.normal(0, 14)),
    )
    view = _relit(view[:, ::-1] if rng.random() < 0.5 else view, rng)
    if rng.random() < COARSE:
        view = _coarse(view, rng)
    if rng.random() < HIDDEN:
        view = _hidden(view, rng)
    recolored = bool(rng.random() < RECOLORED)
    return (_recolored(view, rng) if recolored else view), recolored


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


def _coarse(view: Rgb, rng: np.random.Generator) -> Rgb:
    image, side = Image.fromarray(view), int(rng.integers(80, 200))
    small = image.resize((side, side), Image.Resampling.BILINEAR)
    return np.asarray(small.resize(image.size, Image.Resampling.BILINEAR))


def _hidden(view: Rgb, rng: np.random.Generator) -> Rgb:
    size, covered = view.shape[0], view.copy()
    height, width = rng.integers(size // 8, size // 3, 2)
    top, left = rng.integers(0, size - height), rng.integers(0, size - width)
    covered[top : top + height, left : left + width] = rng.integers(0, 256, 3)
    return covered


def _recolored(view: Rgb, rng: np.random.Generator) -> Rgb:
    if rng.random() < 0.4:
        shares = np.tile(rng.dirichlet((2, 2, 2)), (3, 1))
    else:
        shares = rng.dirichlet((0.5, 0.5, 0.5), 3)
    return np.asarray(np.clip(view @ shares.T, 0, 255), np.uint8)
