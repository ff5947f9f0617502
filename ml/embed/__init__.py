"""Embeddings of texts and of cut-outs: backends by name, unit vectors out."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from ml.embed.caption import describe_garment
from stylist.arrays import Floats, Rgba
from stylist.errors import BackendUnavailable, NotFound

__all__ = [
    "EMBEDDERS",
    "IMAGE_EMBEDDERS",
    "ImageEmbedder",
    "TextEmbedder",
    "describe_garment",
    "load_embedder",
    "load_image_embedder",
    "load_text_embedder",
]


class TextEmbedder(Protocol):
    """Turns texts into vectors whose dot product is their likeness, 1.0 for equal texts."""

    name: str
    dim: int

    def embed(self, texts: Sequence[str]) -> Floats:
        """(N, D) float32, each row of unit length, in the order of `texts`."""


class ImageEmbedder(Protocol):
    """Turns cut-outs into vectors whose dot product is their likeness, 1.0 for equal ones.

    `name` tells its collection apart, so it changes whenever the vectors do.
    """

    name: str
    version: str
    dim: int

    def embed_cutouts(self, cutouts: Sequence[Rgba]) -> Floats:
        """(N, D) float32, each row of unit length, for cut-outs (h, w, 4) uint8."""


EMBEDDERS: Final = {
    "minilm-int8": "ml.embed.minilm:load_minilm",
    "hashed-words": "ml.embed.hashed:load_hashed",
}
"""Backends as "module:factory"; a factory takes the models' folder and a number of threads."""
IMAGE_EMBEDDERS: Final = {
    "garment-look": "ml.visual.look:load_look",
    "clip-vit-b-32": "ml.embed.clip:load_clip",
}
"""The same for cut-outs. The first needs no weights but those we ship."""
MISSING: Final = "text-embedder-missing"
"""Said in `degraded` when words are matched by their letters only."""


def load_embedder(name: str, models_dir: Path, threads: int = 1) -> TextEmbedder:
    """The backend of this name. Raises: NotFound, BackendUnavailable (its weights are missing)."""
    place = EMBEDDERS.get(name)
    if place is None:
        raise NotFound(f"There is no text embedder called {name}.")
    return cast(Callable[[Path, int], TextEmbedder], _factory(place))(models_dir, threads)


def load_image_embedder(name: str, models_dir: Path, threads: int = 1) -> ImageEmbedder:
    """The backend of this name. Raises: NotFound, BackendUnavailable (what it needs is missing)."""
    place = IMAGE_EMBEDDERS.get(name)
    if place is None:
        raise NotFound(f"There is no image embedder called {name}.")
    return cast(Callable[[Path, int], ImageEmbedder], _factory(place))(models_dir, threads)


def load_text_embedder(models_dir: Path, threads: int = 1) -> tuple[TextEmbedder, list[str]]:
    """The best embedder whose weights are here, and what is degraded by that."""
    try:
        return load_embedder("minilm-int8", models_dir, threads), []
    except BackendUnavailable:
        return load_embedder("hashed-words", models_dir, threads), [MISSING]


def _factory(place: str) -> object:
    module, _, factory = place.partition(":")
    return getattr(import_module(module), factory)
