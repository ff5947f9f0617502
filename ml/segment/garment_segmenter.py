"""The database design's segmenter: a cut-out of a photo or a file, and what its mask says."""

from pathlib import Path

import numpy as np

from ml.photos import read_photo
from ml.segment import Segmenter, load_segmenter
from ml.segment.clean import clean
from ml.segment.refine import refine
from ml.segment.stats import GarmentType, MaskStats, estimate_garment_type, get_mask_stats
from stylist.arrays import Mask, Rgb, Rgba


class GarmentSegmenter:
    """Background removal by a named backend, its mask refined and cleaned.

    It is a `Segmenter` itself: what it wraps says name and version.
    """

    def __init__(self, backend: Segmenter) -> None:
        self.backend = backend
        self.name, self.version = backend.name, backend.version

    def mask(self, rgb: Rgb) -> Mask:
        """The garment's mask (H, W) in a photo (H, W, 3), its edge on the photo's."""
        return clean(rgb, refine(rgb, self.backend.mask(rgb)))

    def segment(self, rgb: Rgb, *, return_mask_only: bool = False) -> tuple[Rgba | None, Mask]:
        """The photo with the background transparent (None when only the mask is asked), and it."""
        mask = self.mask(rgb)
        return None if return_mask_only else np.dstack([rgb, mask]), mask

    def segment_from_path(
        self, path: Path, *, return_mask_only: bool = False, max_pixels: int = 60_000_000
    ) -> tuple[Rgba | None, Mask]:
        """`segment` of a photo's file. Raises: OSError and what `read_photo` raises."""
        photo = read_photo(path.read_bytes(), max_bytes=1 << 30, max_pixels=max_pixels)
        return self.segment(photo.rgb, return_mask_only=return_mask_only)

    def estimate_garment_type(self, mask: Mask) -> GarmentType:
        """A guess from the mask's outline alone."""
        return estimate_garment_type(mask)

    def get_mask_stats(self, mask: Mask) -> MaskStats:
        """How much of a mask (H, W) is garment."""
        return get_mask_stats(mask)


def load_garment_segmenter(name: str, models_dir: Path, threads: int = 1) -> GarmentSegmenter:
    """The named backend, wrapped. Raises: NotFound, BackendUnavailable."""
    return GarmentSegmenter(load_segmenter(name, models_dir, threads))
