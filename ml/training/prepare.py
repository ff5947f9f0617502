"""What runs once before training: masks, and the frozen trunk's output for every view."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from PIL import Image

from ml.segment import Segmenter
from ml.training.nothing import nothing_views
from ml.training.photos import Shot
from ml.training.views import plain_views, varied_view
from stylist.arrays import Floats, Mask, Rgb

VARIED: Final = 16
"""Varied views kept of each training photo."""
PART: Final = 8
"""Views that share a seed and a donor of backgrounds, and run at once."""
NOTHING_SEED: Final = 1_000
MIDDLE: Final = (80, 14, 14)
"""Shape of what leaves the trunk."""


def masks(shots: Sequence[Shot], folder: Path, segmenter: Segmenter) -> None:
    """A mask beside every photo's name; those that are there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for shot in shots:
        path = _mask_path(folder, shot)
        if not path.is_file():
            Image.fromarray(segmenter.mask(_photo(shot))).save(path)


def trunk_outputs(shots: Sequence[Shot], work: Path, trunk: Path) -> None:
    """Runs the trunk, an ONNX file, over every view and keeps what leaves it.

    Writes `plain.npy` (N, 4, …), `varied.npy` (16, train, …) and `nothing.npy` (N, 2, …).
    """
    session = onnxruntime.InferenceSession(str(trunk), providers=["CPUExecutionProvider"])
    folder, train = work / "masks", [i for i, shot in enumerate(shots) if not shot.held_out]
    sizes = {"plain": (len(shots), 4), "varied": (VARIED, len(train)), "nothing": (len(shots), 2)}
    missing = {name for name in sizes if not (work / f"{name}.npy").is_file()}
    arrays = {
        name: np.lib.format.open_memmap(
            work / f"{name}.part.npy", "w+", np.float16, (*sizes[name], *MIDDLE)
        )
        for name in missing
    }
    places = {index: place for place, index in enumerate(train)}
    for index, shot in enumerate(shots if missing else ()):
        rgb, mask = _photo(shot), _mask(folder, shot)
        if "plain" in missing:
            arrays["plain"][index] = _run(session, plain_views(rgb, mask))
        if "nothing" in missing:
            rng = np.random.default_rng([index, NOTHING_SEED])
            arrays["nothing"][index] = _run(session, nothing_views(rgb, mask, rng))
        if "varied" in missing and index in places:
            for start in range(0, VARIED, PART):
                rng = np.random.default_rng([index, start])
                other = _photo(shots[int(rng.integers(len(shots)))])
                views = [varied_view(rgb, mask, rng, other) for _ in range(PART)]
                arrays["varied"][start : start + PART, places[index]] = _run(session, views)
    for name in missing:
        (work / f"{name}.part.npy").rename(work / f"{name}.npy")


def _run(session: onnxruntime.InferenceSession, views: list[Rgb]) -> Floats:
    stack = np.stack(views).transpose(0, 3, 1, 2).astype(np.float32)
    return np.asarray(session.run(None, {"rgb": stack})[0])


def _photo(shot: Shot) -> Rgb:
    with Image.open(shot.path) as image:
        return np.asarray(image.convert("RGB"))


def _mask(folder: Path, shot: Shot) -> Mask:
    with Image.open(_mask_path(folder, shot)) as image:
        return np.asarray(image)


def _mask_path(folder: Path, shot: Shot) -> Path:
    return folder / f"{shot.path.stem}.png"
