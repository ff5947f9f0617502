"""EfficientNet-Lite2, cut in two: a frozen trunk that runs once per view, and what is trained."""

from pathlib import Path
from typing import Final

import torch
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor, nn

CUT: Final = 11
"""Blocks before this one stay as ImageNet left them: 88 channels of 17 x 17 leave the trunk."""
MIDDLE: Final = (88, 17, 17)
"""Shape of what leaves the trunk."""
FEATURES: Final = 1280
"""Length of the pooled feature vector."""
MEAN, SCALE = 127.0, 128.0
"""Input normalisation of EfficientNet-Lite (tensorflow/tpu, efficientnet/lite)."""


class Trunk(nn.Module):  # type: ignore[misc]
    """(N, 3, 260, 260) float32, 0..255 to (N, 88, 17, 17)."""

    def __init__(self, net: EfficientNet) -> None:
        super().__init__()
        self.stem, self.norm = net._conv_stem, net._bn0
        self.blocks = nn.Sequential(*net._blocks[:CUT])

    def forward(self, rgb: Tensor) -> Tensor:
        """Features of the frozen part."""
        stem = nn.functional.relu6(self.norm(self.stem((rgb - MEAN) / SCALE)))
        return self.blocks(stem)


class Crown(nn.Module):  # type: ignore[misc]
    """(N, 88, 17, 17) to the pooled features (N, 1280)."""

    def __init__(self, net: EfficientNet) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*net._blocks[CUT:])
        self.head, self.norm = net._conv_head, net._bn1

    def forward(self, middle: Tensor) -> Tensor:
        """Features of the trained part."""
        return nn.functional.relu6(self.norm(self.head(self.blocks(middle)))).mean((2, 3))


def load(weights: Path) -> tuple[Trunk, Crown]:
    """Both parts with the ImageNet weights of the registry's `efficientnet-lite2`."""
    net = EfficientNet.from_name("efficientnet-lite2")
    net.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    net.eval()
    return Trunk(net), Crown(net)
