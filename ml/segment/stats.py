"""What a mask says about itself, under the names of the database design."""

from typing import Final, Literal, TypedDict

import numpy as np

from stylist.arrays import Mask

OPAQUE: Final = 128
"""A mask value from here on counts as garment."""
GarmentType = Literal["top", "bottom", "dress", "shoes", "accessory", "unknown"]


class MaskStats(TypedDict):
    """Counts of a mask's pixels; `coverage_percent` is 0..100."""

    valid: bool
    width: int
    height: int
    total_pixels: int
    foreground_pixels: int
    background_pixels: int
    coverage_percent: float


def get_mask_stats(mask: Mask) -> MaskStats:
    """The counts of a mask (H, W); it is valid when some of it is garment and some is not."""
    height, width = mask.shape
    inside = int((mask >= OPAQUE).sum())
    total = height * width
    return MaskStats(
        valid=0 < inside < total,
        width=width,
        height=height,
        total_pixels=total,
        foreground_pixels=inside,
        background_pixels=total - inside,
        coverage_percent=round(100 * inside / total, 2) if total else 0.0,
    )


def estimate_garment_type(mask: Mask) -> GarmentType:
    """A guess by outline alone, for when no classifier is at hand: box, place, how full it is."""
    inside = mask >= OPAQUE
    if not inside.any():
        return "unknown"
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    height, width = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    if inside.mean() < 0.03:
        return "accessory"
    if height >= 1.9 * width:
        return "bottom" if _has_two_legs(inside[rows[0] : rows[-1] + 1]) else "dress"
    if width >= 1.4 * height:
        return "shoes" if height < 0.4 * mask.shape[0] else "top"
    return "bottom" if _has_two_legs(inside[rows[0] : rows[-1] + 1]) else "top"


def _has_two_legs(inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    """Whether most rows near the lower end are parted in the middle."""
    low = inside[int(0.7 * len(inside)) : int(0.95 * len(inside))]
    steps = np.diff(low.astype(np.int8), axis=1, prepend=0, append=0)
    return bool(len(low)) and float(((steps == 1).sum(axis=1) == 2).mean()) > 0.6
