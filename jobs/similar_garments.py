"""What in the wardrobe looks like the garment on a photo, which itself is not kept."""

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import UUID

from db.effective_garments import list_effective
from db.vector_collections import live_collection
from db.vectors import garment_collection
from jobs.new_garments import VECTOR_MISSING
from jobs.task import JobTask, Outcome
from jobs.world import World
from stylist.errors import BackendUnavailable, NotFound, PhotoUnusable
from stylist.garments import IN_SIGHT

if TYPE_CHECKING:
    from ml.embed import ImageEmbedder
    from ml.garments.pipeline import GarmentAnalysis, GarmentPipeline

BEING_FILLED = "vector-index-being-filled"


async def similar_garments(world: World, task: JobTask) -> Outcome:
    """Look at the photo under `photo_key` and find the owner's garments that look like it.

    The result: `matches` of `garment_id`, `likeness` (0..1) and `same`, nearest first; `analysis`,
    what is seen on the photo; `degraded`. The photo is forgotten.

    Raises:
        PhotoUnusable, BadRequest, UnsupportedMedia, PayloadTooLarge: what is wrong with the photo.

    """
    payload = task.job.payload
    key = str(payload["photo_key"])
    task.report("reading", 0.0)
    try:
        data = await asyncio.to_thread(world.blobs.get, key)
    except NotFound as error:
        raise PhotoUnusable("The photo of this question is not there any more.") from error
    pipeline = await world.models.pipeline()
    analysis = await asyncio.to_thread(_look, world, pipeline, data)
    task.report("comparing", 0.9)
    matches, degraded = await _matches(
        world,
        analysis,
        owner_id=task.job.owner_id,
        slot=payload.get("slot"),
        limit=int(payload["limit"]),
    )

    async def forget() -> list[str]:
        await asyncio.to_thread(world.blobs.delete, key)
        return []

    return Outcome(
        result={
            "matches": matches,
            "analysis": _said(analysis),
            "degraded": [*analysis.degraded, *degraded],
        },
        write=_nothing_to_write,
        after=forget,
    )


async def _nothing_to_write(session: object) -> None:
    return None


def _look(world: World, pipeline: "GarmentPipeline", data: bytes) -> "GarmentAnalysis":
    from ml.photos import read_photo

    limits = world.settings.uploads
    with world.models.in_use:
        photo = read_photo(data, max_bytes=limits.max_bytes, max_pixels=limits.max_pixels)
        return pipeline.analyse(photo.rgb)


def _said(analysis: "GarmentAnalysis") -> dict[str, Any]:
    return {
        "category": analysis.category,
        "subcategory": analysis.subcategory,
        "attributes": analysis.attributes.model_dump(mode="json"),
        "confidence": {**analysis.confidence, "category": analysis.category_confidence},
        "backend": analysis.backend,
    }


async def _matches(
    world: World,
    analysis: "GarmentAnalysis",
    *,
    owner_id: UUID,
    slot: str | None,
    limit: int,
) -> tuple[list[dict[str, Any]], list[str]]:
    collection, embedder, degraded = await _asked(world)
    async with world.sessions() as session:
        views = await list_effective(session, owner_id=owner_id, slot=slot, availability=IN_SIGHT)
    vectors = await asyncio.to_thread(embedder.embed_cutouts, [analysis.cutout_rgba])
    try:
        nearest = await world.vectors.query(
            collection,
            owner_id=owner_id,
            vector=vectors[0],
            ids=[view.id for view in views],
            limit=limit,
        )
    except BackendUnavailable:
        return [], [*degraded, VECTOR_MISSING]
    same_from: float | None = getattr(embedder, "same_from", None)
    return [
        {
            "garment_id": str(id_),
            "likeness": round(max(0.0, likeness), 4),
            "same": None if same_from is None else likeness >= same_from,
        }
        for id_, likeness in nearest
    ], degraded


async def _asked(world: World) -> "tuple[str, ImageEmbedder, list[str]]":
    """The collection of looks that we can ask: CLIP's when it is full, else that of the network.

    The network of before is gone with its release, so that its collection can be asked about its
    own garments but not about a new photo.
    """
    async with world.sessions() as session:
        full_clip = await live_collection(session, "clip")
        full_looks = await live_collection(session, "looks")
    clip = await world.models.clip()
    if clip is not None and full_clip is not None:
        return full_clip.name, clip, []
    look = await world.models.look()
    own = garment_collection(look.name)
    full = full_looks is not None and full_looks.name == own
    return own, look, [] if full else [BEING_FILLED]
