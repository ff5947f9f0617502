"""A garment from its shape and its cloths, on a light table with a soft shadow."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import cv2
import numpy as np

from ml.demo.cloth import Box, Cloth, Drape, Look, lay, lit, turned
from ml.demo.fabric import noise
from ml.demo.marks import MARKS
from ml.demo.outline import HEIGHT, WIDTH, Points, curve, fill, mirrored, symmetric
from stylist.arrays import Floats, Mask, Rgb

_TABLE: Final = (243, 240, 235)
"""Colour of the table the garments lie on."""
_DRAPE: Final = ("lift", "folds", "quilt")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One outlined part of a garment; `side` is -1 where a part is drawn mirrored."""

    mask: Mask
    row: Mapping[str, Any]
    side: int = 1


@cache
def shapes() -> dict[str, dict[str, Any]]:
    """Every silhouette by name: parts from back to front, each with its lines."""
    return tomllib.loads(files(__package__).joinpath("shapes.toml").read_text("utf-8"))


def draw_garment(shape: str, cloths: Mapping[str, Cloth], rng: np.random.Generator) -> Rgb:
    """(1024, 768, 3): a drawn garment; `cloths` gives each role of the shape its cloth."""
    parts = [part for row in shapes()[shape]["part"] for part in _parts(row)]
    laid = {name: lay(cloth, rng) for name, cloth in cloths.items()}
    picture = _table(np.max([part.mask for part in parts], axis=0), rng)
    drawn = np.zeros((HEIGHT, WIDTH), np.float32)
    for part in parts:
        role = part.row.get("role", "main")
        role = role if role in cloths else "main"
        _place(picture, drawn, part, laid[role], cloths[role].gloss, rng)
    return (np.clip(picture, 0, 1) * 255).round().astype(np.uint8)


def _parts(row: Mapping[str, Any]) -> Iterator[_Part]:
    points: Points = row["points"]
    match row.get("mirror", "whole"):
        case "whole":
            yield _Part(mask=fill(curve(symmetric(points), closed=True)), row=row)
        case "both":
            yield _Part(mask=fill(curve(mirrored(points), closed=True)), row=row, side=-1)
            yield _Part(mask=fill(curve(points, closed=True)), row=row)
        case _:
            yield _Part(mask=fill(curve(points, closed=True)), row=row)


def _table(garment: Mask, rng: np.random.Generator) -> Floats:
    y, x = np.ogrid[0:HEIGHT, 0:WIDTH]
    glow = 1.015 - 0.075 * np.hypot(x / WIDTH - 0.42, y / HEIGHT - 0.4)
    light = glow + 0.004 * noise(rng, HEIGHT, WIDTH, x=0.8, y=0.8)
    light *= 1 - 0.30 * _shadow(garment, sigma=20, offset=(9, 17))
    light *= 1 - 0.28 * _shadow(garment, sigma=4, offset=(2, 5))
    return np.asarray(light[..., None] * (np.array(_TABLE, np.float32) / 255), np.float32)


def _shadow(mask: Mask, *, sigma: float, offset: tuple[int, int]) -> Floats:
    moved = np.array([[1, 0, offset[0]], [0, 1, offset[1]]], np.float32)
    shifted = cv2.warpAffine(mask, moved, (mask.shape[1], mask.shape[0]))
    return np.asarray(cv2.GaussianBlur(shifted, (0, 0), sigma).astype(np.float32) / 255)


def _place(
    picture: Floats,
    drawn: Floats,
    part: _Part,
    laid: tuple[Floats, Floats],
    gloss: float,
    rng: np.random.Generator,
) -> None:
    """Draw one part into `picture`, with the shadow it throws on what is `drawn` already."""
    box = Box.around(part.mask, margin=24)
    grain = part.side * part.row.get("grain", 0.0)
    drape = Drape(grain=grain, **{name: part.row[name] for name in _DRAPE if name in part.row})
    mask = box.of(part.mask)
    flat, relief = (turned(field, grain, box) for field in laid)
    face = lit(flat, relief, mask, Look(drape=drape, gloss=gloss), rng) * part.row.get("tone", 1.0)
    for line in part.row.get("line", ()):
        for path in _paths(line, part.side):
            face = MARKS[line["kind"]](face, box, curve(path, closed=False), line)
    alpha = (mask.astype(np.float32) / 255)[..., None]
    fallen = _shadow(mask, sigma=7, offset=(2, 5)) * 0.42 * box.of(drawn)
    under = box.of(picture) * (1 - fallen)[..., None]
    box.of(picture)[...] = under * (1 - alpha) + face * alpha
    box.of(drawn)[...] = np.maximum(box.of(drawn), alpha[..., 0])


def _paths(line: Mapping[str, Any], side: int) -> list[Points]:
    points: Points = line["points"]
    if line.get("both"):
        return [points, mirrored(points)]
    return [points if side == 1 else mirrored(points)]
