"""Names of measured colours, learned from what people call the clothes in photos."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from ml.garments.shipped import checked
from stylist.arrays import Floats

WEIGHTS: Final = Path(__file__).with_name("weights") / "color_net.onnx"
LIGHTNESS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of a garment's lightness that are looked at."""
FOLDS: Final = np.array([-0.08, -0.03, 0.0, 0.02, 0.05])
"""How a cloth's lightness usually spreads over the quantiles; ours."""
LIGHT: Final = slice(12, 21)
"""Where the light stands among the features."""


@dataclass(frozen=True, slots=True)
class Cloths:
    """What a garment is made of, by its pixels.

    OKLab centres (K, 3) and shares (K,), largest first; the mean (3,) of all pixels and quantiles
    (5,) of their lightness.
    """

    centers: Floats
    shares: Floats
    mean: Floats
    lightness: Floats

    def features(self, light: Floats) -> Floats:
        """(35,) what the garment's main colour is named by: its cloths and the light."""
        center = self.centers[0]
        several = len(self.shares) > 1
        second = self.centers[1] if several else center
        share = float(self.shares[1]) if several else 0.0
        return np.concatenate(
            [
                center,
                [np.hypot(center[1], center[2])],
                self.mean,
                self.lightness,
                light,
                center - light[:3],
                center - light[3:6],
                [self.shares[0], share],
                second,
                second - center,
            ]
        )

    def alone(self, index: int) -> "Cloths":
        """One cloth as if the garment were of nothing else."""
        center = self.centers[index]
        folds = np.clip(center[0] + FOLDS, 0.0, 1.0)
        return Cloths(center[None, :], np.ones(1), center, folds)


class ColorNet:
    """A small network over `Cloths.features`, one output for each colour name."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self.version = checked(weights, "colour names")[:12]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        said = self._session.get_modelmeta().custom_metadata_map
        self.names: tuple[str, ...] = tuple(json.loads(said["names"]))
        self._powers: dict[str, float] = json.loads(said["powers"])

    def chances(self, features: Floats, likely: dict[str, float] | None) -> Floats:
        """(N, names) probabilities for (N, 35) features.

        `likely` is what the garment network takes for the main colour; it counts fully for the
        first row, the whole garment, and less for its single cloths.
        """
        rows = np.asarray(self._session.run(None, {"features": features.astype(np.float32)})[0])
        if likely:
            seen = np.array([likely.get(name, 0.0) for name in self.names]) + 1e-3
            power = np.full(len(rows), self._powers["other"])
            power[0] = self._powers["first"]
            rows = rows * seen[None, :] ** power[:, None]
        return np.asarray(rows / rows.sum(axis=1, keepdims=True))


@cache
def shipped() -> ColorNet:
    """The network that comes with the package."""
    return ColorNet()
