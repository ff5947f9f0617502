"""Photos a minute through ingest: row, queue, worker process, pipeline, blobs, vector, ready row.

Ratios are against the bare pipeline over the same photos in this process, in alternating rounds of
one run. Photos are those of the shared wardrobe, or drawn ones when it is not there; each copy has
its own bytes. Run: `.venv/bin/python benchmarks/ingest.py [--photos 60] [--workers 1]`
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from cli.stack import process
from cli.stack.chroma import chroma
from cli.stack.postgres import database_url, postgres
from cli.stack.valkey import valkey
from db import garments, jobs, schema
from db.blobs import LocalBlobs
from db.models import Garment, Job, User
from db.session import Sessions, build_engine, build_sessions
from jobs.arq_queue import ArqQueue
from ml.demo.wardrobe import draw_demo_wardrobe
from ml.garments.pipeline import load_pipeline
from ml.photos import read_photo
from stylist.settings import DatabaseSettings, RedisSettings, Settings

ROUNDS = 5
WARM_UP = 4


def photos(count: int) -> tuple[str, list[bytes]]:
    """Where the photos are from, and `count` of them with distinct bytes."""
    folder = Settings().shared_data / "wardrobe"
    found = sorted(path for path in folder.rglob("*.jpg")) if folder.exists() else []
    source = f"{len(found)} photos of the shared wardrobe" if found else "drawn pieces"
    several = [path.read_bytes() for path in found] or [g.jpeg for g in draw_demo_wardrobe()]
    # Bytes after a JPEG's end marker change its hash and nothing else.
    return source, [
        data + number.to_bytes(4, "big")
        for number, data in enumerate(islice(cycle(several), count))
    ]


class Bare:
    """The pipeline alone, models loaded and warm."""

    def __init__(self) -> None:
        self._settings = Settings()
        self._pipeline = load_pipeline(self._settings.models_dir, threads=1)
        self._pipeline.warm()

    def seconds(self, several: list[bytes]) -> float:
        """Seconds that it takes over some photos."""
        limits = self._settings.uploads
        began = time.monotonic()
        for data in several:
            photo = read_photo(data, max_bytes=limits.max_bytes, max_pixels=limits.max_pixels)
            self._pipeline.analyse(photo.rgb)
        return time.monotonic() - began


class Stack:
    """PostgreSQL, Valkey, Chroma and workers in a folder of their own."""

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self.folder, self._closing = folder, closing
        ports = [process.free_port() for _ in range(3)]
        self.url = database_url(ports[0])
        self.redis = f"redis://127.0.0.1:{ports[1]}/0"
        self.chroma = f"http://127.0.0.1:{ports[2]}"
        for spec in (
            postgres(folder / "pg", port=ports[0]),
            valkey(folder / "valkey", port=ports[1]),
            chroma(folder / "chroma", port=ports[2]),
        ):
            self.start(spec)
        schema.upgrade(self.url)

    def start(self, spec: process.ProcessSpec) -> "subprocess.Popen[bytes]":
        """Start a process and wait until it is ready."""
        log = self.folder / f"{spec.name}.log"
        child = process.start(spec, log=log)
        self._closing.callback(process.stop, spec, child, grace_s=5)
        process.wait_ready(spec, child, log=log)
        return child

    def start_worker(self, number: int) -> None:
        """Start a batch worker."""
        ready = self.folder / f"worker-{number}.ready"
        env = {
            "STYLIST_DATABASE__URL": self.url,
            "STYLIST_REDIS__URL": self.redis,
            "STYLIST_CHROMA__URL": self.chroma,
            "STYLIST_DATA_DIR": str(self.folder),
        }
        command = (sys.executable, "-m", "jobs.worker", "--queue", "batch")
        spec = process.ProcessSpec(
            name=f"worker-{number}",
            argv=(*command, "--ready-file", str(ready)),
            ready=ready.exists,
            env=env,
        )
        self.start(spec)


async def send(sessions: Sessions, queue: ArqQueue, blobs: LocalBlobs, data: list[bytes]) -> None:
    """Upload photos as the API does: rows in one transaction, then delivery."""
    made: list[UUID] = []
    async with sessions.begin() as session:
        user = User(email=f"{time.monotonic_ns()}@example.org")
        session.add(user)
        await session.flush()
        for photo in data:
            key = blobs.put(photo, owner_id=user.id, extension="jpg")
            garment = await garments.add_garment(
                session, owner_id=user.id, image_key=key, content_sha256=key[-68:-4]
            )
            job = await jobs.add_job(
                session,
                owner_id=user.id,
                kind="ingest_garment",
                queue="batch",
                key=str(garment.id),
                payload={},
                subject_id=garment.id,
            )
            made.append(job.id)
    for job_id in made:
        await queue.deliver(job_id, queue="batch")


async def wait_for_all(sessions: Sessions) -> None:
    """Return when no job is waiting or in work."""
    open_jobs = select(func.count()).where(Job.status.in_(("pending", "processing")))
    while True:
        async with sessions() as session:
            if not await session.scalar(open_jobs):
                return
        await asyncio.sleep(0.05)


@dataclass
class Figures:
    """Seconds of each round, the jobs that were done, and how many garments are ready."""

    bare_s: list[float] = field(default_factory=list)
    workers_s: list[float] = field(default_factory=list)
    done: list[Job] = field(default_factory=list)
    ready: int = 0


async def measure(stack: Stack, several: list[bytes]) -> Figures:
    """Alternate rounds of the bare pipeline and of the whole path, after a warm-up."""
    engine = build_engine(DatabaseSettings(url=stack.url))
    sessions, queue = build_sessions(engine), ArqQueue(RedisSettings(url=stack.redis))
    blobs, bare, figures = LocalBlobs(stack.folder / "blobs"), Bare(), Figures()
    await send(sessions, queue, blobs, [photo + b"warm" for photo in several[:WARM_UP]])
    await wait_for_all(sessions)
    size = len(several) // ROUNDS
    for start in range(0, size * ROUNDS, size):
        part = several[start : start + size]
        figures.bare_s.append(bare.seconds(part))
        began = time.monotonic()
        await send(sessions, queue, blobs, part)
        await wait_for_all(sessions)
        figures.workers_s.append(time.monotonic() - began)
    async with sessions() as session:
        rows = await session.scalars(select(Job).order_by(Job.created_at).offset(WARM_UP))
        figures.done = list(rows)
        ready = await session.scalar(select(func.count()).where(Garment.status == "ready"))
        figures.ready = (ready or 0) - WARM_UP
    await queue.close()
    await engine.dispose()
    return figures


def stages(done: list[Job]) -> Iterator[tuple[str, float]]:
    """Mean milliseconds of each stage, and what the job around them takes."""
    results = [job for job in done if job.result]
    names = list(results[0].result["timings_ms"]) if results and results[0].result else []
    timings = [job.result["timings_ms"] for job in results if job.result]
    for name in names:
        yield name, statistics.mean(timing[name] for timing in timings)
    inside = [sum(timing.values()) for timing in timings]
    spans = [
        (job.finished_at - job.started_at).total_seconds() * 1000
        for job in results
        if job.finished_at and job.started_at
    ]
    yield "rows and blobs", statistics.mean(spans) - statistics.mean(inside)


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    source, several = photos(arguments.photos)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        stack = Stack(Path(folder), closing)
        for number in range(arguments.workers):
            stack.start_worker(number)
        figures = asyncio.run(measure(stack, several))
    size = len(several) // ROUNDS
    print(f"{size * ROUNDS} photos ({source}), {ROUNDS} rounds, {arguments.workers} worker(s), ")
    print(f"{Settings().jobs.concurrency} at a time in each; {figures.ready} ready\n")
    bare_s, took = statistics.median(figures.bare_s), statistics.median(figures.workers_s)
    pairs = zip(figures.workers_s, figures.bare_s, strict=True)
    ratio = statistics.median(worked / bare for worked, bare in pairs)
    print("| path | photos a minute | seconds a photo | × bare |\n|---|---|---|---|")
    print(f"| bare pipeline | {60 * size / bare_s:.0f} | {bare_s / size:.2f} | 1.00 |")
    print(f"| through workers | {60 * size / took:.0f} | {took / size:.2f} | {ratio:.2f} |")
    at_once = arguments.workers * Settings().jobs.concurrency
    per_photo_ms = 1000 * sum(figures.workers_s) * at_once / (size * ROUNDS)
    parts = list(stages(figures.done))
    parts.append(("vector, queue, idle", per_photo_ms - sum(value for _, value in parts)))
    print(f"\nOf each of {at_once} photo(s) in work at a time:\n")
    print("| stage | ms a photo | share |\n|---|---|---|")
    for name, value in parts:
        print(f"| {name} | {value:.0f} | {value / per_photo_ms:.0%} |")


if __name__ == "__main__":
    main()
