"""Garments from the labelled photos: as they were labelled by eye, and as the pipeline sees them.

    nice .venv/bin/python -m benchmarks.search_wardrobes PREDICTIONS.json [--masks FOLDER …]

writes what the pipeline says of every tuning and held-out photo, which takes a while, to a file
that `benchmarks.search` reads. `--masks` takes masks that were made before (`<stem>.png`).
"""

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from PIL import Image

from ml.garments.pipeline import GarmentPipeline, load_pipeline
from ml.segment import Segmenter
from ml.training.photos import Shot, shots
from stylist import vocabulary
from stylist.arrays import Mask, Rgb
from stylist.errors import PhotoUnusable
from stylist.garments import ColorShare, GarmentAttributes, GarmentView, garment_name
from stylist.settings import Settings

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
CLO: Final[dict[str, tuple[float, float, float]]] = {
    "top": (0.10, 0.27, 0.38),
    "bottom": (0.10, 0.22, 0.32),
    "dress": (0.20, 0.29, 0.40),
    "outerwear": (0.25, 0.36, 0.60),
    "shoes": (0.02, 0.05, 0.12),
    "accessory": (0.00, 0.02, 0.05),
}
"""Insulation in clo that stands for the labels' three levels of warmth in each slot; ours."""


class KeptMasks:
    """Masks of a folder, and of a segmenter where there is none."""

    def __init__(self, folders: list[Path], otherwise: Segmenter) -> None:
        self.name, self.version = f"kept-or-{otherwise.name}", otherwise.version
        self.stem, self._folders, self._otherwise = "", folders, otherwise

    def mask(self, rgb: Rgb) -> Mask:
        """The mask of the photo that `stem` names, in the size of `rgb`."""
        for folder in self._folders:
            path = folder / f"{self.stem}.png"
            if path.exists():
                with Image.open(path) as image:
                    size = (rgb.shape[1], rgb.shape[0])
                    return np.asarray(image.convert("L").resize(size, Image.Resampling.BILINEAR))
        return self._otherwise.mask(rgb)


def labelled(data: Path) -> list[Shot]:
    """The photos with all four main labels."""
    return [s for s in shots(data) if s.kind and s.color and s.pattern and s.formality]


def as_labelled(shot: Shot) -> GarmentView:
    """The garment with its labels as attributes."""
    kind = vocabulary.kinds()[shot.kind or ""]
    names = [name for name in (shot.color, shot.color_alt) if name]
    shares = (1.0,) if len(names) == 1 else (0.7, 0.3)
    level = round(shot.warmth or 0)
    attributes = GarmentAttributes(
        color_primary=shot.color,
        color_secondary=shot.color_alt,
        colors=[
            ColorShare(name=name, hex=vocabulary.colors()[name].hex, share=share)
            for name, share in zip(names, shares, strict=True)
        ],
        pattern=shot.pattern,
        fit=shot.fit,
        formality=(shot.formality - 1) / 4 if shot.formality else None,
        warmth_clo=CLO[kind.slot][level - 1] if level else None,
        seasons=list(kind.seasons),
        material=shot.material,
    )
    return _view(shot, kind.category, kind.name if kind.parent else None, attributes, {})


def as_seen(shot: Shot, said: dict[str, Any]) -> GarmentView:
    """The garment as the pipeline described it."""
    attributes = GarmentAttributes.model_validate(said["attributes"])
    return _view(shot, said["category"], said["subcategory"], attributes, said["confidence"])


def _view(
    shot: Shot,
    category: str,
    subcategory: str | None,
    attributes: GarmentAttributes,
    confidence: dict[str, float],
) -> GarmentView:
    identity = uuid5(NAMESPACE_URL, shot.path.stem)
    # Newest first is a baseline's order: it follows the id, so not the data set's order.
    made = START + timedelta(seconds=identity.int % 10**7)
    return GarmentView(
        id=identity,
        status="ready",
        name=garment_name(category, subcategory, attributes),
        category=category,
        subcategory=subcategory,
        attributes=attributes,
        confidence=confidence,
        created_at=made,
        updated_at=made,
    )


def predict(pipeline: GarmentPipeline, shot: Shot) -> dict[str, Any] | None:
    """What the pipeline says, as JSON; None when it takes no garment from the photo."""
    with Image.open(shot.path) as image:
        rgb = np.asarray(image.convert("RGB"))
    try:
        found = pipeline.analyse(rgb)
    except PhotoUnusable:
        return None
    return {
        "category": found.category,
        "subcategory": found.subcategory,
        "attributes": found.attributes.model_dump(mode="json"),
        "confidence": found.confidence,
    }


def main() -> None:
    """Predict every photo that is not in the file yet."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--masks", type=Path, nargs="*", default=[])
    given = options.parse_args()
    settings = Settings()
    pipeline = load_pipeline(settings.models_dir)
    kept = KeptMasks(given.masks, pipeline.segmenter)
    pipeline.segmenter = kept
    said: dict[str, Any] = json.loads(given.out.read_text()) if given.out.exists() else {}
    said["backend"] = pipeline.backend
    unknown = [shot for shot in labelled(settings.shared_data) if shot.part != "train"]
    wanted = sorted(unknown, key=lambda shot: (shot.part, shot.path.stem))
    for n, shot in enumerate(wanted):
        kept.stem = shot.path.stem
        if kept.stem not in said:
            said[kept.stem] = predict(pipeline, shot)
        if n % 50 == 49 or n == len(wanted) - 1:
            given.out.write_text(json.dumps(said))
            print(f"{n + 1} of {len(wanted)}", flush=True)


if __name__ == "__main__":
    main()
