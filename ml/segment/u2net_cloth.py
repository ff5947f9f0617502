"""rembg's cloth model: trained on people, it finds what they wear. Fetched only when asked for."""

from pathlib import Path

import numpy as np
from PIL import Image

from ml.segment.session import session_of
from ml.weights import model, weights_path
from stylist.arrays import Mask, Rgb

NAME = "u2net_cloth_seg"


class ClothSegmenter:
    """Upper body, lower body and full body clothes, put together into one mask."""

    name = NAME

    def __init__(self, weights: Path, threads: int) -> None:
        from rembg.sessions.u2net_cloth_seg import Unet2ClothSession

        self.version = model(NAME).files[0].digest[:12]
        self._session = session_of(Unet2ClothSession, NAME, weights, threads)

    def mask(self, rgb: Rgb) -> Mask:
        """See `Segmenter`."""
        if int(rgb.max()) == int(rgb.min()):
            return np.zeros(rgb.shape[:2], np.uint8)
        parts = self._session.predict(Image.fromarray(rgb))
        return np.asarray(np.max([np.asarray(part) for part in parts], axis=0), np.uint8)


def load_cloth(models_dir: Path, threads: int) -> ClothSegmenter:
    """The 176 MB model. Raises: BackendUnavailable."""
    return ClothSegmenter(weights_path(NAME, models_dir), threads)
