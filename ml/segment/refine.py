"""Brings a soft mask's edge onto the edge in the photo: a guided filter of box filters."""

from typing import Final

import cv2
import numpy as np

from stylist.arrays import Grid, Mask, Rgb

NETWORK_PX: Final = 320
"""Side at which U2-Net looks: its mask is right to about one of these pixels."""
EPSILON: Final = 1e-4
"""Variance of the photo's colours (CIELAB / 100) below which there is no edge to follow."""
RADIUS: Final = 2.5
BAND: Final = 2.5
"""How far the filter looks, and how far from the mask's own edge the photo may decide, in the
network's pixels; ours, the best of those tried (docs/benchmarks/cutouts.md)."""
ROUNDS: Final = 2
SUBSAMPLE: Final = 2
"""The filter is fitted on every second pixel and applied to all (He & Sun 2015)."""
_PAIRS: Final = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


def refine(rgb: Rgb, mask: Mask) -> Mask:
    """`mask` (H, W) with its edge on the photo's, by He et al. 2010, within a narrow band.

    Away from the edge nothing changes; where the photo is no larger than the network's view there
    is nothing to gain and the mask comes back as it is.
    """
    scale = max(mask.shape) / NETWORK_PX
    if scale <= 1 or not mask.any():
        return mask
    band = _band(mask, max(1, round(BAND * scale)))
    if not band.any():
        return mask
    guide = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) / 100
    rough_size = (max(1, mask.shape[1] // SUBSAMPLE), max(1, mask.shape[0] // SUBSAMPLE))
    rough = [
        cv2.resize(each, rough_size, interpolation=cv2.INTER_AREA)
        for each in (guide, mask.astype(np.float32) / 255, band.astype(np.float32))
    ]
    slope, offset = _fitted(rough[0], rough[1], rough[2] > 0, round(RADIUS * scale / SUBSAMPLE))
    size = (mask.shape[1], mask.shape[0])
    soft = (cv2.resize(slope, size) * guide).sum(axis=-1) + cv2.resize(offset, size)
    return np.where(band, np.rint(soft.clip(0, 1) * 255), mask).astype(np.uint8)


def _band(mask: Mask, width_px: int) -> Grid:
    """Pixels within `width_px` of where the mask crosses one half."""
    inside = (mask >= 128).astype(np.uint8)
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width_px + 1,) * 2)
    return np.asarray(cv2.dilate(inside, element) != cv2.erode(inside, element))


def _fitted(guide: Grid, values: Grid, band: Grid, radius: int) -> tuple[Grid, Grid]:
    """Slope (H, W, 3) and offset (H, W) by which `guide` gives `values` around each pixel."""
    size = (2 * max(1, radius) + 1,) * 2

    def mean(of: Grid) -> Grid:
        return np.asarray(cv2.blur(of, size))

    # The matrices are inverted only where a window of the band reaches.
    needed = cv2.dilate(band.astype(np.uint8), np.ones(size, np.uint8)) > 0
    centre = mean(guide)
    inverse = _inverse(
        np.stack(
            [
                (mean(guide[..., i] * guide[..., j]) - centre[..., i] * centre[..., j])[needed]
                for i, j in _PAIRS
            ],
            axis=-1,
        )
    )
    slope, offset = np.zeros_like(guide), np.zeros_like(values)
    for left in reversed(range(ROUNDS)):
        middle = mean(values)
        together = mean(guide * values[..., None]) - centre * middle[..., None]
        raw = np.zeros_like(guide)
        raw[needed] = np.einsum("nij,nj->ni", inverse, together[needed])
        slope, offset = mean(raw), mean(middle - (raw * centre).sum(axis=-1))
        if left:
            filtered = (slope * guide).sum(axis=-1) + offset
            values = np.where(band, filtered, values).clip(0, 1).astype(np.float32)
    return slope, offset


def _inverse(spread: Grid) -> Grid:
    """Inverses (N, 3, 3) of symmetric matrices given by their upper halves (N, 6), regularised."""
    a, b, c, d, e, f = spread.T
    a, d, f = a + EPSILON, d + EPSILON, f + EPSILON
    minors = np.stack(
        [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b]
    )
    determinant = a * minors[0] + b * minors[1] + c * minors[2]
    whole = (minors / determinant)[[0, 1, 2, 1, 3, 4, 2, 4, 5]]
    return np.asarray(whole.T.reshape(-1, 3, 3))
