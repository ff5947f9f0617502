"""Photographs a garment again, by code: other place, angle, light, folds and camera."""

import io
from typing import Final

import cv2
import numpy as np
from PIL import Image

from ml.garments.framing import Box, box_of
from stylist.arrays import Floats, Mask, Rgb

TURN_DEG: Final = 25.0
"""Largest turn of a garment, to either side."""
PERSPECTIVE: Final = 0.1
"""Largest shift of a corner, as a share of the garment's width and height."""
FILLED: Final = (0.55, 0.98)
"""The share of the frame's side that the garment takes."""
FRAME_WH: Final = (360, 480)
FOLDED: Final = 0.3
"""Share of re-shots with a part folded over."""
WARP: Final = 0.025
"""Amplitude of the waves in cloth that is laid down again, as a share of the frame."""


def reshoot(rgb: Rgb, mask: Mask, rng: np.random.Generator, elsewhere: Rgb) -> tuple[Rgb, Mask]:
    """One random re-shot of the garment under `mask` and where it is there: (480, 360, 3), uint8.

    `elsewhere` is a photo of another place, of which some re-shots get their background.
    """
    garment = np.dstack([rgb, mask])
    garment = np.ascontiguousarray(garment[:, ::-1] if rng.random() < 0.5 else garment)
    box = box_of(garment[..., 3]) or (0, 0, mask.shape[1], mask.shape[0])
    laid = np.asarray(cv2.warpPerspective(garment, _placing(box, rng), FRAME_WH), np.uint8)
    laid = _crumpled(laid, rng)
    if rng.random() < FOLDED:
        laid = _folded(laid, rng)
    alpha = laid[..., 3:].astype(np.float32) / 255
    scene = laid[..., :3] * alpha + _floor(rng, elsewhere) * (1 - alpha)
    return _photographed(_lit(scene, rng), rng), np.ascontiguousarray(laid[..., 3])


def _placing(box: Box, rng: np.random.Generator) -> Floats:
    """The homography from photo to frame: turned, scaled, moved, seen from an angle."""
    x, y, width, height = box
    wide, high = FRAME_WH
    scale = rng.uniform(*FILLED) * min(wide / width, high / height)
    angle = np.radians(rng.uniform(-TURN_DEG, TURN_DEG))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * scale
    corners = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]])
    shift = rng.uniform(-0.06, 0.06, 2) * FRAME_WH
    there = (corners - corners.mean(0)) @ turn.T + np.array(FRAME_WH) / 2 + shift
    there += rng.uniform(-PERSPECTIVE, PERSPECTIVE, (4, 2)) * (width * scale, height * scale)
    return np.asarray(
        cv2.getPerspectiveTransform(corners.astype(np.float32), there.astype(np.float32))
    )


def _crumpled(laid: Rgb, rng: np.random.Generator) -> Rgb:
    """Long waves through the cloth."""
    high, wide = laid.shape[:2]
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    for axis, grid in ((0, xs), (1, ys)):
        fx, fy = rng.uniform(0.5, 2.5, 2) * 2 * np.pi
        wave = np.sin(fx * xs / wide + fy * ys / high + rng.uniform(0, 6.3))
        grid += np.float32(rng.uniform(0, WARP) * (wide, high)[axis]) * wave
    return np.asarray(cv2.remap(laid, xs, ys, cv2.INTER_LINEAR), np.uint8)


def _folded(laid: Rgb, rng: np.random.Generator) -> Rgb:
    """The part beyond a line is turned over onto the rest; the floor shows where it lay."""
    high, wide = laid.shape[:2]
    box = box_of(np.ascontiguousarray(laid[..., 3]))
    if box is None:
        return laid
    angle = rng.uniform(0, 2 * np.pi)
    normal = np.array([np.cos(angle), np.sin(angle)])
    reach = rng.uniform(0.5, 0.85) * (abs(normal) @ np.array(box[2:])) / 2
    middle = np.array([box[0] + box[2] / 2, box[1] + box[3] / 2])
    ys, xs = np.mgrid[0:high, 0:wide]
    beyond = (xs - middle[0]) * normal[0] + (ys - middle[1]) * normal[1] - reach
    from_x = (xs - 2 * beyond * normal[0]).astype(np.float32)
    from_y = (ys - 2 * beyond * normal[1]).astype(np.float32)
    over = np.asarray(cv2.remap(laid, from_x, from_y, cv2.INTER_LINEAR))
    turned = (over[..., 3:] > 127) & (beyond < 0)[..., None]
    kept = np.where(turned, over * np.array([0.9, 0.9, 0.9, 1.0]), laid)
    return np.where((beyond >= 0)[..., None], 0, kept).astype(np.uint8)


def _floor(rng: np.random.Generator, elsewhere: Rgb) -> Floats:
    """A plain or real background, (480, 360, 3)."""
    if rng.random() < 0.3:
        plain = rng.uniform(20, 245) + rng.normal(0, 12, 3)
        return np.broadcast_to(plain.astype(np.float32), (FRAME_WH[1], FRAME_WH[0], 3))
    high, wide = elsewhere.shape[:2]
    corner = elsewhere[: max(8, high // 4), : max(8, wide // 4)]
    return np.asarray(cv2.resize(corner, FRAME_WH, interpolation=cv2.INTER_CUBIC), np.float32)


def _lit(scene: Floats, rng: np.random.Generator) -> Floats:
    """Another lamp: brightness, colour cast, contrast, and a side that is darker."""
    high, wide = scene.shape[:2]
    side = rng.uniform(-0.15, 0.15, 2)
    ramp = (
        1 + side[0] * np.linspace(-1, 1, wide)[None] + side[1] * np.linspace(-1, 1, high)[:, None]
    )
    gain = rng.uniform(0.7, 1.25) * rng.normal(1, 0.05, 3)
    light = np.clip(scene / 255 * ramp[..., None] * gain, 0, 1) ** rng.uniform(0.8, 1.25)
    return np.asarray(light * 255, np.float32)


def _photographed(scene: Floats, rng: np.random.Generator) -> Rgb:
    """Through a phone's camera: a little soft, noisy, and a JPEG."""
    soft = cv2.GaussianBlur(scene, (0, 0), float(rng.uniform(0.3, 1.2)))
    noisy = np.clip(soft + rng.normal(0, rng.uniform(0, 5), soft.shape), 0, 255).astype(np.uint8)
    small = io.BytesIO()
    Image.fromarray(noisy).save(small, "JPEG", quality=int(rng.integers(45, 92)))
    return np.asarray(Image.open(small))
