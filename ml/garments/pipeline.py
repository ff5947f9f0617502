"""From one photo to a garment: cut out, checked, classified, its colours named."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
from PIL import Image

from ml.garments.classifier import Classifier, GarmentNet, Guess
from ml.garments.colors import palette
from ml.garments.describe import attributes_of, kind_of
from ml.garments.framing import OPAQUE, Box, box_of, crop_rgba, with_margin
from ml.photos import encode_webp, fit_within
from ml.segment import Segmenter, load_best_segmenter
from stylist.arrays import Mask, Rgb, Rgba
from stylist.errors import PhotoUnusable
from stylist.garments import GarmentAttributes

VERSION: Final = "1"
"""Changes whenever the same photo may give another result."""
WORK_PX: Final = 1024
"""Longer side in which a photo is worked on and its cut-out kept."""
MARGIN: Final = 0.03
"""Air around a cut-out, as a share of its longer side."""
MIN_AREA: Final = 0.01
"""A mask below this share of the photo shows nothing."""
MIN_CONTRAST: Final = 4.0
"""Standard deviation of the pixels (0..255) below which a photo is blank."""
MIN_PRESENCE: Final = 0.2
"""Probability of a garment below which there is none."""
THUMBNAIL_BACKDROP: Final = (246, 245, 243)
NOTHING: Final = "I could not find a garment in this photo."

OnStage = Callable[[str, float], None]
"""Told a stage's name and the share (0..1) of the work done before it; may raise to cancel."""


@dataclass(frozen=True, slots=True)
class GarmentAnalysis:
    """What was seen: cut-out (h, w, 4) uint8, box in the original photo, kind and attributes.

    `confidence` holds a probability per field, `backend` the name and version of each model,
    `degraded` what was done with less than the best, `timings_ms` each stage.
    """

    cutout_rgba: Rgba
    bbox_xywh: Box
    detection_confidence: float
    category: str
    category_confidence: float
    subcategory: str | None
    attributes: GarmentAttributes
    confidence: dict[str, float]
    backend: dict[str, str]
    degraded: list[str]
    timings_ms: dict[str, float]


class _Clock:
    """Times the stages and tells the listener, who may raise."""

    def __init__(self, on_stage: OnStage | None) -> None:
        self.timings_ms: dict[str, float] = {}
        self._on_stage = on_stage
        self._stage, self._since = "", perf_counter()

    def start(self, stage: str, done: float) -> None:
        now = perf_counter()
        if self._stage:
            self.timings_ms[self._stage] = round((now - self._since) * 1000, 1)
        self._stage, self._since = stage, now
        if self._on_stage:
            self._on_stage(stage, done)


class GarmentPipeline:
    """Sees one garment in one photo. Loaded once per process; not to be shared by threads."""

    def __init__(
        self, segmenter: Segmenter, classifier: Classifier, degraded: list[str] | None = None
    ) -> None:
        self.segmenter, self.classifier = segmenter, classifier
        self.degraded = list(degraded or [])

    @property
    def backend(self) -> dict[str, str]:
        """Name and version of everything that made a result."""
        return {
            "pipeline": VERSION,
            "segmenter": f"{self.segmenter.name}@{self.segmenter.version}",
            "classifier": f"{self.classifier.name}@{self.classifier.version}",
        }

    def warm(self) -> None:
        """Runs every model once, so that the first photo is not slower than the others."""
        rgb = np.zeros((64, 64, 3), np.uint8)
        rgb[16:48, 16:48] = 200
        mask = np.asarray(self.segmenter.mask(rgb))
        self.classifier.classify(rgb, mask, (16, 16, 32, 32))

    def analyse(self, rgb: Rgb, on_stage: OnStage | None = None) -> GarmentAnalysis:
        """What garment is in an upright photo (H, W, 3) uint8.

        Raises: PhotoUnusable when there is none, and whatever `on_stage` raises.
        """
        clock = _Clock(on_stage)
        clock.start("segment", 0.0)
        small = fit_within(rgb, WORK_PX)
        mask = _mask_of(self.segmenter, small)
        clock.start("classify", 0.6)
        box = _box_of_something(mask)
        guess = self.classifier.classify(small, mask, box)
        if guess.presence < MIN_PRESENCE:
            raise PhotoUnusable(NOTHING, hint="The photo shows no piece of clothing.")
        clock.start("colours", 0.8)
        framed = with_margin(box, MARGIN, (small.shape[1], small.shape[0]))
        cutout = crop_rgba(small, mask, framed)
        colors = palette(cutout)
        clock.start("describe", 0.95)
        category, sure_category, subcategory, sure_sub = kind_of(guess)
        attributes, confidence = attributes_of(guess, category, subcategory, colors)
        confidence["category"] = round(sure_category, 3)
        if subcategory:
            confidence["subcategory"] = round(sure_sub, 3)
        clock.start("done", 1.0)
        return GarmentAnalysis(
            cutout_rgba=cutout,
            bbox_xywh=_scaled(framed, rgb.shape[1] / small.shape[1]),
            detection_confidence=_certainty(mask, guess),
            category=category,
            category_confidence=round(sure_category, 3),
            subcategory=subcategory,
            attributes=attributes,
            confidence=confidence,
            backend=self.backend,
            degraded=list(self.degraded),
            timings_ms=clock.timings_ms,
        )


def load_pipeline(models_dir: Path, threads: int = 1) -> GarmentPipeline:
    """The pipeline with the best background removal whose weights are here.

    `degraded` of the pipeline and of its results names what is missing (`u2net-missing`).
    """
    segmenter, missing = load_best_segmenter(models_dir, threads)
    return GarmentPipeline(segmenter, GarmentNet(threads=threads), missing)


def thumbnail(cutout_rgba: Rgba, size: int = 384) -> bytes:
    """A square WebP of `size` pixels with the cut-out on a light neutral backdrop."""
    small = Image.fromarray(fit_within(cutout_rgba, size))
    square = Image.new("RGBA", (size, size), (*THUMBNAIL_BACKDROP, 255))
    place = ((size - small.width) // 2, (size - small.height) // 2)
    square.alpha_composite(small, place)
    return encode_webp(np.asarray(square.convert("RGB")))


def _mask_of(segmenter: Segmenter, rgb: Rgb) -> Mask:
    """The segmenter's mask; a blank photo is not worth its time."""
    if float(rgb[::4, ::4].std(axis=(0, 1)).max(initial=0)) < MIN_CONTRAST:
        raise PhotoUnusable(NOTHING, hint="The photo is blank.")
    return segmenter.mask(rgb)


def _box_of_something(mask: Mask) -> Box:
    box = box_of(mask)
    if box is None or float((mask >= OPAQUE).mean()) < MIN_AREA:
        raise PhotoUnusable(NOTHING, hint="Nothing stands out from the background.")
    return box


def _certainty(mask: Mask, guess: Guess) -> float:
    """How clearly the mask decides inside and outside, times that it is a garment at all."""
    inside = mask[mask >= OPAQUE].astype(np.float32) / 255
    return round(float(inside.mean()) * guess.presence, 3)


def _scaled(box: Box, factor: float) -> Box:
    x, y, width, height = (round(value * factor) for value in box)
    return x, y, width, height
