"""Whether two garments lie upon each other: a logistic regression on what the network has seen."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from ml.garments.shipped import checked
from stylist.arrays import Floats
from stylist.errors import BackendUnavailable

NOT_JUDGED: Final = "overlap-not-judged"
"""The degraded state of a garment seen by a network that the regression was not fitted on."""
WEIGHTS: Final = Path(__file__).with_name("weights") / "overlap.npz"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Weights (F,) and bias over a `Guess`'s features, and from where the doubt is told.

    `network` is the version of the garment network whose features it was fitted on.
    """

    weights: Floats
    bias: float
    told_from: float
    network: str

    def reads(self, features: Floats) -> bool:
        """Whether these can be features of the network that it was fitted on."""
        return features.shape == self.weights.shape

    def chance(self, features: Floats) -> float:
        """Probability (0..1) that more than one garment is there; features (F,).

        Raises:
            BackendUnavailable: they are another network's features.
        """
        if not self.reads(features):
            raise BackendUnavailable(f"The overlap regression reads features of {self.network}.")
        return float(1 / (1 + np.exp(-(features @ self.weights + self.bias))))

    def told(self, features: Floats) -> bool:
        """Whether it is likely enough to be told.

        Raises:
            BackendUnavailable: they are another network's features.
        """
        return self.chance(features) >= self.told_from


@cache
def read_overlap(path: Path = WEIGHTS) -> Overlap:
    """The regression that is shipped. Raises: BackendUnavailable when it is damaged."""
    checked(path, "overlap regression")
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as kept:
        return Overlap(
            weights=kept["weights"].astype(np.float64),
            bias=float(kept["bias"]),
            told_from=float(kept["told_from"]),
            network=str(kept["network"]),
        )
