"""The trained garment network: EfficientNet-Lite0 with heads for kind, pattern and presence."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import onnxruntime

from ml.garments.framing import Box, over, square_view
from stylist.arrays import Floats, Mask, Rgb
from stylist.errors import BackendUnavailable

WEIGHTS: Final = Path(__file__).with_name("weights") / "garment_net.onnx"
SHA256_FILE: Final = WEIGHTS.with_suffix(".sha256")


@dataclass(frozen=True, slots=True)
class Guess:
    """Probabilities (0..1) by name. `presence` is that of a garment being in the views at all.

    `labels` are the 17 coarse labels of the training photos, kept for measuring.
    """

    labels: dict[str, float]
    kinds: dict[str, float]
    patterns: dict[str, float]
    presence: float
    features: Floats


class Classifier(Protocol):
    """Says what a cut-out garment is. `name` and `version` go into every result."""

    name: str
    version: str

    def classify(self, rgb: Rgb, mask: Mask, box: Box) -> Guess:
        """The guess for the garment that `mask` and `box` mark in a photo."""


class GarmentNet:
    """The network in this package's `weights`, run on onnxruntime."""

    name = "garment-net"

    def __init__(self, weights: Path = WEIGHTS, threads: int = 1) -> None:
        self.version = _checked(weights)[:12]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        self._names = json.loads(self._session.get_modelmeta().custom_metadata_map["names"])

    def classify(self, rgb: Rgb, mask: Mask, box: Box) -> Guess:
        """See `Classifier`: the mean over cut-out and photo, each also mirrored."""
        return self.guess(views_of(rgb, mask, box))

    def guess(self, views: list[Rgb]) -> Guess:
        """The mean guess over views (224, 224, 3) of one garment."""
        stack = np.stack(views).transpose(0, 3, 1, 2).astype(np.float32)
        outputs = ["labels", "kinds", "patterns", "presence", "features"]
        means = [out.mean(axis=0) for out in self._session.run(outputs, {"rgb": stack})]
        labels, kinds, patterns, presence, features = means
        return Guess(
            labels=self._by_name("labels", labels),
            kinds=self._by_name("kinds", kinds),
            patterns=self._by_name("patterns", patterns),
            presence=float(presence[0]),
            features=features / max(float(np.linalg.norm(features)), 1e-9),
        )

    def _by_name(self, head: str, values: Floats) -> dict[str, float]:
        return dict(zip(self._names[head], values.tolist(), strict=True))


def views_of(rgb: Rgb, mask: Mask, box: Box) -> list[Rgb]:
    """What the network looks at: the cut-out, its mirror image, the photo, its mirror image."""
    cut, photo = square_view(over(rgb, mask), box), square_view(rgb, box)
    return [cut, cut[:, ::-1], photo, photo[:, ::-1]]


def _checked(weights: Path) -> str:
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != weights.with_suffix(".sha256").read_text("utf-8").strip():
        raise BackendUnavailable(
            "The garment classifier is damaged.",
            hint=f"{weights.name} is not what was released; install Stylist again.",
        )
    return digest
