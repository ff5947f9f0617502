"""The training itself: the crown of the network and its heads, together."""

import copy
import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from ml.training.backbone import FEATURES, Crown
from ml.training.prepare import RECOLORED
from ml.training.targets import Names, Targets
from stylist.arrays import Floats

log = logging.getLogger(__name__)

BATCH: Final = 48
NOTHINGS: Final = 6
"""Pictures of nothing beside each batch."""
RATE: Final = 2e-4
"""Learning rate of the crown; that of the heads is four times as much."""
PROBES: Final = 2
"""Epochs of the heads alone, so that the crown is not bent by heads that know nothing yet
(Kumar et al. 2022, "Fine-Tuning can Distort Pretrained Features")."""
SMOOTHING: Final = {"labels": 0.1, "kinds": 0.06}
"""Label smoothing: the coarse labels are noisy, ours less so."""
REST: Final = 0.03
"""Label smoothing of every other head."""
WEIGHTS: Final = {
    "labels": 0.8,
    "kinds": 1.2,
    "patterns": 0.5,
    "colors": 0.3,
    "materials": 0.3,
    "fits": 0.15,
    "formality": 0.3,
    "warmth": 0.3,
}
"""What each head counts for in the loss."""
MIXUP: Final = 0.4
"""Of beta(x, x), the share of a mixed batch (Zhang et al. 2018, "mixup")."""
PATCHED: Final = 0.5
"""Share of batches where a patch is put in instead (Yun et al. 2019, "CutMix")."""


class Heads(nn.Module):  # type: ignore[misc]
    """(N, 1280) features to the logits of every head, and of presence."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.4)
        self.each = nn.ModuleDict({k: nn.Linear(FEATURES, len(v)) for k, v in names.items()})
        self.presence = nn.Linear(FEATURES, 1)

    def forward(self, features: Tensor) -> tuple[dict[str, Tensor], Tensor]:
        """Logits by head, and presence (N, 1)."""
        kept = self.drop(features)
        return {name: head(kept) for name, head in self.each.items()}, self.presence(kept)


@dataclass(frozen=True, slots=True)
class Data:
    """A member's trunk outputs of the training photos and their targets, in the same order.

    `recolored` (N, views) is 1 where a view says nothing of the garment's colours.
    """

    varied: Floats
    recolored: Floats
    nothing: Floats
    targets: dict[str, Tensor]


def load_data(work: Path, member: str, train: list[int], targets: Targets) -> Data:
    """The training part of what `prepare` wrote; arrays stay on disk."""
    smoothed = {name: _smoothed(rows[train], name) for name, rows in targets.items()}
    nothing = np.load(work / "nothing" / f"{member}.npy", mmap_mode="r")
    return Data(
        varied=np.load(work / "varied" / f"{member}.npy", mmap_mode="r"),
        recolored=np.load(work / "varied" / f"{RECOLORED}.npy"),
        nothing=nothing.reshape(-1, *nothing.shape[2:]),
        targets={name: torch.from_numpy(rows) for name, rows in smoothed.items()},
    )


def _smoothed(rows: Floats, head: str) -> Floats:
    """Rows that say nothing stay empty."""
    share = SMOOTHING.get(head, REST)
    said = rows.sum(axis=1, keepdims=True)
    return np.asarray((1 - share) * rows + share * said / rows.shape[1], np.float32)


def fit(crown: Crown, heads: Heads, data: Data, seed: int) -> tuple[Crown, Heads]:
    """Trains the heads, then both, an epoch a varied view.

    What comes back is the running mean of their weights.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = nn.ModuleDict({"crown": crown.eval(), "heads": heads.train()})
    heads_only = torch.optim.AdamW(model["heads"].parameters(), lr=RATE * 8)
    crown.requires_grad_(requires_grad=False)
    for epoch in range(PROBES):
        _epoch(model, data, epoch, rng, heads_only, lambda: None)
    crown.requires_grad_(requires_grad=True)
    mean, steps = copy.deepcopy(model), _steps(data)
    epochs = data.varied.shape[1]
    optimizer = torch.optim.AdamW(
        [
            {"params": model["crown"].parameters(), "lr": RATE},
            {"params": model["heads"].parameters(), "lr": RATE * 4},
        ],
        weight_decay=0.05,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, RATE * 4], total_steps=epochs * steps, pct_start=0.15
    )
    taken = itertools.count()

    def follow() -> None:
        schedule.step()
        _follow(mean, model, next(taken))

    for epoch in range(epochs):
        _epoch(model, data, epoch, rng, optimizer, follow)
    trained, found = mean["heads"].eval(), mean["crown"].eval()
    assert isinstance(trained, Heads)
    assert isinstance(found, Crown)
    return found, trained


