"""Whether a photo can be judged at all, and what is poor about it: size, light, sharpness."""

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np

from ml.garments.framing import OPAQUE
from ml.photos import fit_within
from stylist.arrays import Mask, Rgb
from stylist.errors import PhotoUnusable

Flaw = Literal["blurred", "dark", "overexposed", "small"]

MEASURE_PX: Final = 320
"""Longer side at which light and sharpness are measured, so that a phone's photo and a small one
are told by the same numbers."""
UNUSABLE_PX: Final = 48
"""Shorter side below which no garment can be told."""
SMALL_PX: Final = 128
"""Shorter side from which a photo is large enough; of 3,843 training photos none is smaller."""
BLURRED: Final = 0.2
"""Sharpness below which a photo is blurred: 99 % of real photos lie above 0.29, those blurred by
1.5 of 320 pixels below 0.18 (docs/benchmarks/cutouts.md)."""
UNUSABLE_BLUR: Final = 0.018
"""Half of what is blurred by 8 of 320 pixels lies below."""
DARK: Final = 100
"""Brightest luma (0..255, 99th percentile) below which a photo is dark; real ones: above 146."""
UNUSABLE_DARK: Final = 20
OVEREXPOSED: Final = 0.35
"""Share of the garment's pixels that are burnt out from which its colours cannot be told."""
UNUSABLE_BRIGHT: Final = 0.985
"""Share of burnt-out pixels of the whole photo from which nothing is left to see."""
BURNT: Final = 252
PENALTY: Final[dict[Flaw, float]] = {
    "blurred": 0.75,
    "dark": 0.8,
    "overexposed": 0.7,
    "small": 0.8,
}
"""What each flaw leaves of a confidence; ours."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Measures of a photo: sharpness (0 blurred, about 0.6 sharp), brightest luma, burnt share."""

    shorter_px: int
    sharpness: float
    brightest: float
    burnt: float

    @property
    def flaws(self) -> list[Flaw]:
        """What is poor about the photo as a whole."""
        found: list[Flaw] = []
        if self.sharpness < BLURRED:
            found.append("blurred")
        if self.brightest < DARK:
            found.append("dark")
        if self.shorter_px < SMALL_PX:
            found.append("small")
        return found


def measure(rgb: Rgb) -> Quality:
    """The measures of an upright photo (H, W, 3)."""
    small = fit_within(rgb, MEASURE_PX)
    luma = cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_RGB2GRAY).astype(np.float32)
    low, high = (float(value) for value in np.percentile(luma, (1, 99)))
    edges = np.abs(cv2.Laplacian(luma, cv2.CV_32F))
    # The strongest edges against the photo's own contrast: a plain shirt on a plain wall has few
    # edges, but sharp ones, so the variance over all pixels would call it blurred.
    sharpness = float(np.percentile(edges, 99.5)) / (high - low + 10)
    burnt = float((small.min(axis=2) >= BURNT).mean())
    return Quality(min(rgb.shape[:2]), sharpness, high, burnt)


def refuse_unusable(quality: Quality) -> None:
    """Raises: PhotoUnusable, with what to do about it, before any model is asked."""
    if quality.shorter_px < UNUSABLE_PX:
        raise PhotoUnusable(
            "I could not find a garment in this photo: it is too small to see anything.",
            hint=f"Send a photo of at least {SMALL_PX} pixels on its shorter side.",
        )
    if quality.brightest < UNUSABLE_DARK:
        raise PhotoUnusable(
            "I could not find a garment in this photo: it is too dark.",
            hint="Take the photo again in daylight or with a lamp on.",
        )
    if quality.burnt > UNUSABLE_BRIGHT:
        raise PhotoUnusable(
            "I could not find a garment in this photo: it is too bright, everything is white.",
            hint="Take the photo again with less light, or on a darker ground.",
        )


def refuse_blurred(quality: Quality) -> None:
    """Raises: PhotoUnusable when nothing but a blur stands out from the background."""
    if quality.sharpness < UNUSABLE_BLUR:
        raise PhotoUnusable(
            "This photo is too blurred to tell what is on it.",
            hint="Take the photo again and hold the camera still.",
        )


def is_overexposed(rgb: Rgb, mask: Mask) -> bool:
    """Whether too much of the garment itself is burnt out."""
    inside = mask >= OPAQUE
    return bool(inside.any()) and float((rgb[inside].min(axis=1) >= BURNT).mean()) > OVEREXPOSED
