"""Whether a cut-out shows a person: a patch of skin where a head would be."""

from typing import Final

import cv2
import numpy as np

from ml.garments.framing import OPAQUE
from stylist.arrays import Grid, Mask, Rgb

LOOK_PX: Final = 256
SKIN_CR: Final = (136, 172)
SKIN_CB: Final = (80, 126)
"""Skin in YCrCb, of any complexion; after Chai & Ngan 1999, a little wider."""
SKIN_LUMA: Final = 50
HEAD_TOP: Final = 0.27
"""A face's middle lies above this share of a person's height, even of a half-length portrait."""
HEAD_AREA: Final = (0.02, 0.36)
"""Share of the cut-out that the patch of a face takes."""
HEAD_WIDE: Final = 0.62
"""A head is narrower than this share of the body's width."""
HEAD_OFF_CENTRE: Final = 0.3
SOLID: Final = 0.4
"""Share of its own box that the patch of a face fills."""


def shows_person(rgb: Rgb, mask: Mask) -> bool:
    """Whether the garment in `mask` is probably worn: a head stands on it.

    Knows colour and place only. A beige cap laid on trousers would deceive it, and a person
    without a head in the photo does.
    """
    small, inside = _shrunk(rgb, mask)
    if not inside.any():
        return False
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    top, tall = int(rows[0]), len(rows)
    left, wide = int(columns[0]), int(columns[-1] - columns[0]) + 1
    skin = cv2.morphologyEx(
        (_skin(small) & inside).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)
    )
    count, _, stats, centers = cv2.connectedComponentsWithStats(skin)
    area = int(inside.sum())
    for index in range(1, count):
        _, _, patch_wide, patch_tall, patch = (int(value) for value in stats[index])
        middle_x, middle_y = centers[index]
        if (
            HEAD_AREA[0] <= patch / area <= HEAD_AREA[1]
            and middle_y - top <= HEAD_TOP * tall
            and abs((middle_x - left) / wide - 0.5) <= HEAD_OFF_CENTRE
            and patch >= SOLID * patch_wide * patch_tall
            and _stands_narrow(inside, top, round(middle_y), wide)
        ):
            return True
    return False


def _stands_narrow(inside: Grid, top: int, middle_y: int, wide: int) -> bool:
    """Whether the cut-out around a face is one narrow thing in every row."""
    head = inside[top : max(top + 3, middle_y + 1)]
    steps = np.diff(head.astype(np.int8), axis=1, prepend=0, append=0)
    single = float(((steps == 1).sum(axis=1) == 1).mean())
    return single > 0.85 and float(head.sum(axis=1).max()) <= HEAD_WIDE * wide


def _shrunk(rgb: Rgb, mask: Mask) -> tuple[Grid, Grid]:
    factor = LOOK_PX / max(mask.shape)
    size = (max(1, round(mask.shape[1] * factor)), max(1, round(mask.shape[0] * factor)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return small, cv2.resize(mask, size, interpolation=cv2.INTER_AREA) >= OPAQUE


def _skin(rgb: Grid) -> Grid:
    luma, red, blue = cv2.split(cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb))
    tinted = (rgb[..., 0] > rgb[..., 1]) & (luma > SKIN_LUMA)
    in_red = (red >= SKIN_CR[0]) & (red <= SKIN_CR[1])
    in_blue = (blue >= SKIN_CB[0]) & (blue <= SKIN_CB[1])
    return np.asarray(tinted & in_red & in_blue)
