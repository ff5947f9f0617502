"""The colours of a garment: OKLab clusters inside its mask, folds and shadows taken back."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from ml.garments.color_net import LIGHTNESS, Cloths, shipped
from ml.garments.framing import OPAQUE
from ml.garments.oklab import linear, oklab, srgb
from stylist.arrays import Floats, Rgba
from stylist.garments import ColorShare
from stylist.vocabulary import EXCLUDED_SHARE

WORK_PX: Final = 160
"""Longer side of the picture in which pixels are counted."""
CLUSTERS: Final = 8
ROUNDS: Final = 15
MIN_SHARE: Final = 0.04
"""A smaller share is left out as noise."""
SECOND_SHARE: Final = 0.12
"""From here on a colour counts as the garment's second colour."""
SHADE: Final = (0.35, 1.6)
"""How much darker or brighter the same cloth may be by a fold: ratio of linear light."""
SHADE_CHROMATICITY: Final = 0.045
"""Largest distance of r and g chromaticity between a cloth and its shadow."""
LIT: Final = 2.0
"""Power of a cluster's lightness in the mean colour of its cloth."""
LEAST_CHANCE: Final = 0.05
"""A smaller chance is not worth keeping."""
MIXED: Final = "multicolor"
LEADING: Final = 0.45
MANY: Final = 4
"""With this many different hues and none ahead, the garment is called multicolor."""
NEUTRAL: Final = frozenset({"black", "white", "gray", "silver", "beige", "brown", "navy"})


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by share, the names of the first and second, and how sure the first is (0..1).

    `chances` tells how likely (0..1) the garment shows a fifth or more of a colour, for every name
    that its larger cloths may have.
    """

    colors: list[ColorShare]
    primary: str | None
    secondary: str | None
    confidence: float
    chances: dict[str, float] = field(default_factory=dict)


def palette(cutout: Rgba, light: Floats, likely: dict[str, float] | None = None) -> Palette:
    """The colours within a cut-out (H, W, 4).

    `light` is `light_of` the photo, `likely` what the garment network takes for the main colour.
    """
    cloths = cloths_of(cutout)
    if cloths is None:
        return Palette([], None, None, 0.0)
    net = shipped()
    each = [cloths.alone(index) for index in range(len(cloths.shares))]
    whole, *alone = net.chances(np.stack([one.features(light) for one in (cloths, *each)]), likely)
    mixed = net.names.index(MIXED)
    plain = [
        chance if name != MIXED else 0.0 for name, chance in zip(net.names, whole, strict=True)
    ]
    main = net.names[int(np.argmax(plain))]
    named = _named(cloths, _names(cloths, net.names, np.array(alone), main))
    kept = [color for color in named if color.share >= MIN_SHARE] or named[:1]
    sure = float(whole[net.names.index(main)])
    colorful = whole[mixed] > sure or _many(kept)
    return Palette(
        colors=kept,
        primary=MIXED if colorful else main,
        secondary=kept[0].name if colorful else _second(kept, main),
        confidence=round(max(float(whole[mixed]), 1 - sure) if colorful else sure, 3),
        chances=_shown(cloths, net.names, whole, np.array(alone)),
    )


def _names(cloths: Cloths, names: tuple[str, ...], alone: Floats, main: str) -> list[str]:
    """What each cloth is called: by itself, but a large one bears the garment's main name."""
    plain = alone.copy()
    plain[:, names.index(MIXED)] = 0.0
    found = [names[int(row.argmax())] for row in plain]
    bearing = sum(share for name, share in zip(found, cloths.shares, strict=True) if name == main)
    if bearing < EXCLUDED_SHARE:
        large = np.flatnonzero(cloths.shares >= min(EXCLUDED_SHARE, float(cloths.shares[0])))
        found[int(large[plain[large, names.index(main)].argmax()])] = main
    return found


def cloths_of(cutout: Rgba) -> Cloths | None:
    """What the garment is made of; None when the cut-out is empty."""
    pixels = inner_pixels(cutout)
    if not len(pixels):
        return None
    lab = oklab(pixels)
    centers, shares = _without_shadows(*_clusters(lab))
    return Cloths(centers, shares, lab.mean(axis=0), np.quantile(lab[:, 0], LIGHTNESS))


def _shown(
    cloths: Cloths, names: tuple[str, ...], whole: Floats, alone: Floats
) -> dict[str, float]:
    large = alone[cloths.shares >= EXCLUDED_SHARE]
    most = np.maximum(whole, large.max(axis=0, initial=0.0))
    found = {name: round(float(chance), 3) for name, chance in zip(names, most, strict=True)}
    return {name: chance for name, chance in sorted(found.items()) if chance >= LEAST_CHANCE}


