"""Fits what is worn together: one command, some minutes on one core.

`.venv/bin/python -m ml.training.outfits`, from the repository's root with the shared data beside it
and MiniLM pulled. Cross-fitted on the valid split for the weights of the parts, then fitted on all
outfits. Every draw is seeded, so the same data gives the same file.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from ml.outfits.compatibility.model import WEIGHTS, Compatibility
from ml.outfits.compatibility.parts import Track
from ml.training.outfits.folds import Fold, cross_fitted
from ml.training.outfits.outfits import category_sets, titled
from ml.training.outfits.tracks import fit_model, weighed
from ml.training.outfits.vectors import WordVectors
from ml.training.outfits.weighing import calibrate, sheet_of, weigh
from stylist.arrays import Floats
from stylist.settings import Settings

LEVELS: Final = 127
"""Odds are kept as so many steps to either side."""


def main() -> None:
    """Writes the weights with their sha256, and prints how much each part counts."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    options.add_argument("--work", type=Path, default=Path(".train"), help="scratch folder")
    given = options.parse_args()
    settings = Settings()
    outfits = titled(settings.shared_data)
    others = category_sets(settings.shared_data, outfits)
    vectors = WordVectors(settings.models_dir, given.work / "word_vectors.npz")
    folds = list(cross_fitted(outfits, others, vectors))
    attributes = weigh([sheet_of(f.model, f.paper, attributes_only=True) for f in folds])
    titles = weigh([sheet_of(f.model, f.paper, attributes_only=False) for f in folds])
    model = weighed(fit_model(outfits, others, vectors), attributes, titles)
    scales = [_scale(folds, attributes, titles, attributes_only=only) for only in (True, False)]
    digest = write(given.out, model, scales)
    said = f"attributes {np.round(attributes, 3)}, titles {np.round(titles, 3)}, sha256 {digest}"
    sys.stdout.write(said + "\n")


def _scale(
    folds: Sequence[Fold], attributes: Floats, titles: Floats, *, attributes_only: bool
) -> tuple[float, float]:
    """Slope and offset by which the values of pairs become chances, on outfits not fitted on."""
    weight = np.maximum(attributes if attributes_only else titles, 0.0)
    sheets = [sheet_of(f.model, f.paper, attributes_only=attributes_only) for f in folds]
    worn, thrown = (
        np.concatenate([getattr(sheet, side) for sheet in sheets]) @ weight
        for side in ("worn", "thrown")
    )
    return calibrate(worn, thrown)


def write(path: Path, model: Compatibility, scales: Sequence[tuple[float, float]]) -> str:
    """Write a model's arrays and their sha256, which is returned."""
    arrays: dict[str, Floats] = {"categories": np.array([*model.categories])}
    for name, track, scale in zip(
        ("attributes", "titles"), (model.attributes, model.titles), scales, strict=True
    ):
        arrays |= {f"{name}.{key}": value for key, value in _arrays(track, scale).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".sha256").write_text(digest + "\n", "utf-8")
    return digest


def _arrays(track: Track, scale: tuple[float, float]) -> dict[str, Floats]:
    odds, step = _in_steps(_upper(track.odds))
    beside, beside_step = _in_steps(track.beside[:-1])
    return {
        "words": np.array([*track.words]),
        "categories": track.categories.astype(np.float16),
        "odds": odds,
        "rarity": track.rarity.astype(np.float16),
        "meanings": track.meanings.astype(np.float16),
        "sign": track.sign.astype(np.int8),
        "middles": track.middles.astype(np.float16),
        "beside": beside,
        "ratio": _upper(track.ratio).astype(np.float16),
        "ratio_middles": track.ratio_middles[:-1].astype(np.float16),
        "ratio_places": track.ratio_places.astype(np.float16),
        "weight": track.weight,
        "numbers": np.array([step, beside_step, scale[1], scale[0]]).astype(np.float32),
    }


def _upper(square: Floats) -> Floats:
    """The upper triangle of a symmetric table, without the last row, which is zero."""
    upper: Floats = square[np.triu_indices(len(square) - 1)]
    return upper


def _in_steps(table: Floats) -> tuple[Floats, float]:
    """A table as int8, and the step that gives it back."""
    step = float(np.abs(table).max()) / LEVELS or 1.0
    return np.round(table / step).astype(np.int8), step


if __name__ == "__main__":
    main()
