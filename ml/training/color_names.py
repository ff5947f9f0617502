"""Trains the names of colours: a small network from a cloth, its garment and the light to names."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from ml.garments.color_net import LIGHT, Cloths
from ml.garments.colors import cloths_of
from ml.garments.framing import box_of, crop_rgba, with_margin
from ml.garments.light import light_of
from ml.garments.oklab import oklab
from ml.garments.pipeline import MARGIN
from ml.training.color_regions import name_of
from ml.training.photos import Shot
from ml.training.prepare import pair
from stylist.arrays import Floats

FEATURES: Final = 35
PLAIN: Final = 0.75
"""From this share on the main cloth's name is learned from the cloth alone as well."""
HIDDEN: Final = 96
EPOCHS: Final = 60
BATCH: Final = 128
RATE: Final = 3e-3
DECAY: Final = 0.1
NOISE: Final = 0.1
"""Deviation of what is added to each standardised feature."""
MEMBERS: Final = 3
"""Networks whose probabilities are averaged."""
FIRST_POWERS: Final = (0.0, 0.3, 0.5, 0.7, 1.0, 1.3)
ANCHORS: Final = 1500
ANCHOR_WEIGHT: Final = 0.3
"""Plain colours to learn beside the photos, and what each counts for; ours."""
OTHER_POWER: Final = 0.3
"""How far the look of the whole garment counts for the names of its smaller cloths; ours."""


class NameNet(nn.Module):  # type: ignore[misc]
    """(N, F) raw features to (N, names) probabilities: the mean over some small networks."""

    def __init__(self, mean: Tensor, spread: Tensor, names: int) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("spread", spread)
        self.members = nn.ModuleList(_member(len(mean), names) for _ in range(MEMBERS))

    def standard(self, features: Tensor) -> Tensor:
        """Features with mean 0 and deviation 1."""
        return (features - self.mean) / self.spread

    def forward(self, features: Tensor) -> Tensor:
        """The mean of the members' probabilities."""
        rows = self.standard(features)
        return torch.stack([member(rows).softmax(1) for member in self.members]).mean(0)


def _member(features: int, names: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(features, HIDDEN),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(HIDDEN, HIDDEN),
        nn.ReLU(),
        nn.Linear(HIDDEN, names),
    )


def features_of(shots: Sequence[Shot], masks: Path) -> tuple[Floats, Floats]:
    """(N, F) of each photo's garment, and (N, F) of its main cloth alone where it is of one cloth.

    Zeros where the mask is empty, and in the second array where there are several cloths.
    """
    rows = [_features(shot, masks) for shot in shots]
    return np.stack([row[0] for row in rows]), np.stack([row[1] for row in rows])


def _features(shot: Shot, masks: Path) -> tuple[Floats, Floats]:
    rgb, mask = pair(masks, shot)
    box = box_of(mask)
    nothing = np.zeros(FEATURES)
    if box is None:
        return nothing, nothing
    framed = with_margin(box, MARGIN, (rgb.shape[1], rgb.shape[0]))
    cloths: Cloths | None = cloths_of(crop_rgba(rgb, mask, framed))
    if cloths is None:
        return nothing, nothing
    light = light_of(rgb, mask)
    plain = cloths.shares[0] >= PLAIN
    return cloths.features(light), cloths.alone(0).features(light) if plain else nothing


def anchors(lights: Floats, names: Sequence[str]) -> tuple[Floats, Floats]:
    """Features and names of plain colours all over sRGB, in the light of real photos (N, 9)."""
    rng = np.random.default_rng(0)
    rows, wanted = [], np.zeros((ANCHORS, len(names)))
    for index, rgb in enumerate(rng.uniform(0, 255, (ANCHORS, 3))):
        lab = oklab(rgb)
        folds = np.clip(lab[0] + rng.uniform(0, 0.06) * np.linspace(-2, 2, 5), 0, 1)
        cloths = Cloths(lab[None, :], np.ones(1), lab, folds)
        rows.append(cloths.features(lights[int(rng.integers(len(lights)))]))
        wanted[index, list(names).index(name_of(lab))] = ANCHOR_WEIGHT
    return np.stack(rows), wanted


def fit_names(features: Floats, wanted: Floats, names: Sequence[str]) -> NameNet:
    """Trains on (N, F) features and (N, names) distributions; rows of zeros say nothing."""
    torch.manual_seed(0)
    made, called = anchors(features[np.abs(features).sum(axis=1) > 0][:, LIGHT], names)
    features, wanted = np.vstack([features, made]), np.vstack([wanted, called])
    known = (np.abs(features).sum(axis=1) > 0) & (wanted.sum(axis=1) > 0)
    rows = torch.from_numpy(features[known]).float()
    truth = torch.from_numpy(wanted[known]).float()
    net = NameNet(rows.mean(0), rows.std(0) + 1e-6, truth.shape[1])
    standard = net.standard(rows)
    for member in net.members:
        _fit_member(member, standard, truth)
    net.eval()
    return net


def _fit_member(member: nn.Sequential, rows: Tensor, truth: Tensor) -> None:
    optimizer = torch.optim.AdamW(member.parameters(), lr=RATE, weight_decay=DECAY)
    steps = len(rows) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * steps)
    for _ in range(EPOCHS):
        order = torch.randperm(len(rows))
        for step in range(steps):
            batch = order[step * BATCH :][:BATCH]
            noisy = rows[batch] + NOISE * torch.randn_like(rows[batch])
            loss = -(truth[batch] * member(noisy).log_softmax(1)).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()


def best_power(named: Floats, seen: Floats, wanted: Floats) -> float:
    """How far to trust the garment network beside the names: the power of least loss."""
    losses = []
    for power in FIRST_POWERS:
        mixed = named * (seen + 1e-3) ** power
        mixed /= mixed.sum(axis=1, keepdims=True)
        losses.append(float(-np.log((wanted * mixed).sum(axis=1) + 1e-6).mean()))
    return FIRST_POWERS[int(np.argmin(losses))]


def export_names(net: NameNet, names: Sequence[str], power: float, path: Path) -> None:
    """Writes the network and its sha256."""
    torch.onnx.export(
        net,
        (torch.zeros(1, len(net.mean)),),
        str(path),
        input_names=["features"],
        output_names=["names"],
        dynamic_axes={"features": {0: "n"}, "names": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(path)
    powers = {"first": power, "other": min(power, OTHER_POWER)}
    for key, value in (("names", list(names)), ("powers", powers)):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, json.dumps(value)
    onnx.save(model, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".sha256").write_text(f"{digest}\n", "utf-8")
