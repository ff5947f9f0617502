"""From one photo to its garments: checked, cut out, told apart, classified, colours named."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
from PIL import Image

from ml.garments.classifier import Classifier, GarmentNet, Guess
from ml.garments.colors import palette
from ml.garments.describe import attributes_of, kind_of
from ml.garments.doubts import PENALTY as DOUBT_PENALTY
from ml.garments.doubts import Doubt, doubts_of
from ml.garments.framing import OPAQUE, Box, crop_rgba, with_margin
from ml.garments.light import light_of
from ml.garments.overlap import NOT_JUDGED, read_overlap
from ml.garments.quality import PENALTY as FLAW_PENALTY
from ml.garments.quality import (
    Flaw,
    Quality,
    is_overexposed,
    measure,
    refuse_blurred,
    refuse_unusable,
)
from ml.garments.split import Part, split
from ml.photos import encode_webp, fit_within
from ml.segment import Segmenter, load_best_segmenter
from ml.segment.clean import clean
from ml.segment.refine import refine
from stylist.arrays import Mask, Rgb, Rgba
from stylist.errors import PhotoUnusable
from stylist.garments import GarmentAttributes

VERSION: Final = "2"
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
"""Probability of a garment below which there is none: on the tuning photos garments lie above .92,
99 % of views of nothing below."""
THUMBNAIL_BACKDROP: Final = (246, 245, 243)
NOTHING: Final = "I could not find a garment in this photo."

OnStage = Callable[[str, float], None]
"""Told a stage's name and the share (0..1) of the work done before it; may raise to cancel."""


@dataclass(frozen=True, slots=True)
class GarmentAnalysis:
    """What was seen: cut-out (h, w, 4) uint8, box in the original photo, kind and attributes.

    `confidence` holds a probability per field, `backend` the name and version of each model,
    `degraded` what was done with less than the best, `timings_ms` each stage of the whole photo.
    `quality` says what is poor about the photo, `doubts` what speaks against this result; both
    have lowered every confidence.
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
    quality: list[Flaw] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


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
    """Sees the garments in one photo. Loaded once per process; not to be shared by threads."""

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
        """What the largest garment in an upright photo (H, W, 3) uint8 is.

        Raises: PhotoUnusable when there is none, and whatever `on_stage` raises.
        """
        return self.analyse_all(rgb, on_stage)[0]

    def analyse_all(self, rgb: Rgb, on_stage: OnStage | None = None) -> list[GarmentAnalysis]:
        """Every garment that lies by itself in an upright photo (H, W, 3) uint8, largest first.

        Raises: PhotoUnusable when there is none, and whatever `on_stage` raises.
        """
        clock = _Clock(on_stage)
        clock.start("check", 0.0)
        quality = measure(rgb)
        refuse_unusable(quality)
        clock.start("segment", 0.02)
        small = fit_within(rgb, WORK_PX)
        mask = _mask_of(self.segmenter, small)
        clock.start("refine", 0.55)
        mask = clean(small, refine(small, mask))
        if not _shows_something(mask):
            raise PhotoUnusable(NOTHING, hint="Nothing stands out from the background.")
        clock.start("classify", 0.65)
        parts = split(small, mask, self.classifier)
        if parts[0].guess.presence < MIN_PRESENCE:
            raise PhotoUnusable(NOTHING, hint="The photo shows no piece of clothing.")
        refuse_blurred(quality)
        clock.start("describe", 0.8)
        photo_wh = rgb.shape[1], rgb.shape[0]
        found = [self._describe(small, part, quality, photo_wh) for part in parts]
        clock.start("done", 1.0)
        return [replace(each, timings_ms=clock.timings_ms) for each in found]

    def _describe(
        self, rgb: Rgb, part: Part, quality: Quality, photo_wh: tuple[int, int]
    ) -> GarmentAnalysis:
        """One garment's analysis; `rgb` is the working picture of a photo of `photo_wh`."""
        guess, mask = part.guess, part.mask
        framed = with_margin(part.box, MARGIN, (rgb.shape[1], rgb.shape[0]))
        cutout = crop_rgba(rgb, mask, framed)
        category, sure_category, subcategory, sure_sub = kind_of(guess)
        colors = palette(cutout, light_of(rgb, mask), guess.colors)
        attributes, confidence = attributes_of(guess, category, subcategory, colors)
        confidence["category"] = round(sure_category, 3)
        if subcategory:
            confidence["subcategory"] = round(sure_sub, 3)
        flaws = quality.flaws
        if is_overexposed(rgb, mask):
            flaws.append("overexposed")
        doubts = doubts_of(rgb, mask, guess)
        confidence = _lowered(confidence, flaws, doubts)
        return GarmentAnalysis(
            cutout_rgba=cutout,
            bbox_xywh=_scaled(framed, (rgb.shape[1], rgb.shape[0]), photo_wh),
            detection_confidence=_certainty(part),
            category=category,
            category_confidence=confidence["category"],
            subcategory=subcategory,
            attributes=attributes,
            confidence=confidence,
            backend=self.backend,
            degraded=[*self.degraded, *_not_judged(guess)],
            timings_ms={},
            quality=flaws,
            doubts=doubts,
        )


