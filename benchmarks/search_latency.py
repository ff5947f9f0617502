"""How long a search takes by wardrobe size, beside the plain attribute filter it replaces.

    .venv/bin/python -m benchmarks.search_latency

Real PostgreSQL and Chroma in a temporary folder; random garments; the text embedder that is here.
"""

import asyncio
import random
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final
from uuid import UUID

from sqlalchemy import insert

from benchmarks.outfit_wardrobes import wardrobe
from cli.stack import process
from cli.stack.chroma import chroma
from cli.stack.postgres import database_url, postgres
from db import schema
from db.effective_garments import list_effective
from db.models import Garment, GarmentPrediction, User
from db.vectors import garment_collection
from ml.embed import describe_garment
from stylist.garments import AT_HAND, GarmentView
from stylist.settings import ChromaSettings, DatabaseSettings, Settings
from tools.deps import Deps
from tools.search_wardrobe import search_wardrobe
from tools.services import Services, open_services

SIZES: Final = (100, 1_000, 5_000)
REPEATS: Final = 7
BATCH: Final = 500
QUERIES: Final = (
    "something warm and not too formal, blue-ish",
    "navy sweater",
    "shoes, no black or navy",
    "the one from my grandmother",
)


@dataclass(frozen=True, slots=True)
class Row:
    """Median milliseconds of each way at one size."""

    size: int
    baseline_ms: float
    search_ms: float


async def fill(services: Services, size: int) -> Deps:
    """A user with `size` random garments, in rows and in the index."""
    views = wardrobe(size, seed=size)
    async with services.sessions.begin() as session:
        user = User(email=f"{size}@example.org", password_hash="x")
        session.add(user)
        await session.flush()
        owner = user.id
        await session.execute(insert(Garment), [_garment(view, owner) for view in views])
        await session.execute(insert(GarmentPrediction), [_prediction(view) for view in views])
    rng = random.Random(size)
    for start in range(0, size, BATCH):
        part = views[start : start + BATCH]
        texts = [describe_garment(g.name, g.category, g.subcategory, g.attributes) for g in part]
        await services.vectors.upsert(
            garment_collection(services.embedder.name),
            owner_id=owner,
            ids=[view.id for view in part],
            vectors=services.embedder.embed(texts),
            metadatas=[{"n": rng.random()} for _ in part],
        )
    return services.for_owner(owner)


def _garment(view: GarmentView, owner: UUID) -> dict[str, object]:
    return {
        "id": view.id,
        "user_id": owner,
        "status": "ready",
        "original_image_path": f"{view.id}.jpg",
        "content_sha256": f"{view.id.int:064x}"[:64],
    }


def _prediction(view: GarmentView) -> dict[str, object]:
    return {
        "garment_id": view.id,
        "category": view.category,
        "subcategory": view.subcategory,
        "attributes": view.attributes.model_dump(mode="json"),
        "confidence": {},
        "backend": {},
    }


async def timed_ms(deps: Deps) -> Row:
    """Baseline and search in turns, so that a busy moment meets both."""
    base, own = [], []
    for _ in range(REPEATS):
        began = perf_counter()
        async with deps.sessions() as session:
            await list_effective(
                session,
                owner_id=deps.owner_id,
                category="sweater",
                color="blue",
                availability=AT_HAND,
            )
        base.append((perf_counter() - began) * 1000)
        for query in QUERIES:
            began = perf_counter()
            await search_wardrobe(deps, query=query, limit=20)
            own.append((perf_counter() - began) * 1000)
    return Row(0, statistics.median(base), statistics.median(own))


async def measure(settings: Settings) -> None:
    """Print the table."""
    async with open_services(settings) as services:
        print(f"text embedder: {services.embedder.name}\n")
        print("| garments | plain filter, ms | search, ms | times |\n|---|---|---|---|")
        for size in SIZES:
            deps = await fill(services, size)
            await search_wardrobe(deps, query="warm up")
            row = await timed_ms(deps)
            times = row.search_ms / row.baseline_ms
            print(
                f"| {size} | {row.baseline_ms:.0f} | {row.search_ms:.0f} | {times:.1f} |",
                flush=True,
            )


def main() -> None:
    """Start the servers, measure, and stop them."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        ports = [process.free_port() for _ in range(2)]
        specs = [postgres(root / "pg", port=ports[0]), chroma(root / "chroma", port=ports[1])]
        running = []
        try:
            for spec in specs:
                log = root / f"{spec.name}.log"
                child = process.start(spec, log=log)
                running.append((spec, child))
                process.wait_ready(spec, child, log=log)
            schema.upgrade(database_url(ports[0]))
            settings = Settings(
                data_dir=root / "data",
                database=DatabaseSettings(url=database_url(ports[0])),
                chroma=ChromaSettings(url=f"http://127.0.0.1:{ports[1]}"),
            )
            asyncio.run(measure(settings))
        finally:
            for spec, child in reversed(running):
                process.stop(spec, child, grace_s=5)


if __name__ == "__main__":
    main()