def _steps(data: Data) -> int:
    return len(data.targets["labels"]) // BATCH


def _epoch(
    model: nn.ModuleDict,
    data: Data,
    epoch: int,
    rng: np.random.Generator,
    optimizer: torch.optim.Optimizer,
    after_step: Callable[[], None],
) -> None:
    order, total = rng.permutation(len(data.targets["labels"])), 0.0
    for step in range(_steps(data)):
        loss = _loss(model, data, np.sort(order[step * BATCH :][:BATCH]), epoch, rng)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        after_step()
        total += loss.item()
    log.info("epoch %d: loss %.3f", epoch, total / _steps(data))


def _loss(
    model: nn.ModuleDict, data: Data, rows: Floats, epoch: int, rng: np.random.Generator
) -> Tensor:
    view = epoch % data.varied.shape[1]
    middle = torch.from_numpy(np.asarray(data.varied[rows, view], np.float32))
    partner = torch.from_numpy(rng.permutation(len(rows)))
    mixed, share = _mixed(middle, middle[partner], rng)
    chance = np.sort(rng.choice(len(data.nothing), NOTHINGS, replace=False))
    empty = torch.from_numpy(np.asarray(data.nothing[chance], np.float32))
    # bfloat16 halves the time of an epoch where the processor has it
    with torch.autocast("cpu", torch.bfloat16):
        features = model["crown"](torch.cat([mixed, empty]))
    logits, presence = model["heads"](features.float())
    there = torch.cat([torch.ones(len(rows)), torch.zeros(NOTHINGS)])[:, None]
    total = 0.5 * nn.functional.binary_cross_entropy_with_logits(presence, there)
    for name, weight in WEIGHTS.items():
        wanted = data.targets[name][torch.from_numpy(rows)]
        if name == "colors":
            wanted = (
                wanted
                * torch.from_numpy(1 - data.recolored[rows, view].astype(np.float32))[:, None]
            )
        blend = share * wanted + (1 - share) * wanted[partner]
        logs = logits[name][: len(rows)].log_softmax(1)
        total = total - weight * (blend * logs).sum() / len(rows)
    return total


def _mixed(middle: Tensor, other: Tensor, rng: np.random.Generator) -> tuple[Tensor, float]:
    """Both blended, or a patch of the other put in; and the share of the first that is left."""
    if rng.random() >= PATCHED:
        share = float(rng.beta(MIXUP, MIXUP))
        return share * middle + (1 - share) * other, share
    side = middle.shape[-1]
    width = round(side * float(np.sqrt(rng.random())))
    top, left = (int(rng.integers(0, side - width + 1)) for _ in range(2))
    window = (..., slice(top, top + width), slice(left, left + width))
    mixed = middle.clone()
    mixed[window] = other[window]
    return mixed, 1 - (width / side) ** 2


def _follow(mean: nn.ModuleDict, model: nn.ModuleDict, step: int) -> None:
    pace = 1 - min(0.995, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, now in zip(mean.parameters(), model.parameters(), strict=True):
            kept.lerp_(now, pace)