def load_pipeline(models_dir: Path, threads: int = 1) -> GarmentPipeline:
    """The pipeline with the best background removal whose weights are here.

    `degraded` of the pipeline and of its results names what is missing (`u2net-missing`).
    """
    segmenter, missing = load_best_segmenter(models_dir, threads)
    return GarmentPipeline(segmenter, GarmentNet(threads=threads), missing)


def in_photo(rgb: Rgb, analysis: GarmentAnalysis) -> Rgba:
    """The photo (H, W, 3) that was analysed with everything but this garment transparent."""
    x, y, width, height = analysis.bbox_xywh
    alpha = Image.fromarray(analysis.cutout_rgba[..., 3])
    mask = np.zeros(rgb.shape[:2], np.uint8)
    if alpha.size != (width, height):
        alpha = alpha.resize((width, height), Image.Resampling.BILINEAR)
    mask[y : y + height, x : x + width] = np.asarray(alpha)
    return np.dstack([rgb, mask])


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


def _shows_something(mask: Mask) -> bool:
    return float((mask >= OPAQUE).mean()) >= MIN_AREA


def _not_judged(guess: Guess) -> list[str]:
    return [] if read_overlap().reads(guess.features) else [NOT_JUDGED]


def _lowered(
    confidence: dict[str, float], flaws: list[Flaw], doubts: list[Doubt]
) -> dict[str, float]:
    """Less of every confidence for each thing that speaks against it.

    Chances of colours stay: they say what must be counted with, not how sure the garment's are.
    """
    left = 1.0
    for flaw in flaws:
        left *= FLAW_PENALTY[flaw]
    for doubt in doubts:
        left *= DOUBT_PENALTY[doubt]
    return {
        name: value if ":" in name else round(value * left, 3) for name, value in confidence.items()
    }


def _certainty(part: Part) -> float:
    """How clearly the mask decides inside and outside, times that it is a garment at all."""
    inside = part.mask[part.mask >= OPAQUE].astype(np.float32) / 255
    return round(float(inside.mean()) * part.guess.presence, 3)


def _scaled(box: Box, rgb_wh: tuple[int, int], photo_wh: tuple[int, int]) -> Box:
    """A box of the working picture in the photo, its edges rounded within it."""
    across, down = photo_wh[0] / rgb_wh[0], photo_wh[1] / rgb_wh[1]
    left, top = round(box[0] * across), round(box[1] * down)
    right, bottom = round((box[0] + box[2]) * across), round((box[1] + box[3]) * down)
    return left, top, min(right, photo_wh[0]) - left, min(bottom, photo_wh[1]) - top
