"""What of a mask is no garment: specks, a hanger's hook, and holes that the network tore."""

from typing import Final

import cv2
import numpy as np

from ml.segment.stats import OPAQUE
from stylist.arrays import Grid, Mask, Rgb

LOOK_PX: Final = 512
"""Longer side at which it looks: finer things than one of these pixels are no matter."""
SPECK: Final = 0.03
"""A piece below this share of the largest is a speck, unless it lies close to a larger one."""
CLOSE: Final = 0.02
"""Distance, as a share of the photo's longer side, up to which a small piece belongs on."""
TINY_HOLE: Final = 0.004
"""A hole below this share of the garment is filled whatever it shows."""
LARGEST_HOLE: Final = 0.15
"""A larger hole is a handle or a neckline and stays."""
NEAR_BACKGROUND: Final = 18.0
"""CIELAB distance up to which a hole shows the background; ours, from cut-outs looked at."""
HOOK_THIN: Final = 0.05
"""A hook is thinner than this share of the garment's width..."""
HOOK_WIDE: Final = 0.2
"""...its whole bend narrower than this, and it stands on the garment's top."""
HOOK_UNLIKE: Final = 15.0
"""CIELAB distance from which a hook is no strap of the same cloth."""


def clean(rgb: Rgb, mask: Mask) -> Mask:
    """`mask` (H, W) without specks and hook, its torn holes closed; soft edges stay soft."""
    if not (mask >= OPAQUE).any():
        return mask
    size = mask.shape[1], mask.shape[0]
    factor = min(1.0, LOOK_PX / max(size))
    rough_size = max(1, round(size[0] * factor)), max(1, round(size[1] * factor))
    rough = cv2.resize(mask, rough_size, interpolation=cv2.INTER_AREA)
    if not (rough >= OPAQUE).any():
        return mask
    colors = cv2.resize(rgb, rough_size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    lab = cv2.cvtColor(colors, cv2.COLOR_RGB2LAB)
    cleaned = _without_hook(lab, _with_holes_closed(lab, _without_specks(rough)))
    gone, filled = (rough > 0) & (cleaned == 0), (cleaned == 255) & (rough < OPAQUE)
    result = mask.copy()
    result[_enlarged(gone, size)] = 0
    result[_enlarged(filled, size)] = 255
    return result


def _enlarged(area: Grid, size_wh: tuple[int, int]) -> Grid:
    rough = area.astype(np.uint8)
    return np.asarray(cv2.resize(rough, size_wh, interpolation=cv2.INTER_NEAREST_EXACT) > 0)


def _without_specks(mask: Grid) -> Grid:
    inside = (mask >= OPAQUE).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside)
    if count <= 2:
        return _near(mask, inside)
    areas = stats[1:, cv2.CC_STAT_AREA]
    large = 1 + np.flatnonzero(areas >= SPECK * areas.max())
    kept = np.isin(labels, large).astype(np.uint8)
    near = _grown(kept, max(1, round(CLOSE * max(mask.shape))))
    touched = np.setdiff1d(np.unique(labels[near > 0]), [0])
    return _near(mask, np.isin(labels, touched).astype(np.uint8))


def _near(mask: Grid, kept: Grid) -> Grid:
    """The mask where it is on or next to what is kept: soft clouds elsewhere go."""
    around = _grown(kept, max(2, round(0.012 * max(mask.shape))))
    return np.where(around > 0, np.where((mask >= OPAQUE) & (kept == 0), 0, mask), 0).astype(
        np.uint8
    )


def _with_holes_closed(lab: Grid, mask: Grid) -> Grid:
    inside = mask >= OPAQUE
    outside = (~inside).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(outside, connectivity=4)
    rim = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    holes = [index for index in range(1, count) if index not in rim]
    if not holes:
        return mask
    area = int(inside.sum())
    backgrounds = _typical_colors(lab[np.isin(labels, rim) & ~inside])
    closed = mask.copy()
    for index in holes:
        share = stats[index, cv2.CC_STAT_AREA] / area
        hole = labels == index
        if share < TINY_HOLE or (share < LARGEST_HOLE and _unlike(lab[hole], backgrounds)):
            closed[hole] = 255
    return closed


def _typical_colors(pixels: Grid, count: int = 4) -> Grid:
    """A few colours (K, 3) that stand for `pixels` (N, 3)."""
    if len(pixels) < count:
        return pixels.reshape(-1, 3)
    sample = np.ascontiguousarray(pixels[:: max(1, len(pixels) // 4000)], np.float32)
    cv2.setRNGSeed(0)
    start = np.zeros((len(sample), 1), np.int32)
    stop = (cv2.TERM_CRITERIA_MAX_ITER, 8, 0.0)
    _, _, centers = cv2.kmeans(sample, count, start, stop, 1, cv2.KMEANS_PP_CENTERS)
    return np.asarray(centers)


def _unlike(pixels: Grid, colors: Grid) -> bool:
    if not len(colors):
        return True
    middle = np.median(pixels, axis=0)
    return float(np.linalg.norm(colors - middle, axis=1).min()) > NEAR_BACKGROUND


def _without_hook(lab: Grid, mask: Grid) -> Grid:
    """Cut off one thin thing that stands on the middle of the top and is not of the same cloth."""
    inside = (mask >= OPAQUE).astype(np.uint8)
    columns = np.flatnonzero(inside.any(axis=0))
    left, width = int(columns[0]), int(columns[-1] - columns[0]) + 1
    thin = max(3, round(HOOK_THIN * width) | 1)
    body: Grid = cv2.morphologyEx(
        inside, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thin, thin))
    )
    if body.sum() < 0.8 * inside.sum():
        return mask
    count, labels, stats, centers = cv2.connectedComponentsWithStats(inside & ~body & 1)
    cleaned = mask
    for index in range(1, count):
        x, y, wide, tall, _ = (int(value) for value in stats[index])
        middle = left + 0.25 * width <= centers[index][0] <= left + 0.75 * width
        above = not body[: y + int(0.7 * tall), x : x + wide].any()
        if not (middle and above and tall >= 0.04 * width and wide <= HOOK_WIDE * width):
            continue
        base = body[y + tall : y + tall + 3 * thin, max(0, x - thin) : x + wide + thin] > 0
        cloth = lab[y + tall : y + tall + 3 * thin, max(0, x - thin) : x + wide + thin][base]
        hook = labels == index
        if len(cloth) and _apart(lab[hook], cloth) > HOOK_UNLIKE:
            cleaned = cleaned.copy()
            cleaned[: y + tall][_grown(hook.astype(np.uint8), 2)[: y + tall] > 0] = 0
    return cleaned


def _apart(one: Grid, other: Grid) -> float:
    return float(np.linalg.norm(np.median(one, axis=0) - np.median(other, axis=0)))


def _grown(area: Grid, by_px: int) -> Grid:
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by_px + 1,) * 2)
    return np.asarray(cv2.dilate(area, element))
