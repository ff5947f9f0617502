"""The training itself: the crown of the network and its heads, together."""

import copy
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from ml.training.backbone import FEATURES, MIDDLE, Crown
from ml.training.targets import Names, Targets
from stylist.arrays import Floats

log = logging.getLogger(__name__)

BATCH: Final = 48
NOTHINGS: Final = 6
"""Pictures of nothing beside each batch."""
RATE: Final = 3e-4
"""Learning rate of the crown; that of the heads is four times as much."""
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
MIXUP: Final = 0.3


class Heads(nn.Module):  # type: ignore[misc]
    """(N, 1280) features to the logits of every head, and of presence."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.3)
        self.each = nn.ModuleDict({k: nn.Linear(FEATURES, len(v)) for k, v in names.items()})
        self.presence = nn.Linear(FEATURES, 1)

    def forward(self, features: Tensor) -> tuple[dict[str, Tensor], Tensor]:
        """Logits by head, and presence (N, 1)."""
        kept = self.drop(features)
        return {name: head(kept) for name, head in self.each.items()}, self.presence(kept)


@dataclass(frozen=True, slots=True)
class Data:
    """Trunk outputs of the training photos and their targets, in the same order."""

    varied: Floats
    nothing: Floats
    targets: dict[str, Tensor]


def load_data(work: Path, train: list[int], targets: Targets) -> Data:
    """The training part of what `prepare` wrote; arrays stay on disk."""
    smoothed = {name: _smoothed(rows[train], name) for name, rows in targets.items()}
    return Data(
        varied=np.load(work / "varied.npy", mmap_mode="r"),
        nothing=np.load(work / "nothing.npy", mmap_mode="r").reshape(-1, *MIDDLE),
        targets={name: torch.from_numpy(rows) for name, rows in smoothed.items()},
    )


def _smoothed(rows: Floats, head: str) -> Floats:
    """Rows that say nothing stay empty."""
    share = SMOOTHING.get(head, REST)
    said = rows.sum(axis=1, keepdims=True)
    return np.asarray((1 - share) * rows + share * said / rows.shape[1], np.float32)


def fit(crown: Crown, heads: Heads, data: Data, epochs: int, seed: int) -> tuple[Crown, Heads]:
    """One cycle of training both; what comes back is the running mean of their weights."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = nn.ModuleDict({"crown": crown.eval(), "heads": heads.train()})
    mean = copy.deepcopy(model)
    count = len(data.targets["labels"])
    optimizer = torch.optim.AdamW(
        [
            {"params": model["crown"].parameters(), "lr": RATE},
            {"params": model["heads"].parameters(), "lr": RATE * 4},
        ],
        weight_decay=0.02,
    )
    steps = count // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, RATE * 4], total_steps=epochs * steps, pct_start=0.15
    )
    for epoch in range(epochs):
        order, total = rng.permutation(count), 0.0
        for step in range(steps):
            loss = _loss(model, data, np.sort(order[step * BATCH :][:BATCH]), epoch, rng)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            _follow(mean, model, epoch * steps + step)
            total += loss.item()
        log.info("epoch %d: loss %.3f", epoch, total / steps)
    trained, found = mean["heads"].eval(), mean["crown"].eval()
    assert isinstance(trained, Heads)
    assert isinstance(found, Crown)
    return found, trained


def _loss(
    model: nn.ModuleDict, data: Data, rows: Floats, epoch: int, rng: np.random.Generator
) -> Tensor:
    middle = _tensor(data.varied[rows, epoch % data.varied.shape[1]])
    share = float(rng.beta(MIXUP, MIXUP))
    partner = torch.from_numpy(rng.permutation(len(rows)))
    mixed = share * middle + (1 - share) * middle[partner]
    empty = _tensor(data.nothing[np.sort(rng.choice(len(data.nothing), NOTHINGS, replace=False))])
    logits, presence = model["heads"](model["crown"](torch.cat([mixed, empty])))
    there = torch.cat([torch.ones(len(rows)), torch.zeros(NOTHINGS)])[:, None]
    total = 0.5 * nn.functional.binary_cross_entropy_with_logits(presence, there)
    for name, weight in WEIGHTS.items():
        wanted = data.targets[name][torch.from_numpy(rows)]
        blend = share * wanted + (1 - share) * wanted[partner]
        logs = logits[name][: len(rows)].log_softmax(1)
        total = total - weight * (blend * logs).sum() / len(rows)
    return total


def _follow(mean: nn.ModuleDict, model: nn.ModuleDict, step: int) -> None:
    pace = 1 - min(0.99, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, now in zip(mean.parameters(), model.parameters(), strict=True):
            kept.lerp_(now, pace)


def _tensor(rows: Floats) -> Tensor:
    tensor = torch.from_numpy(np.asarray(rows, np.float32))
    return tensor.to(memory_format=torch.channels_last)
