"""The look of a garment: a vector of its cut-out that survives another photo of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from ml.garments.classifier import GarmentNet
from ml.garments.framing import VIEW_PX, box_of, over, square_view
from ml.garments.oklab import oklab
from ml.photos import fit_within
from ml.visual.space import TINTS, WEIGHTS, LookSpace, read_space
from stylist.arrays import Floats, Rgb, Rgba

TINT_PX: Final = 192
"""Longer side in which tints are counted: a camera's noise is gone."""
SURE: Final = 200
"""A mask value from here on is cloth, not its edge."""


class GarmentLook:
    """The features of the garment network for a cut-out, placed in the space of looks.

    A retrained network, or a space fitted again, is another embedder with another name. Without
    the space of this very network there are its plain features, and no way to say "the same".
    """

    def __init__(self, network: GarmentNet, space: LookSpace | None) -> None:
        fits = space is not None and space.network == network.version
        self._network, self._space = network, space if fits else None
        self.version = self._space.version if self._space else network.version
        self.name = f"{'garment-look' if self._space else 'garment-features'}-{self.version}"
        self.dim = self.embed_cutouts([np.full((8, 8, 4), 255, np.uint8)]).shape[1]

    @property
    def same_from(self) -> float | None:
        """The likeness (0..1) from which two cut-outs are taken for one garment; None: unknown."""
        return self._space.same_from if self._space else None

    def embed_cutouts(self, cutouts: Sequence[Rgba]) -> Floats:
        """See `ml.embed.ImageEmbedder`."""
        seen = np.stack([self.seen(cutout) for cutout in cutouts])
        return self._space.place(seen) if self._space else seen[:, :-TINTS]

    def seen(self, cutout: Rgba) -> Floats:
        """Unit network features of the cut-out and its mirror image, and its tints: (F + 15,)."""
        view = cut_view(cutout)
        features = self._network.guess([view, view[:, ::-1]]).features
        return np.concatenate([features, tints(cutout)]).astype(np.float32)


def cut_view(cutout: Rgba, size_px: int = VIEW_PX) -> Rgb:
    """The square view (size, size, 3) of a cut-out (h, w, 4) over gray."""
    rgb, mask = np.ascontiguousarray(cutout[..., :3]), np.ascontiguousarray(cutout[..., 3])
    box = box_of(mask) or (0, 0, mask.shape[1], mask.shape[0])
    return square_view(over(rgb, mask), box, size_px=size_px)


def tints(cutout: Rgba) -> Floats:
    """(15,) OKLab quantiles of a cut-out's cloth: L, a, b at 5, 25, 50, 75 and 95 %."""
    small = fit_within(cutout, TINT_PX)
    cloth = small[small[..., 3] >= SURE]
    cloth = cloth if len(cloth) >= TINT_PX else small.reshape(-1, 4)
    lab = oklab(cloth[:, :3].astype(np.float64))
    found: Floats = np.quantile(lab, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0).ravel()
    return found


def load_look(models_dir: Path, threads: int) -> GarmentLook:
    """The shipped network with its space; nothing has to be fetched."""
    space = read_space() if WEIGHTS.is_file() else None
    return GarmentLook(GarmentNet(threads=threads), space)
