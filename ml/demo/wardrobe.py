"""The demo wardrobe: every drawn piece with what is true of it, in the words of the vocabulary."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import cv2
import numpy as np

from ml.demo.cloth import Cloth
from ml.demo.draw import draw_garment
from stylist.arrays import Rgb
from stylist.garments import ColorShare, GarmentAttributes
from stylist.vocabulary import Kind, kinds

DRAWN_NOTE: Final = "Drawn demo piece, not a photo."
"""Stands in the notes of every demo garment."""
_JPEG_QUALITY: Final = 90
_SHADE_OF_LINING: Final = 0.72


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoGarment:
    """A drawn garment: its name, kind and true attributes, and a 768 by 1024 JPEG."""

    name: str
    category: str
    subcategory: str | None
    attributes: GarmentAttributes
    jpeg: bytes
    notes: str = DRAWN_NOTE


def draw_demo_wardrobe(seed: int = 7) -> Iterator[DemoGarment]:
    """Draw the wardrobe piece by piece; the same seed gives the same bytes."""
    for index in range(len(pieces())):
        yield draw_piece(index, seed=seed)


def draw_piece(index: int, *, seed: int = 7) -> DemoGarment:
    """Draw one piece of the wardrobe by its position."""
    row = pieces()[index]
    kind = kinds()[row["kind"]]
    picture = draw_garment(row["shape"], _cloths(row), np.random.default_rng([seed, index]))
    return DemoGarment(
        name=row["name"],
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        attributes=_truth(row, kind),
        jpeg=_jpeg(picture),
    )


@cache
def pieces() -> list[dict[str, Any]]:
    """The rows of `wardrobe.toml`."""
    text = files(__package__).joinpath("wardrobe.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["piece"]
    return rows


def _truth(row: dict[str, Any], kind: Kind) -> GarmentAttributes:
    colors = [ColorShare(name=name, hex=hex_, share=share) for name, hex_, share in row["colors"]]
    return GarmentAttributes(
        color_primary=colors[0].name,
        color_secondary=colors[1].name if len(colors) > 1 else None,
        colors=colors,
        pattern=row.get("pattern", "solid"),
        fit=row.get("fit"),
        formality=row.get("formality", kind.formality),
        warmth_clo=kind.clo,
        seasons=row.get("seasons", list(kind.seasons)),
        style_tags=row["styles"],
        material=row.get("material"),
    )


def _cloths(row: dict[str, Any]) -> dict[str, Cloth]:
    palette = tuple(_rgb(hex_) for _, hex_, _ in row["colors"])
    ground = palette[0]
    dark = tuple(round(c * _SHADE_OF_LINING) for c in ground)
    cloths = {
        "main": Cloth(weave=row["cloth"], palette=palette, print=row.get("print", "solid")),
        "rib": Cloth(weave="rib", palette=(ground,)),
        "lining": Cloth(weave="plain", palette=((dark[0], dark[1], dark[2]),)),
    }
    roles: dict[str, list[str]] = row.get("roles", {})
    return cloths | {
        role: Cloth(weave=weave, palette=(_rgb(hex_),)) for role, (weave, hex_) in roles.items()
    }


def _rgb(hex_: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(hex_.removeprefix("#"))
    return red, green, blue


def _jpeg(picture: Rgb) -> bytes:
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return encoded.tobytes()
