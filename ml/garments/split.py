"""One photo, several garments: which parts of a mask are items of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from ml.garments.classifier import Classifier, Guess
from ml.garments.describe import kind_of
from ml.garments.framing import OPAQUE, Box, box_of
from stylist import vocabulary
from stylist.arrays import Grid, Mask, Rgb

PART: Final = 0.12
"""A part below this share of the largest is a piece of something else."""
MIN_PART_AREA: Final = 0.015
"""A part below this share of the photo is nothing that was laid out to be seen."""
MOST: Final = 6
"""More parts than this are one torn garment."""
GAP: Final = 0.01
"""Parts nearer than this share of the photo's longer side are one item torn by the mask."""
PRESENT: Final = 0.5
"""Probability of a garment from which a part may be an item of its own."""
SURE_CATEGORY: Final = 0.4
"""Probability of a part's likeliest category from which it is believed to be whole."""
PAIR_SIZE: Final = 0.55
"""Least ratio of the areas of two parts that are a pair."""
ALIKE: Final = 0.5
"""Overlap (0..1) of two parts' colours from which they are of one make."""
PAIRED: Final = frozenset({"shoes", "accessory"})
"""Slots whose items come in twos: shoes, gloves, socks."""


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a photo: its mask (H, W), box, and what the classifier says of it."""

    mask: Mask
    box: Box
    guess: Guess

    @property
    def area(self) -> int:
        """Opaque pixels."""
        return int((self.mask >= OPAQUE).sum())

    @property
    def slot(self) -> str | None:
        """Where the likeliest kind is worn."""
        return vocabulary.slot_of(kind_of(self.guess)[0])


def split(rgb: Rgb, mask: Mask, classifier: Classifier) -> list[Part]:
    """The items of a photo (H, W, 3), largest first; one unless several stand on their own.

    The mask must have something opaque. A pair of shoes is one item, and so is a garment that the
    mask has torn.
    """
    masks = _parts(mask)
    if not 1 < len(masks) <= MOST:
        return [_part(rgb, mask, classifier)]
    parts = _pairs_joined(rgb, [_part(rgb, each, classifier) for each in masks], classifier)
    own = [part for part in parts if _stands_alone(part)]
    if len(own) < 2:
        return [_part(rgb, mask, classifier)]
    return sorted(own, key=lambda part: -part.area)


def _part(rgb: Rgb, mask: Mask, classifier: Classifier) -> Part:
    box = box_of(mask)
    if box is None:
        raise ValueError("The mask is empty.")
    return Part(mask, box, classifier.classify(rgb, mask, box))


def _parts(mask: Mask) -> list[Mask]:
    """The mask by connected parts, the largest first; near and small parts go with a large one."""
    joined = _bridged((mask >= OPAQUE).astype(np.uint8), GAP * max(mask.shape) / 2)
    count, labels = cv2.connectedComponents(joined)
    areas = [int((labels[mask >= OPAQUE] == index).sum()) for index in range(count)]
    areas[0] = 0
    least = max(PART * max(areas), MIN_PART_AREA * mask.size)
    large = sorted((i for i in range(1, count) if areas[i] >= least), key=lambda i: -areas[i])
    if len(large) < 2:
        return [mask]
    owner = _nearest_owner(labels, large)
    return [np.where(owner == place, mask, 0).astype(np.uint8) for place in range(len(large))]


def _bridged(inside: Grid, reach_px: float) -> Grid:
    side = 2 * max(1, round(reach_px)) + 1
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(inside, element))


def _nearest_owner(labels: Grid, large: Sequence[int]) -> Grid:
    """For each pixel the place in `large` of the part it is nearest to."""
    away = [
        cv2.distanceTransform((labels != index).astype(np.uint8), cv2.DIST_L2, 3) for index in large
    ]
    return np.asarray(np.argmin(np.stack(away), axis=0))


def _stands_alone(part: Part) -> bool:
    return part.guess.presence >= PRESENT and kind_of(part.guess)[1] >= SURE_CATEGORY


def _pairs_joined(rgb: Rgb, parts: list[Part], classifier: Classifier) -> list[Part]:
    """The parts with each pair of shoes, or of halves of one torn garment, made one."""
    left, joined = list(parts), list[Part]()
    while left:
        part = left.pop(0)
        mate = next((other for other in left if _is_mate(rgb, part, other)), None)
        if mate is not None:
            left.remove(mate)
            part = _part(rgb, np.maximum(part.mask, mate.mask), classifier)
        joined.append(part)
    return joined


def _is_mate(rgb: Rgb, part: Part, other: Part) -> bool:
    """Two of a size and of the same colours, unless both are surely worn one at a time."""
    if min(part.area, other.area) < PAIR_SIZE * max(part.area, other.area):
        return False
    if _likeness(rgb, part.mask, other.mask) < ALIKE:
        return False
    if part.slot in PAIRED or other.slot in PAIRED:
        return True
    return not (_stands_alone(part) and _stands_alone(other))


def _likeness(rgb: Rgb, one: Mask, other: Mask) -> float:
    """Overlap (0..1) of two parts' colour histograms."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)

    def shares(mask: Mask) -> Grid:
        inside = (mask >= OPAQUE).astype(np.uint8)
        counts = cv2.calcHist([lab], [0, 1, 2], inside, [6, 12, 12], [0, 256, 64, 192, 64, 192])
        smooth = cv2.GaussianBlur(counts.reshape(6, -1), (3, 3), 0)
        return np.asarray(smooth / max(float(smooth.sum()), 1e-9))

    return float(np.minimum(shares(one), shares(other)).sum())
