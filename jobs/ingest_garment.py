"""From a garment's photo to a ready garment: cut-out, thumbnail, prediction, vector."""

import asyncio
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import garments
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
    """What the models saw, and the images to keep."""

    analysis: "GarmentAnalysis"
    cutout: bytes
    thumbnail: bytes
    timings_ms: dict[str, float]


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
    seen = await asyncio.to_thread(_look, world, pipeline, state, data, task)
    task.report("storing", LOOKING[1])
    keys = await asyncio.to_thread(_keep, world, task, seen)
    analysis = seen.analysis
    return Outcome(
        result={
            "garment_id": str(task.job.subject_id),
            "category": analysis.category,
            "degraded": list(analysis.degraded),
            "timings_ms": seen.timings_ms,
        },
        write=lambda session: _write(session, task, analysis, keys),
        undo=lambda: _undo(world, task, keys),
        after=lambda: index_new_garment(world, _garment_id(task), owner_id=task.job.owner_id),
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
) -> Seen:
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
        analysis = pipeline.analyse(rgb, on_stage=on_stage)
        looked = perf_counter()
        image, small = shown(rgb, analysis.cutout_rgba, state)
        timings_ms = {
            "wait": _ms(began - asked),
            "decode": _ms(decoded - began),
            **analysis.timings_ms,
            "encode": _ms(perf_counter() - looked),
        }
    return Seen(analysis, image, small, timings_ms)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _keep(world: World, task: JobTask, seen: Seen) -> tuple[str, str]:
    """Store cut-out and thumbnail; the larger first, since it is the one to find the disk full."""
    owner_id = task.job.owner_id
    cutout = world.blobs.put(seen.cutout, owner_id=owner_id, extension="webp")
    return cutout, world.blobs.put(seen.thumbnail, owner_id=owner_id, extension="webp")


async def _write(
    session: AsyncSession, task: JobTask, analysis: "GarmentAnalysis", keys: tuple[str, str]
) -> None:
    garment_id, (cutout, thumbnail) = _garment_id(task), keys
    exists = await garments.set_status(
        session,
        garment_id,
        owner_id=task.job.owner_id,
        status="ready",
        cutout_key=cutout,
        thumbnail_key=thumbnail,
    )
    if not exists:
        raise SubjectGone
    await garments.add_prediction(
        session,
        garment_id,
        category=analysis.category,
        subcategory=analysis.subcategory,
        attributes=analysis.attributes.model_dump(mode="json"),
        confidence={**analysis.confidence, "category": analysis.category_confidence},
        backend=analysis.backend,
        box_xywh=analysis.bbox_xywh,
    )


async def _undo(world: World, task: JobTask, keys: tuple[str, str]) -> None:
    """Remove the images when the garment is gone, unless another garment shows the same."""
    try:
        await photo_state(world, _garment_id(task), owner_id=task.job.owner_id)
    except SubjectGone:
        await _remove(world, task, keys)


async def _remove(world: World, task: JobTask, keys: tuple[str, str]) -> None:
    async with world.sessions() as session:
        unused = await garments.unused_keys(session, keys, owner_id=task.job.owner_id)
    for key in unused:
        await asyncio.to_thread(world.blobs.delete, key)
