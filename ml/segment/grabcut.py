"""GrabCut: no weights. It takes what differs from the photo's border for the garment."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image

from stylist.arrays import Mask, Rgb

WORK_PX: Final = 256
"""Longer side at which it works: its time grows with the area."""
BORDER: Final = 0.03
"""Share of each side that is taken for background."""
ROUNDS: Final = 4
MIN_CONTRAST: Final = 8.0
"""Standard deviation of the pixels (0..255) below which a photo shows nothing."""


class GrabCutSegmenter:
    """Rother et al. 2004 from the photo's frame, then its one largest piece without holes."""

    name = "grabcut"
    version = "1"

    def mask(self, rgb: Rgb) -> Mask:
        """See `Segmenter`."""
        size = (rgb.shape[1], rgb.shape[0])
        image = Image.fromarray(rgb)
        image.thumbnail((WORK_PX, WORK_PX))
        small = np.asarray(image)
        if min(small.shape[:2]) < 16 or float(small.std(axis=(0, 1)).max()) < MIN_CONTRAST:
            return np.zeros(rgb.shape[:2], np.uint8)
        subject = _largest_piece(_subject(small))
        soft = Image.fromarray(subject * np.uint8(255))
        return np.asarray(soft.resize(size, Image.Resampling.BICUBIC))


def load_grabcut(models_dir: Path, threads: int) -> GrabCutSegmenter:
    """It needs neither weights nor threads."""
    return GrabCutSegmenter()


def _subject(small: Rgb) -> Mask:
    height, width = small.shape[:2]
    left, top = max(1, round(BORDER * width)), max(1, round(BORDER * height))
    marks = np.zeros((height, width), np.uint8)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    rectangle = (left, top, width - 2 * left, height - 2 * top)
    cv2.grabCut(small[..., ::-1].copy(), marks, rectangle, *models, ROUNDS, cv2.GC_INIT_WITH_RECT)
    return np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)


def _largest_piece(subject: Mask) -> Mask:
    opened = cv2.morphologyEx(subject, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    outlines, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(subject)
    if outlines:
        cv2.drawContours(filled, [max(outlines, key=cv2.contourArea)], -1, 1, cv2.FILLED)
    return filled
