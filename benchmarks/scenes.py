"""Photos made by code whose true mask is known: real garments on other grounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image

from stylist.arrays import Floats, Mask, Rgb

CANVAS: Final = (1024, 768)
"""Height and width of a made photo."""
AGREE: Final = 0.97
"""IoU of the keyed mask with the segmenter's from which the keyed one is taken for true."""
KEY_DISTANCE: Final = 14.0
"""CIELAB distance from the fitted ground at which a pixel is the garment."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A garment cut from a photo with a plain ground: (h, w, 3), alpha (h, w), its photo."""

    rgb: Rgb
    alpha: Mask
    path: Path


def keyed(rgb: Rgb) -> Mask | None:
    """A mask by the difference to a plain ground, None where the ground is not plain.

    The ground is a plane through the colours of the photo's rim, so the mask owes nothing to any
    network.
    """
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    height, width = lab.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width]
    x, y = columns / width - 0.5, rows / height - 0.5
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)
    rim = np.zeros((height, width), bool)
    edge = max(3, round(0.03 * max(height, width)))
    rim[:edge], rim[-edge:], rim[:, :edge], rim[:, -edge:] = True, True, True, True
    factors, *_ = np.linalg.lstsq(terms[rim], lab[rim], rcond=None)
    apart = np.linalg.norm(lab - terms @ factors, axis=-1)
    if np.percentile(apart[rim], 97) > 0.6 * KEY_DISTANCE:
        return None
    return _largest_filled((apart > KEY_DISTANCE).astype(np.uint8))


