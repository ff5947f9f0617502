"""Fits `ml/garments/overlap.py`: garments of training photos are laid upon each other by code.

`python -m ml.training.overlap --masks FOLDER [--photos N]`, after the garment network was trained;
masks as `ml.training` keeps them. Where the doubt begins is set on single garments of the tuning
senders; photos of held-out senders are not looked at.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from PIL import Image
from torch import nn

from ml.garments.classifier import GarmentNet
from ml.garments.framing import box_of
from ml.garments.overlap import WEIGHTS
from ml.training.photos import Shot, shots
from ml.training.prepare import pair
from stylist import vocabulary
from stylist.arrays import Floats, Mask, Rgb
from stylist.settings import Settings

FALSE_SHARE: Final = 0.03
"""Share of single garments of the tuning senders of which the doubt may be told."""
DECAY: Final = 3e-3
STEPS: Final = 400


def main() -> None:
    """Lays garments upon each other, looks at them, fits, writes the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--masks", type=Path, required=True)
    options.add_argument("--photos", type=int, default=700)
    given = options.parse_args()
    net, rng = GarmentNet(), np.random.default_rng(0)
    photos = [shot for shot in shots(Settings().shared_data) if not shot.held_out]
    train = [shot for shot in photos if shot.part == "train"]
    tune = [shot for shot in photos if shot.part == "tune"]
    picked = [train[i] for i in rng.choice(len(train), given.photos, replace=False)]
    features, wanted = _looked_at(picked, train, given.masks, net, rng)
    weights, bias = _fitted(features, wanted)
    tuning, truth = _looked_at(tune, tune, given.masks, net, rng)
    scores = 1 / (1 + np.exp(-(tuning @ weights + bias)))
    told_from = float(np.quantile(scores[truth == 0], 1 - FALSE_SHARE))
    found = float((scores[truth == 1] >= told_from).mean())
    sys.stdout.write(
        f"told from {told_from:.3f}: {found:.3f} of {int(truth.sum())} overlapping pairs of the "
        f"tuning senders, {FALSE_SHARE:.3f} of {int((1 - truth).sum())} single garments\n"
    )
    np.savez_compressed(
        WEIGHTS,
        weights=weights.astype(np.float16),
        bias=np.array(bias, np.float32),
        told_from=np.array(told_from, np.float32),
        network=np.array(net.version),
    )
    digest = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    WEIGHTS.with_suffix(".sha256").write_text(f"{digest}\n", "utf-8")


def _looked_at(
    picked: Sequence[Shot],
    others: Sequence[Shot],
    masks: Path,
    net: GarmentNet,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Features (N, F) of single garments and of pairs, and which are pairs (N,).

    Half of the single ones are pasted as well, so that a pasted edge tells nothing.
    """
    rows, pairs = [], []
    for shot in picked:
        rgb, mask = pair(masks, shot)
        other = others[int(rng.integers(len(others)))]
        upper = pair(masks, other)
        if box_of(mask) is None or box_of(upper[1]) is None:
            continue
        single = laid_upon(rgb, np.zeros_like(mask), upper, rng) if rng.random() < 0.5 else None
        for seen, is_pair in ((single or (rgb, mask), 0.0), (None, 1.0)):
            if seen is None:
                if not _unlike(shot, other):
                    continue
                seen = laid_upon(rgb, mask, upper, rng)
            box = box_of(seen[1])
            if box is not None:
                rows.append(net.classify(*seen, box).features)
                pairs.append(is_pair)
    return np.stack(rows).astype(np.float64), np.array(pairs)


def _unlike(one: Shot, other: Shot) -> bool:
    """Two of a kind upon each other often look like one."""
    kinds = vocabulary.kinds()
    return (
        one.kind in kinds
        and other.kind in kinds
        and kinds[one.kind].category != kinds[other.kind].category
    )


def laid_upon(
    rgb: Rgb, mask: Mask, upper: tuple[Rgb, Mask], rng: np.random.Generator
) -> tuple[Rgb, Mask]:
    """The photo with another garment laid over a part of its own, and the mask of both.

    With an empty mask the other garment alone is laid on the photo's middle: the photo's own
    garment is then covered with its background's mean colour first.
    """
    height, width = mask.shape
    own = box_of(mask) or (width // 6, height // 6, 2 * width // 3, 2 * height // 3)
    x, y, w, h = box_of(upper[1]) or (0, 0, 1, 1)
    scale = max(own[2], own[3]) / max(w, h) * float(rng.uniform(0.6, 1.0))
    size = max(8, int(w * scale)), max(8, int(h * scale))
    cut = Image.fromarray(np.dstack([upper[0], upper[1]])[y : y + h, x : x + w]).resize(size)
    spread = 0.45 if mask.any() else 0.05
    middle = (
        own[0] + own[2] / 2 + float(rng.uniform(-spread, spread)) * own[2],
        own[1] + own[3] / 2 + float(rng.uniform(-spread, spread)) * own[3],
    )
    place = int(middle[0] - size[0] / 2), int(middle[1] - size[1] / 2)
    scene = Image.fromarray(rgb if mask.any() else _emptied(rgb))
    both = Image.fromarray(mask)
    alpha = cut.getchannel("A")
    scene.paste(cut.convert("RGB"), place, alpha)
    both.paste(255, (place[0], place[1], place[0] + size[0], place[1] + size[1]), alpha)
    return np.asarray(scene), np.asarray(both)


def _emptied(rgb: Rgb) -> Rgb:
    """A ground like the photo's: its rim's mean colour with the rim's grain."""
    rim = np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]]).astype(np.float32)
    grain = np.random.default_rng(0).normal(0, 4, rgb.shape)
    return np.asarray(np.clip(rim.mean(0) + grain, 0, 255), np.uint8)


def _fitted(features: Floats, wanted: Floats) -> tuple[Floats, float]:
    """Logistic regression with weight decay, by L-BFGS."""
    rows, truth = torch.from_numpy(features), torch.from_numpy(wanted)
    layer = nn.Linear(rows.shape[1], 1, dtype=torch.float64)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(layer(rows)[:, 0], truth)
        loss = loss + DECAY * (layer.weight**2).sum() / 100
        loss.backward()
        return loss

    optimizer.step(closure)
    return layer.weight.detach().numpy()[0], float(layer.bias.item())


if __name__ == "__main__":
    main()
