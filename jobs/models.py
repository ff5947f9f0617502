"""The models of a worker process: each is loaded once, on first use, off the event loop."""

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from stylist.errors import BackendUnavailable

if TYPE_CHECKING:
    from ml.embed import ImageEmbedder, TextEmbedder
    from ml.garments.pipeline import GarmentPipeline
    from ml.speech import Transcriber
    from ml.visual.look import GarmentLook

THREADS = 1
"""Threads of one model: two workers share an ordinary laptop with the API and the browser."""


class Models:
    """Loads models and keeps them."""

    def __init__(self, models_dir: Path) -> None:
        self._dir = models_dir
        self._lock = asyncio.Lock()
        self.in_use = threading.Lock()
        """Held by the thread that works with the pipeline, which serves one at a time."""
        self._pipeline: GarmentPipeline | None = None
        self._embedder: tuple[TextEmbedder, list[str]] | None = None
        self._others: dict[str, TextEmbedder] = {}
        self._look: GarmentLook | None = None
        self._clip: tuple[ImageEmbedder | None] | None = None
        self.listening = threading.Lock()
        """Held by the thread that works with a transcriber."""
        self._transcribers: dict[str, tuple[Transcriber, list[str]]] = {}

    async def pipeline(self) -> "GarmentPipeline":
        """What sees garments on photos."""
        async with self._lock:
            if self._pipeline is None:
                self._pipeline = await asyncio.to_thread(self._load_pipeline)
            return self._pipeline

    async def embedder(self) -> "tuple[TextEmbedder, list[str]]":
        """Text to unit vector, and what is degraded about it."""
        async with self._lock:
            if self._embedder is None:
                self._embedder = await asyncio.to_thread(self._load_embedder)
            return self._embedder

    async def embedder_called(self, name: str) -> "TextEmbedder":
        """A text embedder by its name, which need not be the best one.

        Raises: NotFound, BackendUnavailable (its weights are missing).
        """
        from ml.embed import load_embedder

        best, _ = await self.embedder()
        if name == best.name:
            return best
        async with self._lock:
            if name not in self._others:
                self._others[name] = await asyncio.to_thread(load_embedder, name, self._dir)
            return self._others[name]

    async def look(self) -> "GarmentLook":
        """Cut-out to unit vector, by the shipped network."""
        async with self._lock:
            if self._look is None:
                self._look = await asyncio.to_thread(self._load_look)
            return self._look

    async def clip(self) -> "ImageEmbedder | None":
        """Cut-out to CLIP vector; None while its weights or its library are not here."""
        async with self._lock:
            if self._clip is None:
                self._clip = (await asyncio.to_thread(self._load_clip),)
            return self._clip[0]

    async def transcriber(self, name: str | None = None) -> "tuple[Transcriber, list[str]]":
        """Speech to text by this backend, or the best one here, and what is degraded about it.

        Raises: NotFound, BackendUnavailable (its weights are missing).
        """
        async with self._lock:
            if (name or "") not in self._transcribers:
                loaded = await asyncio.to_thread(self._load_transcriber, name)
                self._transcribers[name or ""] = loaded
            return self._transcribers[name or ""]

    async def warm(self) -> None:
        """Load everything now, so that the first job need not."""
        pipeline = await self.pipeline()
        await asyncio.to_thread(self._warm, pipeline)
        await self.embedder()
        await self.look()

    def _warm(self, pipeline: "GarmentPipeline") -> None:
        with self.in_use:
            pipeline.warm()

    def _load_pipeline(self) -> "GarmentPipeline":
        from ml.garments.pipeline import load_pipeline  # seconds; a worker shall listen before

        return load_pipeline(self._dir, threads=THREADS)

    def _load_embedder(self) -> "tuple[TextEmbedder, list[str]]":
        from ml.embed import load_text_embedder

        embedder, degraded = load_text_embedder(self._dir)
        return embedder, list(degraded)

    def _load_look(self) -> "GarmentLook":
        from ml.visual.look import load_look

        return load_look(self._dir, THREADS)

    def _load_clip(self) -> "ImageEmbedder | None":
        from ml.embed import load_image_embedder

        try:
            return load_image_embedder("clip-vit-b-32", self._dir, THREADS)
        except BackendUnavailable:
            return None

    def _load_transcriber(self, name: str | None) -> "tuple[Transcriber, list[str]]":
        from ml.speech import load_best_transcriber, load_transcriber

        if name is None:
            return load_best_transcriber(self._dir, THREADS)
        return load_transcriber(name, self._dir, THREADS), []
