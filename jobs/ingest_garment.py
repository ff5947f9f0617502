"""From a garment's photo to a ready garment: cut-out, thumbnail, prediction, vector."""

import asyncio
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import garments
from jobs.further_garments import ImageKeys, add_further, further_id, write_seen
from jobs.garment_photo import PhotoState, photo_state, read_blob, shown, turned
from jobs.new_garments import index_new_garment
from jobs.task import JobTask, Outcome, SubjectGone
from jobs.world import World
from stylist.errors import PhotoUnusable

if TYPE_CHECKING:
    from ml.garments.pipeline import GarmentAnalysis, GarmentPipeline

LOOKING = (0.1, 0.9)
"""The part of the job's progress that looking at the photo takes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the models saw of one garment, and the images to keep."""

    analysis: "GarmentAnalysis"
    cutout: bytes
    thumbnail: bytes


Found = list[tuple["GarmentAnalysis", ImageKeys]]
"""The garments of a photo, largest first, and where their images are."""


async def ingest_garment(world: World, task: JobTask) -> Outcome:
    """Look at the garment's photo and prepare everything that makes it ready.

    Raises:
        SubjectGone: the garment was deleted.
        PhotoUnusable, BadRequest, UnsupportedMedia, PayloadTooLarge: what is wrong with the photo.
        StorageFull: no room for the images.

    """
    task.report("reading", 0.0)
    state, data = await _photo(world, task)
    pipeline = await world.models.pipeline()
    seen, timings_ms = await asyncio.to_thread(_look, world, pipeline, state, data, task)
    task.report("storing", LOOKING[1])
    found = await asyncio.to_thread(_keep, world, task, seen)
    ids = [_garment_id(task)]
    ids += [further_id(ids[0], part) for part in range(1, len(found))]
    return Outcome(
        result={
            "garment_id": str(ids[0]),
            "further_garment_ids": [str(garment_id) for garment_id in ids[1:]],
            "category": found[0][0].category,
            "degraded": list(found[0][0].degraded),
            "timings_ms": timings_ms,
        },
        write=lambda session: _write(session, task, found),
        undo=lambda: _undo(world, task, found),
        after=lambda: _index(world, task, ids),
    )


def _garment_id(task: JobTask) -> UUID:
    if task.job.subject_id is None:
        raise SubjectGone
    return task.job.subject_id


async def _photo(world: World, task: JobTask) -> tuple[PhotoState, bytes]:
    garment_id, owner_id = _garment_id(task), task.job.owner_id
    state = await photo_state(world, garment_id, owner_id=owner_id)
    try:
        return state, await read_blob(world, state)
    except PhotoUnusable:
        await photo_state(world, garment_id, owner_id=owner_id)
        raise


def _look(
    world: World, pipeline: "GarmentPipeline", state: PhotoState, data: bytes, task: JobTask
) -> tuple[list[Seen], dict[str, float]]:
    from ml.photos import read_photo

    limits, (start, end) = world.settings.uploads, LOOKING

    def on_stage(stage: str, fraction: float) -> None:
        task.report(stage, start + (end - start) * fraction)

    asked = perf_counter()
    with world.models.in_use:
        began = perf_counter()
        photo = read_photo(data, max_bytes=limits.max_bytes, max_pixels=limits.max_pixels)
        rgb = turned(photo.rgb, state)
        decoded = perf_counter()
        analyses = _wanted(pipeline.analyse_all(rgb, on_stage=on_stage), state)
        looked = perf_counter()
        seen = [Seen(each, *shown(rgb, each.cutout_rgba, state)) for each in analyses]
        timings_ms = {
            "wait": _ms(began - asked),
            "decode": _ms(decoded - began),
            **analyses[0].timings_ms,
            "encode": _ms(perf_counter() - looked),
        }
    return seen, timings_ms


def _wanted(analyses: list["GarmentAnalysis"], state: PhotoState) -> list["GarmentAnalysis"]:
    """All garments of a new photo; later, the one that this garment is, as far as it is there."""
    if state.new:
        return analyses
    return [analyses[state.part] if state.part < len(analyses) else analyses[0]]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _keep(world: World, task: JobTask, seen: list[Seen]) -> Found:
    """Store cut-outs and thumbnails; the larger first, the one to find the disk full."""
    return [(each.analysis, _stored(world, task, each)) for each in seen]


def _stored(world: World, task: JobTask, seen: Seen) -> ImageKeys:
    owner_id = task.job.owner_id
    cutout = world.blobs.put(seen.cutout, owner_id=owner_id, extension="webp")
    return cutout, world.blobs.put(seen.thumbnail, owner_id=owner_id, extension="webp")


async def _write(session: AsyncSession, task: JobTask, found: Found) -> None:
    owner_id, garment_id = task.job.owner_id, _garment_id(task)
    (analysis, keys), *further = found
    if not await write_seen(session, garment_id, analysis, keys, owner_id=owner_id):
        raise SubjectGone
    await add_further(session, garment_id, further, owner_id=owner_id)


async def _index(world: World, task: JobTask, ids: list[UUID]) -> list[str]:
    degraded: list[str] = []
    for garment_id in ids:
        degraded += await index_new_garment(world, garment_id, owner_id=task.job.owner_id)
    return sorted(set(degraded))


async def _undo(world: World, task: JobTask, found: Found) -> None:
    """Remove the images when the garment is gone, unless another garment shows the same."""
    try:
        await photo_state(world, _garment_id(task), owner_id=task.job.owner_id)
    except SubjectGone:
        await _remove(world, task, [key for _, keys in found for key in keys])


async def _remove(world: World, task: JobTask, keys: list[str]) -> None:
    async with world.sessions() as session:
        unused = await garments.unused_keys(session, keys, owner_id=task.job.owner_id)
    for key in unused:
        await asyncio.to_thread(world.blobs.delete, key)
