"""What photos say of two garments being worn together: a low-rank bilinear form over features.

The log-odds of a pair is (x_a − m)ᵀ W (x_b − m) + offset with W = V diag(s) Vᵀ, the low-rank
bilinear similarity of McAuley et al. 2015 ("Image-based recommendations on styles and
substitutes") made symmetric, as a pair has no order. Nothing is shipped: a person fits their own
(`python -m ml.training.outfits.visual`).
"""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

import numpy as np

from ml.outfits.compatibility.model import on_scale
from stylist.arrays import Floats, Vector
from stylist.errors import BackendUnavailable

FILE: Final = "outfit-visual.npz"
"""The name of fitted weights in the folder of models."""
WIDTH: Final = 512
"""Features of CLIP ViT-B/32, as the collection `clip` keeps them."""
MOST_RANK: Final = 32
UNREADABLE: Final = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What numpy raises at a file that is no archive of arrays, or half of one."""
MOST_SEEN: Final = 2_000
"""Garments with looks of their own, whose pairs are 16 MB; above, looks are left out."""
LEFT_OUT: Final = "visual-compatibility-left-out"
"""The degraded state of a wardrobe that is too large for its photos to be judged in pairs."""


@dataclass(frozen=True, slots=True, eq=False)
class VisualPairs:
    """`axes` (WIDTH, R) and `signs` (R,) are V and s, `middle` (WIDTH,) is m.

    `weight` is how much its log-odds count beside those of attributes.
    """

    axes: Floats
    signs: Floats
    middle: Floats
    offset: float
    weight: float

    def log_odds(self, features: Floats) -> Floats:
        """(N, N), symmetric, of (N, WIDTH) features of any length; 0 where one has no photo.

        A row that is not finite or all zeros is a garment without a photo.
        """
        rows = np.asarray(features, dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        seen = np.isfinite(lengths[:, 0]) & (lengths[:, 0] > 0)
        units = np.zeros_like(rows)
        np.divide(rows, lengths, out=units, where=seen[:, None])
        spots = (units - self.middle) @ self.axes
        value = (spots * self.signs) @ spots.T + np.float32(self.offset)
        symmetric: Floats = np.where(seen[:, None] & seen, (value + value.T) / 2, np.float32(0.0))
        return symmetric

    def pairs(self, features: Floats) -> Floats:
        """(N, N) in 0..1, symmetric: how well two garments look together; .5 without a photo."""
        return on_scale(self.log_odds(features))


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """The features (WIDTH,) of garments that have a photo, and who judges them."""

    judge: VisualPairs
    features: Mapping[UUID, Vector]

    def says(self, ids: Sequence[UUID | None]) -> Floats:
        """(N, N) log-odds to add to those of attributes; 0 for None and those without a photo."""
        rows = np.full((len(ids), WIDTH), np.nan, np.float32)
        for row, id_ in enumerate(ids):
            if id_ is not None and self.has(id_):
                rows[row] = self.features[id_]
        said: Floats = np.float32(self.judge.weight) * self.judge.log_odds(rows)
        return said

    def has(self, id_: UUID) -> bool:
        """Whether a garment has features that can be judged."""
        found = self.features.get(id_)
        return found is not None and bool(np.isfinite(found).all() and np.any(found))


def load_visual(models_dir: Path) -> VisualPairs | None:
    """The fitted weights of this folder; None when nothing was fitted.

    Raises: BackendUnavailable when the file is not such weights.
    """
    path = models_dir / FILE
    try:
        there = path.stat()
    except FileNotFoundError:
        return None
    return _read(path, there.st_mtime_ns, there.st_size)


@lru_cache(maxsize=2)
def _read(path: Path, changed_ns: int, size: int) -> VisualPairs:
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: np.asarray(file[name], np.float32) for name in file.files}
        axes, signs, middle = (arrays[name] for name in ("axes", "signs", "middle"))
        offset, weight = arrays["numbers"]
    except UNREADABLE as error:
        raise _damaged(path) from error
    rank = signs.size
    shaped = axes.shape == (WIDTH, rank) and signs.ndim == 1 and middle.shape == (WIDTH,)
    finite = all(np.isfinite(array).all() for array in arrays.values())
    if not (shaped and finite and 1 <= rank <= MOST_RANK and weight >= 0):
        raise _damaged(path)
    return VisualPairs(axes, signs, middle, float(offset), float(weight))


def _damaged(path: Path) -> BackendUnavailable:
    return BackendUnavailable(
        "The fitted weights of the visual compatibility are damaged.",
        hint=f"Fit {path} again with `python -m ml.training.outfits.visual`, or remove it.",
    )


def write_visual(path: Path, judge: VisualPairs) -> None:
    """Write weights as `load_visual` reads them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            axes=judge.axes.astype(np.float32),
            signs=judge.signs.astype(np.float32),
            middle=judge.middle.astype(np.float32),
            numbers=np.array([judge.offset, judge.weight]),
        )
