"""What runs once before training: masks, and the frozen trunks' output for every view."""

import multiprocessing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import onnxruntime
from PIL import Image

from ml.segment import Segmenter
from ml.training.nothing import nothing_views
from ml.training.photos import Shot
from ml.training.views import plain_views, varied_view
from stylist.arrays import Floats, Mask, Rgb

VARIED: Final = 16
"""Varied views kept of each training photo; an epoch sees one."""
PART: Final = 4
"""Views that share a seed and a donor of backgrounds, and run at once."""
NOTHING_SEED: Final = 1_000
RECOLORED: Final = "recolored"
"""The array that tells of which varied views the colours are no longer the garment's."""

Rows = dict[str, Floats]
"""One photo's row of each array: a trunk's output by member, or flags."""


def masks(shots: Sequence[Shot], folder: Path, segmenter: Segmenter) -> None:
    """A mask beside every photo's name; those that are there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for shot in shots:
        path = _mask_path(folder, shot)
        if not path.is_file():
            Image.fromarray(segmenter.mask(_photo(shot))).save(path)


def trunk_outputs(
    shots: Sequence[Shot], work: Path, trunks: Mapping[str, Path], processes: int
) -> None:
    """Runs each trunk, an ONNX file by the member's name, over every view; keeps what leaves it.

    Writes `varied/`, `nothing/` (train, views, ...) of the photos to train on and `plain/` (tune,
    4, ...) of those to tune on, in the photos' order, an array for each member.
    """
    train = [index for index, shot in enumerate(shots) if shot.part == "train"]
    tune = [index for index, shot in enumerate(shots) if shot.part == "tune"]
    global _eyes
    _eyes = Eyes(shots, work / "masks", trunks)
    _keep(work / "nothing", train, _nothing, processes)
    _keep(work / "plain", tune, _plain, processes)
    _keep(work / "varied", train, _varied, processes)


@dataclass(slots=True)
class Eyes:
    """The photos, their masks and the trunks; sessions are made where they are used."""

    shots: Sequence[Shot]
    folder: Path
    trunks: Mapping[str, Path]
    sessions: dict[str, onnxruntime.InferenceSession] = field(default_factory=dict)

    def pair(self, index: int) -> tuple[Rgb, Mask]:
        """A photo and its mask."""
        return pair(self.folder, self.shots[index])

    def look(self, views: list[Rgb]) -> Rows:
        """What each trunk makes of the views."""
        stack = np.stack(views).transpose(0, 3, 1, 2).astype(np.float32)
        return {name: self._session(name).run(None, {"rgb": stack})[0] for name in self.trunks}

    def _session(self, name: str) -> onnxruntime.InferenceSession:
        if name not in self.sessions:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self.sessions[name] = onnxruntime.InferenceSession(
                str(self.trunks[name]), options, providers=["CPUExecutionProvider"]
            )
        return self.sessions[name]


_eyes: Eyes | None = None


def _seeing() -> Eyes:
    assert _eyes is not None
    return _eyes


def _nothing(index: int) -> Rows:
    eyes = _seeing()
    rng = np.random.default_rng([index, NOTHING_SEED])
    return eyes.look(nothing_views(*eyes.pair(index), rng))


def _plain(index: int) -> Rows:
    eyes = _seeing()
    return eyes.look(plain_views(*eyes.pair(index)))


def _varied(index: int) -> Rows:
    eyes = _seeing()
    rgb, mask = eyes.pair(index)
    parts = []
    for start in range(0, VARIED, PART):
        rng = np.random.default_rng([index, start])
        other = _photo(eyes.shots[int(rng.integers(len(eyes.shots)))])
        views, recolored = zip(
            *(varied_view(rgb, mask, rng, other) for _ in range(PART)), strict=True
        )
        parts.append({**eyes.look(list(views)), RECOLORED: np.asarray(recolored, np.float32)})
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


class _Make(Protocol):
    def __call__(self, index: int, /) -> Rows: ...


def _keep(folder: Path, indices: list[int], make: _Make, processes: int) -> None:
    """Writes one row for each photo, unless the folder is there; a broken-off one is not."""
    if folder.is_dir():
        return
    part = folder.with_suffix(".part")
    part.mkdir(exist_ok=True)
    rows: Rows = {}
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for place, made in enumerate(pool.imap(make, indices, chunksize=4)):
            for name, row in made.items():
                if name not in rows:
                    shape = (len(indices), *row.shape)
                    path = part / f"{name}.npy"
                    rows[name] = np.lib.format.open_memmap(path, "w+", np.float16, shape)
                rows[name][place] = row
    part.rename(folder)


def pair(folder: Path, shot: Shot) -> tuple[Rgb, Mask]:
    """A photo and its mask."""
    return _photo(shot), _mask(folder, shot)


def _photo(shot: Shot) -> Rgb:
    with Image.open(shot.path) as image:
        return np.asarray(image.convert("RGB"))


def _mask(folder: Path, shot: Shot) -> Mask:
    with Image.open(_mask_path(folder, shot)) as image:
        return np.asarray(image)


def _mask_path(folder: Path, shot: Shot) -> Path:
    return folder / f"{shot.path.stem}.png"
