"""Background removal: backends by name, each giving the mask of the garment in a photo."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from stylist.arrays import Mask, Rgb
from stylist.errors import BackendUnavailable, NotFound


class Segmenter(Protocol):
    """Finds what a photo is a photo of. `name` and `version` go into every result."""

    name: str
    version: str

    def mask(self, rgb: Rgb) -> Mask:
        """(H, W) uint8: 0 background to 255 garment, for (H, W, 3) uint8 sRGB."""


SEGMENTERS: Final = {
    "u2net": "ml.segment.u2net:load_u2net",
    "u2netp": "ml.segment.u2net:load_u2netp",
    "u2net_cloth_seg": "ml.segment.u2net_cloth:load_cloth",
    "grabcut": "ml.segment.grabcut:load_grabcut",
}
"""Backends as "module:factory"; a factory takes the models' folder and a number of threads."""
BY_QUALITY: Final = ("u2net", "u2netp", "grabcut")
"""Best first; the last needs no weights. The cloth model is for people and taken only by name."""


def load_segmenter(name: str, models_dir: Path, threads: int = 1) -> Segmenter:
    """The backend of this name. Raises: NotFound, BackendUnavailable (its weights are missing)."""
    place = SEGMENTERS.get(name)
    if place is None:
        raise NotFound(f"There is no background removal called {name}.")
    module, _, factory = place.partition(":")
    load = cast(Callable[[Path, int], Segmenter], getattr(import_module(module), factory))
    return load(models_dir, threads)


def load_best_segmenter(models_dir: Path, threads: int = 1) -> tuple[Segmenter, list[str]]:
    """The best backend whose weights are here, and a `NAME-missing` for each better one."""
    missing: list[str] = []
    for name in BY_QUALITY[:-1]:
        try:
            return load_segmenter(name, models_dir, threads), missing
        except BackendUnavailable:
            missing.append(f"{name}-missing")
    return load_segmenter(BY_QUALITY[-1], models_dir, threads), missing
