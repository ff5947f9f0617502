"""Pictures without a garment: corners of the photos, and light, grain and lines made by code."""

import numpy as np
from PIL import Image

from ml.garments.framing import VIEW_PX, over, square_view
from stylist.arrays import Floats, Mask, Rgb


def nothing_views(rgb: Rgb, mask: Mask, rng: np.random.Generator) -> list[Rgb]:
    """A scene without a garment as the pipeline would see it: cut out by chance, and whole."""
    corner = _corner(rgb, mask, rng) if rng.random() < 0.7 else None
    scene = _made(rng) if corner is None else corner
    side = scene.shape[0]
    box = (0, 0, side, side)
    chance = _blob(side, rng)
    return [square_view(over(scene, chance), box, 0.05), square_view(scene, box, 0.0)]


def _corner(rgb: Rgb, mask: Mask, rng: np.random.Generator) -> Rgb | None:
    """A square of the photo's background, or None where the garment leaves no room."""
    height, width = mask.shape
    for _ in range(20):
        side = int(rng.integers(48, 110))
        top, left = int(rng.integers(0, height - side)), int(rng.integers(0, width - side))
        window = slice(top, top + side), slice(left, left + side)
        if mask[window].mean() < 4:
            return rgb[window]
    return None


def _made(rng: np.random.Generator) -> Rgb:
    ramp = np.linspace(0, 1, VIEW_PX, dtype=np.float32)
    grid = np.add.outer(ramp * rng.normal(), ramp * rng.normal())
    low, high = rng.uniform(0, 255, 3), rng.uniform(0, 255, 3)
    kind = rng.integers(4)
    if kind == 1:
        grid = _smooth(rng, int(rng.integers(2, 60)))
    elif kind == 2:
        grid = np.sign(np.sin(grid * rng.uniform(5, 80))) / 2 + 0.5
    elif kind == 3:
        return rng.integers(0, 256, (VIEW_PX, VIEW_PX, 3), dtype=np.uint8)
    grid = (grid - grid.min()) / max(float(np.ptp(grid)), 1e-6)
    scene = low + (high - low) * grid[..., None] + rng.normal(0, 4, (VIEW_PX, VIEW_PX, 3))
    return np.asarray(np.clip(scene, 0, 255), np.uint8)


def _smooth(rng: np.random.Generator, cells: int) -> Floats:
    coarse = Image.fromarray(rng.random((cells, cells)).astype(np.float32))
    return np.asarray(coarse.resize((VIEW_PX, VIEW_PX), Image.Resampling.BICUBIC))


def _blob(side: int, rng: np.random.Generator) -> Mask:
    field = _smooth(rng, int(rng.integers(2, 6)))
    blob = (field > np.quantile(field, rng.uniform(0.2, 0.8))).astype(np.uint8) * np.uint8(255)
    return np.asarray(Image.fromarray(blob).resize((side, side)), np.uint8)
