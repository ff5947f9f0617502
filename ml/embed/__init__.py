"""Text embeddings: backends by name, unit vectors out, and the caption of a garment."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from ml.embed.caption import describe_garment
from stylist.arrays import Floats
from stylist.errors import BackendUnavailable, NotFound

__all__ = [
    "EMBEDDERS",
    "TextEmbedder",
    "describe_garment",
    "load_embedder",
    "load_text_embedder",
]


class TextEmbedder(Protocol):
    """Turns texts into vectors whose dot product is their likeness, 1.0 for equal texts."""

    name: str
    dim: int

    def embed(self, texts: Sequence[str]) -> Floats:
        """(N, D) float32, each row of unit length, in the order of `texts`."""


EMBEDDERS: Final = {
    "minilm-int8": "ml.embed.minilm:load_minilm",
    "hashed-words": "ml.embed.hashed:load_hashed",
}
"""Backends as "module:factory"; a factory takes the models' folder and a number of threads."""
MISSING: Final = "text-embedder-missing"
"""Said in `degraded` when words are matched by their letters only."""


def load_embedder(name: str, models_dir: Path, threads: int = 1) -> TextEmbedder:
    """The backend of this name. Raises: NotFound, BackendUnavailable (its weights are missing)."""
    place = EMBEDDERS.get(name)
    if place is None:
        raise NotFound(f"There is no text embedder called {name}.")
    module, _, factory = place.partition(":")
    load = cast(Callable[[Path, int], TextEmbedder], getattr(import_module(module), factory))
    return load(models_dir, threads)


def load_text_embedder(models_dir: Path, threads: int = 1) -> tuple[TextEmbedder, list[str]]:
    """The best embedder whose weights are here, and what is degraded by that."""
    try:
        return load_embedder("minilm-int8", models_dir, threads), []
    except BackendUnavailable:
        return load_embedder("hashed-words", models_dir, threads), [MISSING]
