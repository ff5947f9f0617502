"""The models of a worker process: each is loaded once, on first use, off the event loop."""

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ml.embed import TextEmbedder
    from ml.garments.pipeline import GarmentPipeline

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

    async def warm(self) -> None:
        """Load everything now, so that the first job need not."""
        pipeline = await self.pipeline()
        await asyncio.to_thread(self._warm, pipeline)
        await self.embedder()

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
