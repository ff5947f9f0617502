"""What speaks against believing a cut-out: words for the review queue, and what they cost."""

from typing import Final, Literal

import cv2
import numpy as np

from ml.garments.classifier import Guess
from ml.garments.framing import OPAQUE
from ml.garments.overlap import read_overlap
from ml.garments.person import shows_person
from stylist import vocabulary
from stylist.arrays import Grid, Mask, Rgb

Doubt = Literal[
    "worn-by-a-person",
    "several-garments",
    "low-contrast",
    "busy-background",
    "unclear-outline",
    "cut-off",
    "unclear-subject",
]

LOOK_PX: Final = 256
RING_PX: Final = 4
"""Width of the rings inside and outside of the outline, in pixels of `LOOK_PX`."""
LOW_CONTRAST: Final = 11.0
"""CIELAB distance between the rings below which half of the outline is a guess."""
BUSY: Final = 15.0
"""Typical local deviation (0..255) of the background from which it is patterned."""
UNCLEAR_OUTLINE: Final = 0.16
"""Share of half-sure pixels, of the opaque ones, from which the outline is unclear."""
CUT_OFF: Final = 0.3
"""Share of the photo's rim that the garment may touch before it is cut off."""
UNCLEAR_SUBJECT: Final = 0.6
"""Probability of a garment below which it is doubtful that there is one."""
OTHER_PLACE: Final = 0.35
"""Probability of a second place on the body from which two garments may lie upon each other."""
PLACES: Final = {"top": "upper", "outerwear": "upper", "dress": "upper"}
"""Slots that one garment is easily taken for both of are one place; the others are their own."""
PENALTY: Final[dict[Doubt, float]] = {
    "worn-by-a-person": 0.6,
    "several-garments": 0.6,
    "low-contrast": 0.8,
    "busy-background": 0.9,
    "unclear-outline": 0.8,
    "cut-off": 0.85,
    "unclear-subject": 0.5,
}
"""What each doubt leaves of a confidence; ours."""


def doubts_of(rgb: Rgb, mask: Mask, guess: Guess) -> list[Doubt]:
    """What is doubtful about one cut-out of a photo (H, W, 3); most serious first.

    Overlap is judged only where the network's features can be read (`overlap.NOT_JUDGED`).
    """
    overlap = read_overlap()
    small, inside = _shrunk(rgb, mask)
    seen: dict[Doubt, bool] = {
        "worn-by-a-person": shows_person(rgb, mask),
        "unclear-subject": guess.presence < UNCLEAR_SUBJECT,
        "several-garments": second_place(guess) >= OTHER_PLACE
        or (overlap.reads(guess.features) and overlap.told(guess.features)),
        "low-contrast": contrast(small, inside) < LOW_CONTRAST,
        "unclear-outline": softness(mask) > UNCLEAR_OUTLINE,
        "cut-off": touched_rim(inside) > CUT_OFF,
        "busy-background": background_pattern(small, inside) > BUSY,
    }
    return [doubt for doubt, holds in seen.items() if holds]


def second_place(guess: Guess) -> float:
    """Probability (0..1) of the second likeliest place on the body."""
    places: dict[str, float] = {}
    for name, probability in guess.kinds.items():
        slot = vocabulary.kinds()[name].slot
        place = PLACES.get(slot, slot)
        places[place] = places.get(place, 0.0) + probability
    return sorted([0.0, *places.values()])[-2]


def contrast(rgb: Grid, inside: Grid) -> float:
    """CIELAB distance across the outline: the median over its parts; 100 where there is none."""
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    within, beyond = _ring(inside), _ring(1 - inside)
    near_in, some_in = _local_mean(lab, within)
    near_out, some_out = _local_mean(lab, beyond)
    outline = (within > 0) & some_in & some_out
    if not outline.any():
        return 100.0
    apart = np.linalg.norm(near_in[outline] - near_out[outline], axis=1)
    return float(np.median(apart))


def background_pattern(rgb: Grid, inside: Grid) -> float:
    """Median local deviation of luma (0..255) outside of the garment; 0 where there is none."""
    luma = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean, square = cv2.blur(luma, (9, 9)), cv2.blur(luma * luma, (9, 9))
    deviation = np.sqrt(np.maximum(square - mean * mean, 0))
    outside = _grown(inside, 2 * RING_PX) == 0
    return float(np.median(deviation[outside])) if outside.sum() > 100 else 0.0


def softness(mask: Mask) -> float:
    """Pixels that the mask is not sure of, as a share of the opaque ones."""
    opaque = int((mask >= OPAQUE).sum())
    return float(((mask > 50) & (mask < 205)).sum()) / opaque if opaque else 1.0


def touched_rim(inside: Grid) -> float:
    """Share of the photo's rim that the garment touches."""
    rim = np.concatenate([inside[0], inside[-1], inside[:, 0], inside[:, -1]])
    return float(rim.mean())


def _shrunk(rgb: Rgb, mask: Mask) -> tuple[Grid, Grid]:
    factor = LOOK_PX / max(mask.shape)
    size = (max(1, round(mask.shape[1] * factor)), max(1, round(mask.shape[0] * factor)))
    inside = cv2.resize(mask, size, interpolation=cv2.INTER_AREA) >= OPAQUE
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), inside.astype(np.uint8)


def _ring(inside: Grid) -> Grid:
    """A ring just within `inside`, two pixels off its edge, where both sides mix."""
    near = _shrunken(inside, 2)
    return np.asarray(near & ~_shrunken(inside, 2 + RING_PX) & 1)


def _local_mean(lab: Grid, ring: Grid) -> tuple[Grid, Grid]:
    side = (4 * RING_PX + 1,) * 2
    weight = cv2.blur(ring.astype(np.float32), side)
    total = cv2.blur(lab * ring[..., None], side)
    return total / np.maximum(weight, 1e-6)[..., None], weight > 0.01


def _grown(inside: Grid, by_px: int) -> Grid:
    return np.asarray(cv2.dilate(inside, np.ones((2 * by_px + 1,) * 2, np.uint8)))


def _shrunken(inside: Grid, by_px: int) -> Grid:
    return np.asarray(cv2.erode(inside, np.ones((2 * by_px + 1,) * 2, np.uint8)))
