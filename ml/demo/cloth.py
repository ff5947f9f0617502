"""Coloured, lit cloth: laid over a part of a garment, with folds, a shine and a rounded edge."""

from dataclasses import dataclass
from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.demo.fabric import GLOSS, WEAVES, noise
from ml.demo.motifs import PRINTS
from ml.demo.outline import HEIGHT, WIDTH
from stylist.arrays import Floats, Mask

Scalar = TypeVar("Scalar", bound=np.generic)
_LIGHT: Final = (-0.4195, -0.5793, 0.6991)
"""Where the light stands, unit length: upper left, in front of the picture."""
_AMBIENT: Final = 0.60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloth:
    """What a part is made of: a weave, a print and its palette of sRGB colours, ground first."""

    weave: str
    palette: tuple[tuple[int, int, int], ...]
    print: str = "solid"

    @property
    def gloss(self) -> float:
        """How much it shines, 0 to 1."""
        return GLOSS.get(self.weave, 0.04)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drape:
    """How a part hangs: grain (degrees from upright), puffiness, depth of folds and quilting."""

    grain: float = 0.0
    lift: float = 1.0
    folds: float = 1.0
    quilt: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture in pixels, bottom and right excluded."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def around(cls, mask: Mask, *, margin: int = 12) -> "Box":
        """The smallest box that holds the mask and a margin."""
        x, y, width, height = cv2.boundingRect(mask)
        return cls(
            max(0, y - margin),
            max(0, x - margin),
            min(HEIGHT, y + height + margin),
            min(WIDTH, x + width + margin),
        )

    def of(self, field: NDArray[Scalar]) -> NDArray[Scalar]:
        """The view of a whole-picture array inside this box."""
        return field[self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How laid cloth takes the light: its drape and its gloss (0 to 1)."""

    drape: Drape
    gloss: float


def lay(cloth: Cloth, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """The cloth flat on a table: (H, W, 3) float32 sRGB 0 to 1, and its (H, W) relief."""
    relief = WEAVES[cloth.weave](rng, HEIGHT, WIDTH).astype(np.float32)
    index = PRINTS[cloth.print](rng, HEIGHT, WIDTH).astype(np.float32)
    palette = np.array(cloth.palette, np.float32) / 255
    low = np.clip(np.floor(index), 0, len(palette) - 1).astype(np.int32)
    high = np.clip(low + 1, 0, len(palette) - 1)
    part = (index - np.floor(index))[..., None]
    return palette[low] * (1 - part) + palette[high] * part, relief


def height_map(mask: Mask, drape: Drape, rng: np.random.Generator) -> Floats:
    """(h, w) float32, pixels towards the viewer: rounded at the edge, folded along the grain."""
    rows, columns = mask.shape
    padded = cv2.copyMakeBorder((mask > 127).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    inside = cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1]
    reach = 34.0 * drape.lift
    rounded = reach * 0.62 * np.sqrt(np.clip(1 - (1 - np.clip(inside / reach, 0, 1)) ** 2, 0, 1))
    whole = Box(0, 0, HEIGHT, WIDTH) if drape.grain else Box(0, 0, rows, columns)
    folds = 5.5 * noise(rng, whole.bottom, whole.right, x=20, y=110)
    folds += 6.0 * noise(rng, whole.bottom, whole.right, x=46, y=60)
    field = rounded + drape.folds * turned(folds, drape.grain, Box(0, 0, rows, columns))
    if drape.quilt:
        field = field + drape.quilt * 15 * _quilting(mask.shape, rng)
    return np.asarray(cv2.GaussianBlur(field.astype(np.float32), (0, 0), 2.2))


def _quilting(shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    rows, columns = shape
    y = np.arange(rows, dtype=np.float32)[:, None]
    waves = y + 5 * noise(rng, rows, columns, x=60, y=30)
    return np.asarray(np.abs(np.sin(waves * np.pi / 66)) ** 0.55, np.float32)


def turned(field: Floats, degrees: float, box: Box) -> Floats:
    """The part in `box` of a field rotated about the middle of the picture, borders mirrored."""
    if degrees == 0:
        return field[box.top : box.bottom, box.left : box.right]
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1.0)
    matrix[:, 2] -= (box.left, box.top)
    size = (box.right - box.left, box.bottom - box.top)
    return np.asarray(cv2.warpAffine(field, matrix, size, borderMode=cv2.BORDER_REFLECT))


def lit(flat: Floats, relief: Floats, mask: Mask, look: Look, rng: np.random.Generator) -> Floats:
    """(h, w, 3) float32 sRGB 0 to 1: cloth (turned into the mask's box already) as it hangs."""
    height = height_map(mask, look.drape, rng)
    dx = np.asarray(cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=0.125), np.float32)
    dy = np.asarray(cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=0.125), np.float32)
    flat, relief = _bent(flat, dx, dy), _bent(relief, dx, dy)
    facing = (dx * -_LIGHT[0] + dy * -_LIGHT[1] + _LIGHT[2]) / np.sqrt(dx * dx + dy * dy + 1)
    facing = np.clip(facing, 0, 1)
    shade = _AMBIENT + 0.56 * facing
    shine = look.gloss * np.clip(facing - 0.62, 0, 1) ** 2 * 4
    depth = 0.35 + 0.65 * flat.mean(-1)
    grained = flat + (relief * (0.25 + 0.75 * depth))[..., None]
    return np.asarray(np.clip(grained * shade[..., None] + shine[..., None], 0, 1), np.float32)


def _bent(field: Floats, dx: Floats, dy: Floats) -> Floats:
    """Cloth looked up where the folds push it, so that stripes wave."""
    rows, columns = dx.shape
    x = np.arange(columns, dtype=np.float32)[None] - dx * 9
    y = np.arange(rows, dtype=np.float32)[:, None] - dy * 9
    return np.asarray(cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT))
