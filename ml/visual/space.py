"""The space in which photos of one garment lie close together: a projection of network features.

Linear discriminants, fitted on re-shots: directions in which features differ between garments
rather than between photos of the same one. The network looks past colour, so the cloth's tints
stand beside its features, in units of their spread between re-shots. A space belongs to one version
of the garment network.
"""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from stylist.arrays import Floats

WEIGHTS: Final = Path(__file__).with_name("weights") / "look_space.npz"
DIM: Final = 160
TINTS: Final = 15
"""Length of a cut-out's tints, see `ml.visual.look.tints`."""
SHRINKAGE: Final = 1.0
"""What is added to the scatter within garments, in means of its diagonal; chosen on training
senders: 0.3 and 3.0 find a little less."""
TINT_WEIGHT: Final = 0.06
"""What one spread of one tint counts beside a unit feature vector. Chosen on half the held-out
senders for the rank of re-shots and for telling garments of one sender apart: 0.04 to 0.08 are as
good, without tints a quarter fewer re-shots are told from other garments."""


@dataclass(frozen=True, slots=True)
class LookSpace:
    """`mean` (F,), `axes` (F, D) of unit network features, `tint_mean` (15,), `tint_axes` (15, 15).

    `network` is the version of the garment network; `same_from` the cosine from which two photos
    of one owner are asked about as one garment.
    """

    mean: Floats
    axes: Floats
    tint_mean: Floats
    tint_axes: Floats
    network: str
    same_from: float
    version: str

    def place(self, seen: Floats) -> Floats:
        """(N, F + 15) unit features and tints to (N, D + 15) unit vectors."""
        width = len(self.mean)
        form = _unit((seen[:, :width] - self.mean) @ self.axes)
        tints = (seen[:, width:] - self.tint_mean) @ self.tint_axes
        return _unit(np.hstack([form, TINT_WEIGHT * tints])).astype(np.float32)


def read_space(path: Path = WEIGHTS) -> LookSpace:
    """The space that is shipped; its version is told by its bytes."""
    data = path.read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        return LookSpace(
            mean=kept["mean"].astype(np.float32),
            axes=kept["axes"].astype(np.float32),
            tint_mean=kept["tint_mean"],
            tint_axes=kept["tint_axes"],
            network=str(kept["network"]),
            same_from=float(kept["same_from"]),
            version=hashlib.sha256(data).hexdigest()[:12],
        )


def write_space(path: Path, space: LookSpace) -> LookSpace:
    """Keep a space; returns it as it will be read, with its version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        mean=space.mean.astype(np.float16),
        axes=space.axes.astype(np.float16),
        tint_mean=space.tint_mean.astype(np.float32),
        tint_axes=space.tint_axes.astype(np.float32),
        network=np.array(space.network),
        same_from=np.array(space.same_from, np.float32),
    )
    return read_space(path)


def fit_space(seen: Floats, network: str) -> LookSpace:
    """The space for (garments, photos of each, F + 15); where "the same" begins is left open."""
    features, tints = seen[..., :-TINTS], seen[..., -TINTS:]
    mean, axes = _discriminants(features)
    spread, _, tint_mean = _scatters(tints)
    spread += 0.05 * np.trace(spread) / TINTS * np.eye(TINTS)
    return LookSpace(
        mean=mean,
        axes=axes,
        tint_mean=tint_mean,
        tint_axes=np.linalg.inv(np.linalg.cholesky(spread)).T,
        network=network,
        same_from=1.0,
        version="draft",
    )


def _discriminants(features: Floats) -> tuple[Floats, Floats]:
    within, between, mean = _scatters(features)
    width = len(mean)
    within += SHRINKAGE * np.trace(within) / width * np.eye(width)
    whiten = np.linalg.inv(np.linalg.cholesky(within))
    gains, turned = np.linalg.eigh(whiten @ between @ whiten.T)
    gains, turned = np.maximum(gains[::-1][:DIM], 1e-6), turned[:, ::-1][:, :DIM]
    # An axis counts by how much of its spread tells garments apart.
    return mean, whiten.T @ turned * np.sqrt(gains / (1 + gains))


def _scatters(seen: Floats) -> tuple[Floats, Floats, Floats]:
    """The scatter within garments and between them, and the mean, of (garments, photos, F)."""
    rows = seen.astype(np.float64)
    centres = rows.mean(axis=1, keepdims=True)
    mean = centres.mean(axis=(0, 1))
    return _scatter(rows - centres), _scatter(centres - mean), mean


def _scatter(rows: Floats) -> Floats:
    flat = rows.reshape(-1, rows.shape[-1])
    scatter: Floats = flat.T @ flat / len(flat)
    return scatter


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
