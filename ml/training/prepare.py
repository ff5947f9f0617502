"""What runs once before training: masks, and the frozen trunk's output for every view."""

from collections.abc import Callable, Sequence
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

VARIED: Final = 8
"""Varied views kept of each training photo; an epoch sees one."""
PART: Final = 4
"""Views that share a seed and a donor of backgrounds, and run at once."""
NOTHING_SEED: Final = 1_000


def masks(shots: Sequence[Shot], folder: Path, segmenter: Segmenter) -> None:
    """A mask beside every photo's name; those that are there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for shot in shots:
        path = _mask_path(folder, shot)
        if not path.is_file():
            Image.fromarray(segmenter.mask(_photo(shot))).save(path)


def trunk_outputs(shots: Sequence[Shot], work: Path, trunk: Path) -> None:
    """Runs the trunk, an ONNX file, over every view and keeps what leaves it.

    Writes `varied.npy` (train, 8, …) and `nothing.npy` (train, 2, …) of the photos to train on,
    and `plain.npy` (tune, 4, …) of those to tune on, in the photos' order.
    """
    session = onnxruntime.InferenceSession(str(trunk), providers=["CPUExecutionProvider"])
    folder = work / "masks"
    train = [index for index, shot in enumerate(shots) if shot.part == "train"]
    tune = [index for index, shot in enumerate(shots) if shot.part == "tune"]

    def nothing(index: int) -> Floats:
        rng = np.random.default_rng([index, NOTHING_SEED])
        return _run(session, nothing_views(*pair(folder, shots[index]), rng))

    def plain(index: int) -> Floats:
        return _run(session, plain_views(*pair(folder, shots[index])))

    def varied(index: int) -> Floats:
        parts = [_varied(shots, index, folder, start) for start in range(0, VARIED, PART)]
        return np.concatenate([_run(session, views) for views in parts])

    _keep(work / "nothing.npy", train, nothing)
    _keep(work / "plain.npy", tune, plain)
    _keep(work / "varied.npy", train, varied)


def _keep(path: Path, indices: list[int], make: Callable[[int], Floats]) -> None:
    """Writes one row for each photo, unless the file is there; a broken-off file is not."""
    if path.is_file():
        return
    part = path.with_suffix(".part.npy")
    rows: Floats | None = None
    for place, index in enumerate(indices):
        made = make(index)
        if rows is None:
            rows = np.lib.format.open_memmap(part, "w+", np.float16, (len(indices), *made.shape))
        rows[place] = made
    part.rename(path)


def _varied(shots: Sequence[Shot], index: int, folder: Path, start: int) -> list[Rgb]:
    rgb, mask = pair(folder, shots[index])
    rng = np.random.default_rng([index, start])
    other = _photo(shots[int(rng.integers(len(shots)))])
    return [varied_view(rgb, mask, rng, other) for _ in range(PART)]


def pair(folder: Path, shot: Shot) -> tuple[Rgb, Mask]:
    """A photo and its mask."""
    return _photo(shot), _mask(folder, shot)


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
