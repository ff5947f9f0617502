"""U2-Net and its small sibling, run by rembg from weights whose hash we have checked."""

from pathlib import Path
from typing import Any

import numba.core.config
import numpy as np
import onnxruntime
from PIL import Image

from ml.weights import model, weights_path
from stylist.arrays import Mask, Rgb

# `import rembg` compiles pymatting for about 100 s on a fresh machine; we use only its sessions,
# so numba is told to compile nothing before the import.
numba.core.config.DISABLE_JIT = True  # type: ignore[attr-defined]

from rembg.sessions.u2net import U2netSession  # noqa: E402


class U2NetSegmenter:
    """Salient-object masks at 320 x 320, scaled back to the photo."""

    def __init__(self, name: str, weights: Path, threads: int) -> None:
        self.name = name
        self.version = model(name).files[0].sha256[:12]
        self._session = _session(name, weights, threads)

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


def _session(name: str, weights: Path, threads: int) -> Any:
    class Session(U2netSession):  # type: ignore[misc]
        """A rembg session over our own file instead of a download."""

        @classmethod
        def download_models(cls, *args: object, **kwargs: object) -> str:
            """Path of the weights."""
            return str(weights)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return Session(name, options, providers=["CPUExecutionProvider"])
