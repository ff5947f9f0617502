"""The training itself: the crown of the network and its four heads, together."""

import copy
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from ml.training.backbone import FEATURES, Crown
from ml.training.targets import UNKNOWN, Names, Targets
from stylist.arrays import Floats

log = logging.getLogger(__name__)

EPOCHS: Final = 10
BATCH: Final = 48
NOTHINGS: Final = 6
"""Pictures of nothing beside each batch."""
RATE: Final = 3e-4
"""Learning rate of the crown; that of the heads is four times as much."""
SMOOTHING: Final = 0.1
"""Label smoothing: the coarse labels are noisy."""
MIXUP: Final = 0.3
SEED: Final = 0


class Heads(nn.Module):  # type: ignore[misc]
    """(N, 1280) features to the logits of label, kind, pattern and presence."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.3)
        self.label = nn.Linear(FEATURES, len(names.labels))
        self.kind = nn.Linear(FEATURES, len(names.kinds))
        self.pattern = nn.Linear(FEATURES, len(names.patterns))
        self.presence = nn.Linear(FEATURES, 1)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """The four heads' logits."""
        kept = self.drop(features)
        return self.label(kept), self.kind(kept), self.pattern(kept), self.presence(kept)


@dataclass(frozen=True, slots=True)
class Data:
    """Trunk outputs of the training photos and their targets, in the same order."""

    varied: Floats
    nothing: Floats
    targets: Targets


def load_data(work: Path, train: list[int], targets: Targets) -> Data:
    """The training part of what `prepare` wrote; arrays stay on disk."""
    return Data(
        varied=np.load(work / "varied.npy", mmap_mode="r"),
        nothing=np.load(work / "nothing.npy", mmap_mode="r")[train].reshape(-1, 80, 14, 14),
        targets=Targets(*(getattr(targets, name)[train] for name in targets.__slots__)),
    )


def fit(crown: Crown, names: Names, data: Data) -> tuple[Crown, Heads]:
    """Trains both; what comes back is the running mean of their weights."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    model = nn.ModuleDict({"crown": crown.eval(), "heads": Heads(names)})
    mean = copy.deepcopy(model)
    count = len(data.targets.labels)
    optimizer = torch.optim.AdamW(
        [
            {"params": model["crown"].parameters(), "lr": RATE},
            {"params": model["heads"].parameters(), "lr": RATE * 4},
        ],
        weight_decay=0.02,
    )
    steps = count // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, RATE * 4], total_steps=EPOCHS * steps, pct_start=0.15
    )
    for epoch in range(EPOCHS):
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
    heads = mean["heads"].eval()
    assert isinstance(heads, Heads)
    found = mean["crown"].eval()
    assert isinstance(found, Crown)
    return found, heads


def _loss(
    model: nn.ModuleDict, data: Data, rows: Floats, epoch: int, rng: np.random.Generator
) -> Tensor:
    middle = _tensor(data.varied[epoch % len(data.varied), rows])
    share = float(rng.beta(MIXUP, MIXUP))
    partner = torch.from_numpy(rng.permutation(len(rows)))
    mixed = share * middle + (1 - share) * middle[partner]
    empty = _tensor(data.nothing[np.sort(rng.choice(len(data.nothing), NOTHINGS, replace=False))])
    features = model["crown"](torch.cat([mixed, empty]))
    label, kind, pattern, presence = model["heads"](features)
    there = torch.cat([torch.ones(len(rows)), torch.zeros(NOTHINGS)])[:, None]
    seen = nn.functional.binary_cross_entropy_with_logits(presence, there)
    one = _head_loss(label[: len(rows)], kind, pattern, data.targets, rows)
    two = _head_loss(label[: len(rows)], kind, pattern, data.targets, rows[partner.numpy()])
    return share * one + (1 - share) * two + 0.5 * seen


def _head_loss(label: Tensor, kind: Tensor, pattern: Tensor, of: Targets, rows: Floats) -> Tensor:
    """Label with smoothing; of the kinds any possible one will do; pattern where it is known."""
    count = len(rows)
    labels = nn.functional.cross_entropy(
        label, torch.from_numpy(of.labels[rows]), label_smoothing=SMOOTHING
    )
    possible = torch.from_numpy(of.kinds[rows])
    logs = kind[:count].log_softmax(1)
    any_of = -torch.logsumexp(logs.masked_fill(possible == 0, -1e4), dim=1)
    exact = torch.from_numpy(of.exact[rows].astype(np.float32))
    kinds = (any_of * (1 + exact)).mean()
    wanted = torch.from_numpy(of.patterns[rows])
    if not bool((wanted != UNKNOWN).any()):
        return labels + 0.5 * kinds
    patterns = nn.functional.cross_entropy(
        pattern[:count], wanted, ignore_index=UNKNOWN, label_smoothing=SMOOTHING / 2
    )
    return labels + 0.5 * kinds + 0.5 * patterns


def _follow(mean: nn.ModuleDict, model: nn.ModuleDict, step: int) -> None:
    pace = 1 - min(0.99, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, now in zip(mean.parameters(), model.parameters(), strict=True):
            kept.lerp_(now, pace)


def _tensor(rows: Floats) -> Tensor:
    tensor = torch.from_numpy(np.asarray(rows, np.float32))
    return tensor.to(memory_format=torch.channels_last)
