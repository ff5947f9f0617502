"""The whole network as one ONNX file: weights in half precision, arithmetic in single."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

from ml.garments.framing import VIEW_PX
from ml.training.backbone import Crown, Trunk
from ml.training.fit import Heads
from ml.training.targets import Names

OPSET = 17


@dataclass(frozen=True, slots=True)
class Member:
    """One trained network of the garment network: its frozen part, its trained part, its heads."""

    trunk: Trunk
    crown: Crown
    heads: Heads


class Whole(nn.Module):  # type: ignore[misc]
    """(N, 3, 260, 260) float32 0..255 to each head's probabilities, presence and features.

    Probabilities are the members' mean, each member's logits divided by the head's temperature
    first (Guo et al. 2017); features are theirs in a row, each of length one.
    """

    def __init__(self, members: Sequence[Member], temperatures: dict[str, float]) -> None:
        super().__init__()
        self.trunks = nn.ModuleList(member.trunk for member in members)
        self.crowns = nn.ModuleList(member.crown for member in members)
        self.heads = nn.ModuleList(member.heads for member in members)
        self.temperatures = temperatures

    def forward(self, rgb: Tensor) -> tuple[Tensor, ...]:
        """Every head in the order of its names, then presence and features."""
        parts = zip(self.trunks, self.crowns, self.heads, strict=True)
        features, said = [], []
        for trunk, crown, heads in parts:
            seen = crown(trunk(rgb))
            logits, presence = heads(seen)
            shares = [(rows / self.temperatures[name]).softmax(1) for name, rows in logits.items()]
            said.append([*shares, presence.sigmoid()])
            features.append(nn.functional.normalize(seen))
        means = (sum(each) / len(said) for each in zip(*said, strict=True))
        return (*means, torch.cat(features, 1))


def export_trunk(trunk: Trunk, path: Path) -> None:
    """The frozen part alone, for `prepare`."""
    _export(trunk, path, ["middle"])


def export_network(
    members: Sequence[Member],
    names: Names,
    path: Path,
    temperatures: dict[str, float],
    usual_warmth: dict[str, float],
) -> None:
    """Writes the network with its class names and the mean warmth of each kind, and its sha256."""
    whole = Whole(members, temperatures).eval()
    _export(whole, path, [*names, "presence", "features"])
    model = _halved(onnx.load(path))
    for key, value in (("names", names), ("usual_warmth", usual_warmth)):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, json.dumps(value)
    onnx.save(model, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".sha256").write_text(f"{digest}\n", "utf-8")


def _export(module: nn.Module, path: Path, outputs: list[str]) -> None:
    torch.onnx.export(
        module,
        (torch.zeros(1, 3, VIEW_PX, VIEW_PX),),
        str(path),
        input_names=["rgb"],
        output_names=outputs,
        dynamic_axes={name: {0: "n"} for name in ["rgb", *outputs]},
        opset_version=OPSET,
        dynamo=False,
    )


def _halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Large weights stored as float16, each cast back to float32 where it is used."""
    casts = []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < 256:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model
