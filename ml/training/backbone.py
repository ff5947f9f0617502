"""The pretrained networks, each cut in two: a frozen trunk that runs once, and what is trained."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor, nn

CUT: Final = 11
"""Blocks before this one stay as ImageNet left them: a sixteenth of the side leaves the trunk."""
FEATURES: Final = 1280
"""Length of the pooled feature vector."""
MEAN, SCALE = 127.0, 128.0
"""Input normalisation of EfficientNet-Lite (tensorflow/tpu, efficientnet/lite)."""


@dataclass(frozen=True, slots=True)
class Backbone:
    """A pretrained network of the registry and the side in pixels that it was trained at."""

    name: str
    side_px: int


MEMBERS: Final = (Backbone("efficientnet-lite2", 260), Backbone("efficientnet-lite1", 240))
"""The garment network is the mean of these."""


class Trunk(nn.Module):  # type: ignore[misc]
    """(N, 3, any, any) float32, 0..255 to (N, C, side / 16, side / 16)."""

    def __init__(self, net: EfficientNet, side_px: int) -> None:
        super().__init__()
        self.side_px = side_px
        self.stem, self.norm = net._conv_stem, net._bn0
        self.blocks = nn.Sequential(*net._blocks[:CUT])

    def forward(self, rgb: Tensor) -> Tensor:
        """Features of the frozen part."""
        size = (self.side_px, self.side_px)
        seen = nn.functional.interpolate(rgb, size, mode="bilinear", align_corners=False)
        stem = nn.functional.relu6(self.norm(self.stem((seen - MEAN) / SCALE)))
        return self.blocks(stem)


class Crown(nn.Module):  # type: ignore[misc]
    """What leaves the trunk to the pooled features (N, 1280)."""

    def __init__(self, net: EfficientNet) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*net._blocks[CUT:])
        self.head, self.norm = net._conv_head, net._bn1

    def forward(self, middle: Tensor) -> Tensor:
        """Features of the trained part."""
        return nn.functional.relu6(self.norm(self.head(self.blocks(middle)))).mean((2, 3))


def load(backbone: Backbone, weights: Path) -> tuple[Trunk, Crown]:
    """Both parts with the ImageNet weights of the registry's file."""
    net = EfficientNet.from_name(backbone.name)
    net.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    net.eval()
    return Trunk(net, backbone.side_px), Crown(net)
