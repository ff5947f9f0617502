"""The trained garment network: EfficientNet-Lite2 with a head for each thing it sees."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import onnxruntime

from ml.garments.framing import Box, over, square_view
from ml.garments.kinds import shares_by
from ml.garments.shipped import checked
from stylist.arrays import Floats, Mask, Rgb

WEIGHTS: Final = Path(__file__).with_name("weights") / "garment_net.onnx"
VIEW_SHARES: Final = (1, 1, 2, 2)
"""What each of `views_of` counts for. This and the two below were chosen on the tuning senders."""
HARDLY: Final = 0.7
"""Below this probability of its slot a garment may be lying on its side."""
CLEARLY: Final = 0.3
"""How much likelier a slot a turned view must give to be believed."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Probabilities (0..1) by name. `presence` is that of a garment being in the views at all.

    `labels` are the 17 coarse labels of the training photos, kept for measuring. `colors` is how
    likely each is the main colour. `formality` is by level "1" to "5", `warmth` by "1" to "3", and
    `usual_warmth` the mean level of each kind, which a garment's own is compared with.
    """

    labels: dict[str, float]
    kinds: dict[str, float]
    patterns: dict[str, float]
    presence: float
    features: Floats
    colors: dict[str, float] = field(default_factory=dict)
    materials: dict[str, float] = field(default_factory=dict)
    fits: dict[str, float] = field(default_factory=dict)
    formality: dict[str, float] = field(default_factory=dict)
    warmth: dict[str, float] = field(default_factory=dict)
    usual_warmth: dict[str, float] = field(default_factory=dict)


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
        self.version = checked(weights, "garment classifier")[:12]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        said = self._session.get_modelmeta().custom_metadata_map
        self._names: dict[str, list[str]] = json.loads(said["names"])
        self._usual_warmth: dict[str, float] = json.loads(said["usual_warmth"])

    def classify(self, rgb: Rgb, mask: Mask, box: Box) -> Guess:
        """See `Classifier`: the mean over cut-out and photo, each also mirrored.

        A garment that is hardly recognised is also looked at lying on its side and upside down.
        """
        views = views_of(rgb, mask, box)
        upright = self.guess(views, VIEW_SHARES)
        if _certainty(upright) >= HARDLY:
            return upright
        turned = [
            self.guess([np.rot90(view, turns) for view in views], VIEW_SHARES)
            for turns in (1, 2, 3)
        ]
        best = max(turned, key=_certainty)
        return best if _certainty(best) >= _certainty(upright) + CLEARLY else upright

    def guess(self, views: list[Rgb], weights: Sequence[float] | None = None) -> Guess:
        """The mean guess over views (260, 260, 3) of one garment, weighted."""
        stack = np.stack(views).transpose(0, 3, 1, 2).astype(np.float32)
        outputs = [*self._names, "presence", "features"]
        means = [np.average(out, 0, weights) for out in self._session.run(outputs, {"rgb": stack})]
        *shares, presence, features = means
        heads = {
            head: dict(zip(names, values.tolist(), strict=True))
            for (head, names), values in zip(self._names.items(), shares, strict=True)
        }
        return Guess(
            presence=float(presence[0]),
            features=features / max(float(np.linalg.norm(features)), 1e-9),
            usual_warmth=self._usual_warmth,
            **heads,
        )


def _certainty(guess: Guess) -> float:
    """The probability of the likeliest slot."""
    return max(shares_by(guess.kinds, lambda kind: kind.slot).values())


def views_of(rgb: Rgb, mask: Mask, box: Box) -> list[Rgb]:
    """What the network looks at: the cut-out, its mirror image, the photo, its mirror image."""
    cut, photo = square_view(over(rgb, mask), box), square_view(rgb, box)
    return [cut, cut[:, ::-1], photo, photo[:, ::-1]]