def _largest_filled(inside: Mask) -> Mask:
    opened = cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened)
    if count < 2:
        return np.zeros_like(inside)
    largest = labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    closed = cv2.morphologyEx(largest.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return np.asarray(closed * np.uint8(255))


def iou(one: Mask, other: Mask) -> float:
    """Intersection over union of what is opaque in both."""
    first, second = one >= 128, other >= 128
    union = int((first | second).sum())
    return int((first & second).sum()) / union if union else 1.0


def piece_of(path: Path, find: Callable[[Rgb], Mask]) -> Piece | None:
    """The garment of a photo with a plain ground; None where its true mask is not certain."""
    with Image.open(path) as image:
        rgb = np.asarray(image.convert("RGB"))
    mask = keyed(rgb)
    if mask is None or not 0.08 < (mask > 0).mean() < 0.8:
        return None
    if mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any():
        return None
    if iou(mask, find(rgb)) < AGREE:
        return None
    ys, xs = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    window = slice(ys[0], ys[-1] + 1), slice(xs[0], xs[-1] + 1)
    # One pixel in: the outermost ring mixes the old ground's colour into the garment.
    inner = cv2.erode(mask, np.ones((3, 3), np.uint8))
    return Piece(rgb[window], inner[window], path)


def placed(
    piece: Piece, box_xywh: tuple[int, int, int, int], turn_degrees: float = 0.0
) -> tuple[Floats, Floats]:
    """A piece scaled into a box of the canvas and turned: (H, W, 3) 0..255 and alpha 0..1."""
    x, y, width, height = box_xywh
    tall, wide = piece.alpha.shape
    scale = min(width / wide, height / tall)
    matrix = cv2.getRotationMatrix2D((wide / 2, tall / 2), turn_degrees, scale)
    matrix[:, 2] += (x + width / 2 - wide / 2, y + height / 2 - tall / 2)
    size = (CANVAS[1], CANVAS[0])
    # The garment's rim colours go on outside of it, so that no old ground shines through.
    wider = cv2.inpaint(piece.rgb, (piece.alpha < 128).astype(np.uint8), 3, cv2.INPAINT_TELEA)
    rgb = cv2.warpAffine(
        wider, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    alpha = cv2.warpAffine(piece.alpha, matrix, size, flags=cv2.INTER_LINEAR)
    return rgb.astype(np.float32), alpha.astype(np.float32) / 255


def composed(
    ground: Rgb, layers: Sequence[tuple[Floats, Floats]], rng: np.random.Generator
) -> tuple[Rgb, list[Mask]]:
    """The made photo and each layer's visible mask; soft shadows, one light, camera noise."""
    scene = ground.astype(np.float32)
    masks: list[Mask] = []
    for rgb, alpha in layers:
        shift = rng.uniform(4, 14, 2)
        shadow = cv2.GaussianBlur(alpha, (0, 0), float(rng.uniform(8, 20)))
        shadow = cv2.warpAffine(
            shadow, np.float32([[1, 0, shift[0]], [0, 1, shift[1]]]), alpha.shape[::-1]
        )
        scene = scene * (1 - rng.uniform(0.2, 0.45) * shadow[..., None])
        scene = scene * (1 - alpha[..., None]) + rgb * alpha[..., None]
        masks = [np.where(alpha > 0.5, 0, mask).astype(np.uint8) for mask in masks]
        masks.append(np.rint(alpha * 255).astype(np.uint8))
    ramp = np.linspace(*rng.uniform(0.85, 1.08, 2), CANVAS[1], dtype=np.float32)
    scene = scene * ramp[None, :, None] + rng.normal(0, 2.5, scene.shape)
    return scene.clip(0, 255).astype(np.uint8), masks


def _noise(rng: np.random.Generator, size_px: float) -> Floats:
    """Smooth noise (H, W) of unit deviation whose spots are about `size_px` wide."""
    small = (max(2, round(CANVAS[1] / size_px)), max(2, round(CANVAS[0] / size_px)))
    grain = rng.normal(0, 1, (small[1], small[0])).astype(np.float32)
    field = cv2.resize(grain, (CANVAS[1], CANVAS[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(field / field.std())


def _tinted(light: Floats, color: tuple[int, int, int]) -> Rgb:
    tinted = np.float32(color) * light[..., None]
    return tinted.clip(0, 255).astype(np.uint8)


def _gravel(rng: np.random.Generator) -> Rgb:
    light = 1 + 0.22 * _noise(rng, 14) + 0.16 * _noise(rng, 5) + 0.08 * _noise(rng, 2)
    return _tinted(light, (128, 122, 112))


def _brick(rng: np.random.Generator) -> Rgb:
    rows, columns = np.mgrid[0 : CANVAS[0], 0 : CANVAS[1]]
    course = rows // 64
    shifted = columns + (course % 2) * 80
    joint = (rows % 64 < 7) | (shifted % 160 < 7)
    tone = rng.normal(1, 0.12, (20, 12))[course % 20, (shifted // 160) % 12]
    light = tone + 0.07 * _noise(rng, 4)
    wall = _tinted(light.astype(np.float32), (158, 84, 66))
    wall[joint] = (172, 165, 155)
    return wall


def _grass(rng: np.random.Generator) -> Rgb:
    blades = cv2.GaussianBlur(rng.normal(0, 1, CANVAS).astype(np.float32), (0, 0), 1.2, sigmaY=7)
    light = 1 + 0.3 * blades / blades.std() + 0.12 * _noise(rng, 60)
    return _tinted(light, (74, 118, 48))


def _wood(rng: np.random.Generator) -> Rgb:
    grain = cv2.GaussianBlur(rng.normal(0, 1, CANVAS).astype(np.float32), (0, 0), 2, sigmaY=60)
    light = 1 + 0.09 * grain / grain.std() + 0.05 * _noise(rng, 90)
    boards = (np.arange(CANVAS[1]) % 128 < 3)[None, :] | np.zeros(CANVAS, bool)
    floor = _tinted(light, (168, 122, 82))
    floor[boards] = (92, 62, 40)
    return floor


def _carpet(rng: np.random.Generator) -> Rgb:
    rows, columns = np.mgrid[0 : CANVAS[0], 0 : CANVAS[1]]
    period = 120
    wave = np.sin(2 * np.pi * columns / period) * np.sin(2 * np.pi * rows / period)
    rings = np.sin(np.hypot(columns % period - 60, rows % period - 60) / 6)
    colors = rng.integers(40, 200, (4, 3)).astype(np.uint8)
    pattern = colors[(wave > 0).astype(int) + 2 * (rings > 0.2).astype(int)]
    light = 1 + 0.12 * _noise(rng, 2.5)
    return (pattern * light[..., None]).clip(0, 255).astype(np.uint8)


def _plain(color: tuple[int, int, int]) -> Callable[[np.random.Generator], Rgb]:
    def make(rng: np.random.Generator) -> Rgb:
        return _tinted(1 + 0.015 * _noise(rng, 150) + 0.01 * _noise(rng, 2), color)

    return make


GROUNDS: Final[dict[str, Callable[[np.random.Generator], Rgb]]] = {
    "gravel": _gravel,
    "brick": _brick,
    "grass": _grass,
    "wood": _wood,
    "carpet": _carpet,
    "white": _plain((236, 235, 231)),
}
"""Grounds by name, each made from a generator."""


def room(path: Path, mask: Mask, rng: np.random.Generator) -> Rgb:
    """Another photo's ground: its garment painted over from around it, spread over the canvas."""
    with Image.open(path) as image:
        rgb = np.asarray(image.convert("RGB"))
    hole = cv2.dilate((mask > 20).astype(np.uint8), np.ones((9, 9), np.uint8))
    filled = cv2.inpaint(rgb, hole, 5, cv2.INPAINT_TELEA)
    large = cv2.resize(filled, (CANVAS[1], CANVAS[0]), interpolation=cv2.INTER_CUBIC)
    grain = rng.normal(0, 3, large.shape)
    return (large + grain).clip(0, 255).astype(np.uint8)
