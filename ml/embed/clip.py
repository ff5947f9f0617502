"""CLIP ViT-B/32 by OpenAI: texts and cut-outs in one space of 512 numbers. Optional.

Needs its weights (`stylist models pull clip-vit-b-32`) and the extra `clip` (torch and open_clip).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from ml.visual.look import cut_view
from ml.weights import weights_path
from stylist.arrays import Floats, Rgba
from stylist.errors import BackendUnavailable

NAME: Final = "clip-vit-b-32"
ARCHITECTURE: Final = "ViT-B-32-quickgelu"
"""open_clip's name of what OpenAI trained."""
MEAN: Final = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
SCALE: Final = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)
"""Input normalisation, of RGB in 0..1 (openai/CLIP, clip/clip.py)."""
SIDE_PX: Final = 224
"""Side of what its image half looks at."""
BATCH: Final = 16


class ClipEmbedder:
    """Both a `TextEmbedder` and an `ImageEmbedder`."""

    name = NAME
    dim = 512

    def __init__(self, model: Any, tokenize: Any, version: str) -> None:
        self._model, self._tokenize, self.version = model.eval(), tokenize, version

    def embed(self, texts: Sequence[str]) -> Floats:
        """See `TextEmbedder`."""
        return self._unit(
            self._model.encode_text, [self._tokenize([text])[0].numpy() for text in texts]
        )

    def embed_cutouts(self, cutouts: Sequence[Rgba]) -> Floats:
        """See `ml.embed.ImageEmbedder`."""
        seen = [cut_view(cutout, SIDE_PX) / np.float32(255) for cutout in cutouts]
        views = [(view - MEAN) / SCALE for view in seen]
        return self._unit(self._model.encode_image, [view.transpose(2, 0, 1) for view in views])

    def _unit(self, encode: Any, inputs: Sequence[Any]) -> Floats:
        import torch

        rows = [np.zeros((0, self.dim), np.float32)]
        for start in range(0, len(inputs), BATCH):
            batch = torch.from_numpy(np.stack(inputs[start : start + BATCH]))
            with torch.inference_mode():
                rows.append(encode(batch).float().numpy())
        found = np.concatenate(rows)
        unit: Floats = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return unit


def load_clip(models_dir: Path, threads: int) -> ClipEmbedder:
    """Raises: BackendUnavailable when the weights or the libraries are not here."""
    weights = weights_path(NAME, models_dir)
    open_clip = import_open_clip()
    import torch

    torch.set_num_threads(threads)
    model = open_clip.load_openai_model(str(weights), precision="fp32", device="cpu")
    return ClipEmbedder(model, open_clip.get_tokenizer(ARCHITECTURE), "openai")


def random_clip(seed: int) -> ClipEmbedder:
    """The same network with random weights, to test what does not need the trained ones.

    Raises: BackendUnavailable when the libraries are not here.
    """
    open_clip = import_open_clip()
    import torch

    torch.manual_seed(seed)
    model = open_clip.create_model(ARCHITECTURE, pretrained=None)
    return ClipEmbedder(model, open_clip.get_tokenizer(ARCHITECTURE), f"random-{seed}")


def import_open_clip() -> Any:
    """open_clip, also beside a torchvision that was built for another torch.

    Raises: BackendUnavailable when it is not installed.
    """
    try:
        import torch

        _define_missing_operators(torch)
        import open_clip
    except ImportError as error:
        raise BackendUnavailable(
            "CLIP needs torch and open_clip, which are not installed.",
            hint="Run: pip install 'stylist[clip]'",
        ) from error
    return open_clip


def _define_missing_operators(torch: Any) -> None:
    """Let torchvision be imported where its compiled part does not load.

    Its Python part registers implementations of operators that the compiled part defines; they are
    defined here instead. On a healthy install this does nothing.
    """
    try:
        import torchvision  # noqa: F401
    except RuntimeError:
        signatures = {
            "nms": "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
            "qnms": "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
        }
        for name, signature in signatures.items():
            if not hasattr(torch.ops.torchvision, name):
                library = torch.library.Library("torchvision", "FRAGMENT")
                library.define(signature)
                _KEPT.append(library)


_KEPT: list[Any] = []
"""A library's operators go when it is collected."""
