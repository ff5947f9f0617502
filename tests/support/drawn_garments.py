"""Drawn garments and scenes without one, for tests of the eyes."""

import numpy as np
from PIL import Image, ImageDraw

from ml.photos import encode_jpeg

SIZE = (300, 400)
COLORS = ((185, 30, 40), (30, 50, 140), (40, 120, 60), (200, 150, 60))


def drawn_shirt(color, background=(228, 224, 216), stripe=None, seed=0):
    """A T-shirt of `color` on a grainy background: (H, W, 3) and its true mask (H, W) bool."""
    outline = [(95, 60), (60, 80), (20, 160), (62, 182), (82, 150), (80, 350), (220, 350)]
    outline += [(218, 150), (238, 182), (280, 160), (240, 80), (205, 60), (175, 82), (125, 82)]
    shape = Image.new("L", SIZE, 0)
    ImageDraw.Draw(shape).polygon(outline, fill=255)
    truth = np.asarray(shape) > 127
    cloth = np.empty((SIZE[1], SIZE[0], 3))
    cloth[:] = color
    if stripe is not None:
        cloth[(np.arange(SIZE[1]) // 14) % 2 == 1] = stripe
    rng = np.random.default_rng(seed)
    shade = 1 + 0.06 * np.sin(np.arange(SIZE[0]) / 23)[None, :, None]
    scene = np.where(truth[..., None], cloth * shade, np.array(background, float))
    scene += rng.normal(0, 3, scene.shape)
    return scene.clip(0, 255).astype(np.uint8), truth


def shirt_photo(number):
    """A small photo of a shirt as JPEG bytes; no two numbers give the same one."""
    rgb, _ = drawn_shirt(COLORS[number % len(COLORS)], seed=number)
    return encode_jpeg(rgb)


def empty_scenes():
    """Photos without a garment by name."""
    rng = np.random.default_rng(1)
    ramp = np.linspace(40, 220, 320)
    gradient = np.broadcast_to(ramp[:, None, None], (320, 240, 3)).astype(np.uint8)
    noise = rng.integers(0, 256, (320, 240, 3), dtype=np.uint8)
    wall = (200 + rng.normal(0, 6, (320, 240, 3))).clip(0, 255).astype(np.uint8)
    return {
        "white": np.full((320, 240, 3), 255, np.uint8),
        "black": np.zeros((320, 240, 3), np.uint8),
        "gradient": gradient,
        "noise": noise,
        "wall": wall,
    }
