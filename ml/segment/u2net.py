"""U2-Net and its small sibling, run by rembg from weights whose hash we have checked."""

from pathlib import Path

import numpy as np
from PIL import Image

from ml.segment.session import session_of
from ml.weights import model, weights_path
from stylist.arrays import Mask, Rgb


class U2NetSegmenter:
    """Salient-object masks at 320 x 320, scaled back to the photo."""

    def __init__(self, name: str, weights: Path, threads: int) -> None:
        from rembg.sessions.u2net import U2netSession

        self.name = name
        self.version = model(name).files[0].digest[:12]
        self._session = session_of(U2netSession, name, weights, threads)

    def mask(self, rgb: Rgb) -> Mask:
        """See `Segmenter`. A photo without any contrast has an empty mask."""
        if int(rgb.max()) == int(rgb.min()):
            return np.zeros(rgb.shape[:2], np.uint8)
        (mask,) = self._session.predict(Image.fromarray(rgb))
        return np.asarray(mask)


def load_u2net(models_dir: Path, threads: int) -> U2NetSegmenter:
    """The 176 MB model. Raises: BackendUnavailable."""
    return U2NetSegmenter("u2net", weights_path("u2net", models_dir), threads)


def load_u2netp(models_dir: Path, threads: int) -> U2NetSegmenter:
    """The 5 MB model. Raises: BackendUnavailable."""
    return U2NetSegmenter("u2netp", weights_path("u2netp", models_dir), threads)
