"""Temperatures: how far each head's logits are divided so that a probability says what it means."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from ml.garments.classifier import VIEW_SHARES
from ml.training.backbone import Crown
from ml.training.fit import Heads
from ml.training.targets import Targets
from stylist.arrays import Floats

GRID: Final = np.geomspace(0.3, 3.0, 60)


Logits = dict[str, Tensor]
"""Per head (N, views, classes)."""


def temperatures(logits: Logits, targets: Targets) -> dict[str, float]:
    """Per head the temperature of least negative log likelihood on the tuning photos.

    The mean is taken over the probabilities of all views and members, as the pipeline does. Guo et
    al. 2017, "On Calibration of Modern Neural Networks".
    """
    return {name: _best(logits[name], targets[name]) for name in logits}


def view_logits(crown: Crown, heads: Heads, plain: Floats) -> Logits:
    """The logits for `plain` (N, 4, C, H, W), the trunk's output for the views of inference."""
    rows: dict[str, list[Tensor]] = {}
    with torch.no_grad():
        for photo in plain:
            views = torch.from_numpy(np.asarray(photo, np.float32))
            for name, values in heads(crown(views))[0].items():
                rows.setdefault(name, []).append(values)
    return {name: torch.stack(values) for name, values in rows.items()}


def together(members: Sequence[Logits]) -> Logits:
    """The views of all members side by side."""
    return {name: torch.cat([each[name] for each in members], 1) for name in members[0]}


def mean_shares(logits: Tensor, temperature: float) -> Tensor:
    """(N, views of all members, classes) to the probabilities (N, classes) of the pipeline."""
    shares = torch.tensor(VIEW_SHARES).repeat(logits.shape[1] // len(VIEW_SHARES))
    weighted = nn.functional.softmax(logits / temperature, dim=2) * shares[None, :, None]
    return weighted.sum(dim=1) / shares.sum()


def _best(logits: Tensor, wanted: Floats) -> float:
    known = torch.from_numpy(wanted.sum(axis=1) > 0)
    truth = torch.from_numpy(wanted)[known]
    losses = []
    for temperature in GRID:
        mean = mean_shares(logits[known], float(temperature))
        losses.append(float(-(truth * mean.clamp_min(1e-6).log()).sum(dim=1).mean()))
    return round(float(GRID[int(np.argmin(losses))]), 3)
