"""Temperatures: how far each head's logits are divided so that a probability says what it means."""

from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from ml.training.backbone import Crown
from ml.training.fit import Heads
from ml.training.targets import Targets
from stylist.arrays import Floats

GRID: Final = np.geomspace(0.3, 3.0, 60)


def temperatures(crown: Crown, heads: Heads, plain: Floats, targets: Targets) -> dict[str, float]:
    """Per head the temperature of least negative log likelihood on the tuning photos.

    `plain` is (N, 4, C, H, W), the trunk's output for the views of inference; the mean is taken
    over the views' probabilities, as the pipeline does. Guo et al. 2017, "On Calibration of Modern
    Neural Networks".
    """
    logits = view_logits(crown, heads, plain)
    return {name: _best(logits[name], targets[name]) for name in logits}


def view_logits(crown: Crown, heads: Heads, plain: Floats) -> dict[str, Tensor]:
    """Per head the logits (N, views, classes)."""
    rows: dict[str, list[Tensor]] = {}
    with torch.no_grad():
        for photo in plain:
            views = torch.from_numpy(np.asarray(photo, np.float32))
            for name, values in heads(crown(views))[0].items():
                rows.setdefault(name, []).append(values)
    return {name: torch.stack(values) for name, values in rows.items()}


def _best(logits: Tensor, wanted: Floats) -> float:
    known = torch.from_numpy(wanted.sum(axis=1) > 0)
    truth = torch.from_numpy(wanted)[known]
    losses = []
    for temperature in GRID:
        mean = nn.functional.softmax(logits[known] / float(temperature), dim=2).mean(dim=1)
        losses.append(float(-(truth * mean.clamp_min(1e-6).log()).sum(dim=1).mean()))
    return round(float(GRID[int(np.argmin(losses))]), 3)