def inner_pixels(cutout: Rgba) -> Floats:
    """(N, 3) sRGB of the garment without its rim, where the background shines through."""
    image = Image.fromarray(cutout)
    image.thumbnail((WORK_PX, WORK_PX), Image.Resampling.BOX, reducing_gap=None)
    alpha = image.getchannel("A")
    rgb = np.asarray(image)[..., :3].astype(np.float64)
    for size in (5, 3):
        inside = np.asarray(alpha.filter(ImageFilter.MinFilter(size))) > 200
        if inside.sum() >= 60:
            return np.asarray(rgb[inside])
    return np.asarray(rgb[np.asarray(alpha) >= OPAQUE])


def _clusters(lab: Floats) -> tuple[Floats, Floats]:
    """k-means with spread-out, deterministic starts: centres (K, 3) and shares (K,), by share."""
    centers = _starts(lab)
    for _ in range(ROUNDS):
        nearest = _nearest(lab, centers)
        used = np.unique(nearest)
        centers = np.stack([lab[nearest == index].mean(axis=0) for index in used])
    shares = np.bincount(_nearest(lab, centers), minlength=len(centers)) / len(lab)
    order = np.argsort(-shares, kind="stable")
    return centers[order], shares[order]


def _starts(lab: Floats) -> Floats:
    chosen = [np.median(lab, axis=0)]
    gap = np.full(len(lab), np.inf)
    for _ in range(CLUSTERS - 1):
        gap = np.minimum(gap, ((lab - chosen[-1]) ** 2).sum(axis=1))
        # The 98th percentile rather than the farthest pixel, which may be a speck.
        limit = np.quantile(gap, 0.98)
        if limit < 1e-4:
            break
        chosen.append(lab[int(np.argmin(np.abs(gap - limit)))])
    return np.stack(chosen)


def _nearest(lab: Floats, centers: Floats) -> Floats:
    return np.asarray(((lab[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1))


def _without_shadows(centers: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """One centre a cloth: clusters that are a shaded or lit part of a larger one go with it."""
    light = linear(srgb(centers))
    cloths: list[list[int]] = []
    for index in range(len(centers)):
        same = (cloth for cloth in cloths if _same_cloth(light[cloth[0]], light[index]))
        found = next(same, None)
        if found is None:
            cloths.append([index])
        else:
            found.append(index)
    cloths.sort(key=lambda cloth: -float(shares[cloth].sum()))
    # The lit parts say more about a cloth's colour than its shadows do.
    weights = shares * (centers[:, 0] + 0.01) ** LIT
    means = [np.average(centers[cloth], axis=0, weights=weights[cloth]) for cloth in cloths]
    return np.stack(means), np.array([shares[cloth].sum() for cloth in cloths])


def _same_cloth(cloth: Floats, other: Floats) -> bool:
    """Whether `other` is `cloth` in other light: same chromaticity, not too much darker."""
    ratio = float(other.sum() / max(float(cloth.sum()), 1e-6))
    if not SHADE[0] <= ratio <= SHADE[1]:
        return False
    apart = cloth[:2] / max(float(cloth.sum()), 1e-6) - other[:2] / max(float(other.sum()), 1e-6)
    return float(np.abs(apart).max()) <= SHADE_CHROMATICITY


def _named(cloths: Cloths, names: list[str]) -> list[ColorShare]:
    """One entry a name, the largest cloth's first; the hex is that of its largest cloth."""
    shares: dict[str, float] = {}
    hexes: dict[str, str] = {}
    for name, center, share in zip(names, cloths.centers, cloths.shares, strict=True):
        shares[name] = shares.get(name, 0.0) + float(share)
        hexes.setdefault(name, _hex(center))
    found = [
        ColorShare(name=name, hex=hexes[name], share=min(1.0, round(share, 3)))
        for name, share in shares.items()
    ]
    return sorted(found, key=lambda color: -color.share)


def _hex(lab: Floats) -> str:
    red, green, blue = np.rint(srgb(lab)).astype(int).tolist()
    return f"#{red:02x}{green:02x}{blue:02x}"


def _second(colors: list[ColorShare], first: str) -> str | None:
    others = (color for color in colors if color.name != first)
    return next((color.name for color in others if color.share >= SECOND_SHARE), None)


def _many(colors: list[ColorShare]) -> bool:
    """Whether no colour of many leads."""
    bright = [color for color in colors if color.name not in NEUTRAL and color.share >= 0.08]
    return len(bright) >= MANY - 1 and len(colors) >= MANY and colors[0].share < LEADING
