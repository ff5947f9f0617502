"""The light a photo was taken in, as far as its background and its brightest parts tell."""

from typing import Final

import numpy as np
from PIL import Image

from ml.garments.oklab import oklab
from stylist.arrays import Floats, Mask, Rgb

LOOK_PX: Final = 96
BACKGROUND: Final = 30
"""A mask value (0..255) below which a pixel is background for certain."""
FEWEST: Final = 50
"""With fewer pixels of background the whole photo stands in."""
BRIGHT: Final = 0.85
"""Background pixels lighter than this quantile are taken for what is white or lit."""


def light_of(rgb: Rgb, mask: Mask) -> Floats:
    """What a garment's surroundings say about the light: (9,) for a photo (H, W, 3).

    OKLab of the background and of its bright part, darkest and lightest lightness of the photo, and
    how much the background's lightness varies.
    """
    size = (LOOK_PX, LOOK_PX)
    small = np.asarray(Image.fromarray(rgb).resize(size)).reshape(-1, 3)
    outside = np.asarray(Image.fromarray(mask).resize(size)).reshape(-1) < BACKGROUND
    whole = oklab(small.astype(np.float64))
    around = whole[outside] if outside.sum() >= FEWEST else whole
    order = np.argsort(around[:, 0], kind="stable")
    bright = around[order[int(BRIGHT * len(order)) :]].mean(axis=0)
    ends = np.quantile(whole[:, 0], [0.02, 0.98])
    return np.concatenate([around.mean(axis=0), bright, ends, [around[:, 0].std()]])
