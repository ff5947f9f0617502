"""Do I own something like this? By a photo, or by a garment of the wardrobe."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from pydantic import BaseModel, Field

from db import jobs
from db.effective_garments import get_effective, list_effective
from db.models import Job
from db.vector_collections import live_collection
from ml.photos import check_photo
from stylist.errors import (
    BackendUnavailable,
    BadRequest,
    NotFound,
    PayloadTooLarge,
    PhotoUnusable,
    StylistError,
    UnsupportedMedia,
)
from stylist.garments import IN_SIGHT, GarmentAttributes, GarmentView
from stylist.vocabulary import Slot, slot_of
from tools.deps import Deps
from tools.search_wardrobe import INDEX_MISSING

JOB_KIND = "similar_garments"
QUESTION = "query"
"""Extension of a photo that is only asked about: never the key of a garment's photo."""
WAIT_S = 20.0
"""A photo takes one to four seconds; who asked is answered later when workers are busy."""
ASK_AGAIN_S = 0.05
ENDED = frozenset({"completed", "failed", "cancelled"})
FAULTS: dict[str, type[StylistError]] = {
    fault.code: fault for fault in (BadRequest, PayloadTooLarge, UnsupportedMedia, PhotoUnusable)
}


class SeenGarment(BaseModel):
    """What is seen on a photo that was asked about; `confidence` is 0..1 per field."""

    slot: Slot | None
    category: str
    subcategory: str | None
    attributes: GarmentAttributes
    confidence: dict[str, float]
    backend: dict[str, str]


class SimilarGarment(BaseModel):
    """A garment and how like it looks (0..1). `same`: it may be the very one; None: not known."""

    garment: GarmentView
    likeness: float
    same: bool | None = None


class SimilarGarments(BaseModel):
    """Garments that look alike, nearest first.

    While a worker still looks at the photo, `pending` is true, and the answer will be the result
    of the job `job_id`. `seen` is what the photo shows.
    """

    matches: list[SimilarGarment] = Field(default_factory=list)
    seen: SeenGarment | None = None
    job_id: UUID | None = None
    pending: bool = False
    degraded: list[str] = Field(default_factory=list)


async def similar_garments(
    deps: Deps,
    *,
    photo: bytes | None = None,
    garment_id: UUID | None = None,
    limit: int = 8,
    slot: str | None = None,
    wait_s: float = WAIT_S,
) -> SimilarGarments:
    """Find the garments that look like the one on a photo, or like one of the wardrobe.

    Raises:
        BadRequest: not exactly one of the two was given, or the photo is damaged.
        NotFound: no such garment.
        PhotoUnusable, PayloadTooLarge, UnsupportedMedia: what is wrong with the photo.
        StorageFull: the disk has no room.
        BackendUnavailable: the worker failed.
    """
    if photo is not None and garment_id is None:
        job_id = await ask_about_photo(deps, photo, limit=limit, slot=slot)
        return await read_similar(deps, job_id, wait_s=wait_s)
    if garment_id is not None and photo is None:
        return await _like_garment(deps, garment_id, limit=limit, slot=slot)
    raise BadRequest("Give either a photo or the id of a garment.")


async def ask_about_photo(deps: Deps, photo: bytes, *, limit: int, slot: str | None) -> UUID:
    """Give a photo to a worker; returns the job's id.

    Raises:
        BadRequest, PayloadTooLarge, UnsupportedMedia: not a photo that we can use.
        StorageFull: the disk has no room.
    """
    limits = deps.settings.uploads
    await asyncio.to_thread(
        check_photo, photo, max_bytes=limits.max_bytes, max_pixels=limits.max_pixels
    )
    owner = deps.owner_id
    key = await asyncio.to_thread(deps.blobs.put, photo, owner_id=owner, extension=QUESTION)
    async with deps.sessions.begin() as session:
        job = await jobs.add_job(
            session,
            owner_id=owner,
            kind=JOB_KIND,
            queue="interactive",
            key=str(uuid4()),
            payload={"photo_key": key, "limit": limit, "slot": slot},
        )
    await deps.queue.deliver(job.id, queue="interactive")
    return job.id


async def read_similar(deps: Deps, job_id: UUID, *, wait_s: float = 0.0) -> SimilarGarments:
    """The answer of a job, waited for a while; `pending` when it is not there by then.

    Raises:
        NotFound: no such job of this kind.
        PhotoUnusable, BadRequest, PayloadTooLarge, UnsupportedMedia: what the worker found wrong.
        BackendUnavailable: the worker failed otherwise.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait_s
    while (job := await _job(deps, job_id)).status not in ENDED:
        if loop.time() >= deadline:
            return SimilarGarments(job_id=job_id, pending=True)
        await asyncio.sleep(ASK_AGAIN_S)
    if job.status != "completed" or job.result is None:
        await asyncio.to_thread(deps.blobs.delete, job.payload["photo_key"])
        fault = FAULTS.get(job.error_code or "", BackendUnavailable)
        raise fault(job.error_message or "The photo could not be looked at.")
    return await _answer(deps, job_id, job.result)


async def _job(deps: Deps, job_id: UUID) -> Job:
    async with deps.sessions() as session:
        job = await jobs.get_job(session, job_id, owner_id=deps.owner_id)
    if job.kind != JOB_KIND:
        raise NotFound("This job is no question about a photo.")
    return job


async def _answer(deps: Deps, job_id: UUID, result: dict[str, Any]) -> SimilarGarments:
    found = {UUID(match["garment_id"]): match for match in result["matches"]}
    async with deps.sessions() as session:
        views = await list_effective(session, owner_id=deps.owner_id, ids=list(found))
    by_id = {view.id: view for view in views}
    seen = result["analysis"]
    return SimilarGarments(
        matches=[
            SimilarGarment(garment=by_id[id_], likeness=match["likeness"], same=match["same"])
            for id_, match in found.items()
            if id_ in by_id
        ],
        seen=SeenGarment(slot=slot_of(seen["category"], seen["subcategory"]), **seen),
        job_id=job_id,
        degraded=result.get("degraded", []),
    )


async def _like_garment(
    deps: Deps, garment_id: UUID, *, limit: int, slot: str | None
) -> SimilarGarments:
    async with deps.sessions() as session:
        await get_effective(session, garment_id, owner_id=deps.owner_id)
        live = await live_collection(session, "clip") or await live_collection(session, "looks")
        views = await list_effective(
            session, owner_id=deps.owner_id, slot=slot, availability=IN_SIGHT
        )
    by_id = {view.id: view for view in views if view.id != garment_id}
    if live is None:
        return SimilarGarments(degraded=[INDEX_MISSING])
    try:
        vectors = await deps.vectors.get(live.name, owner_id=deps.owner_id, ids=[garment_id])
        if garment_id not in vectors:
            return SimilarGarments(degraded=[INDEX_MISSING])
        nearest = await deps.vectors.query(
            live.name,
            owner_id=deps.owner_id,
            vector=vectors[garment_id],
            ids=list(by_id),
            limit=limit,
        )
    except BackendUnavailable:
        return SimilarGarments(degraded=[INDEX_MISSING])
    return SimilarGarments(
        matches=[
            SimilarGarment(garment=by_id[id_], likeness=round(max(0.0, likeness), 4))
            for id_, likeness in nearest
            if id_ in by_id
        ]
    )
