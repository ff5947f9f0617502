"""A photo into a garment: checked, kept, and given to a worker to look at."""

import asyncio
import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import garments as rows
from db import jobs
from db.effective_garments import get_effective
from db.models import Garment
from jobs.queue import QueueName
from ml.photos import check_photo
from stylist.errors import StylistError
from stylist.garments import GarmentView
from tools.deps import Deps

JOB_KIND = "ingest_garment"
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic"}
EXTENSIONS |= {"GIF": "gif", "BMP": "bmp", "TIFF": "tiff"}
NAME_CHARS = 255


@dataclass(frozen=True, slots=True)
class Added:
    """A photo that was taken in: its garment, its job, and whether it was there before."""

    garment: GarmentView
    job_id: UUID | None
    duplicate: bool


Result = Added | StylistError


async def add_garment(
    deps: Deps,
    data: bytes,
    *,
    filename: str | None,
    queue: QueueName = "interactive",
) -> Added:
    """Take one photo in; the same bytes again are the garment that is there already.

    Raises:
        BadRequest, PayloadTooLarge, UnsupportedMedia: not a photo that we can use.
        StorageFull: the disk has no room.
    """
    limits = deps.settings.uploads
    info = await asyncio.to_thread(
        check_photo, data, max_bytes=limits.max_bytes, max_pixels=limits.max_pixels
    )
    sha256 = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
    extension = EXTENSIONS[info.format]
    key = await asyncio.to_thread(deps.blobs.put, data, owner_id=deps.owner_id, extension=extension)
    async with deps.sessions.begin() as session:
        same = await rows.find_same_photo(session, owner_id=deps.owner_id, content_sha256=sha256)
        garment = same or await rows.add_garment(
            session,
            owner_id=deps.owner_id,
            image_key=key,
            content_sha256=sha256,
            source_name=_shown_name(filename),
        )
        job_id = await _add_job(session, deps, garment, queue)
        view = await get_effective(session, garment.id, owner_id=deps.owner_id)
    if job_id is not None:
        await deps.queue.deliver(job_id, queue=queue)
    return Added(garment=view, job_id=job_id, duplicate=same is not None)


async def try_add(deps: Deps, data: bytes, *, filename: str | None, queue: QueueName) -> Result:
    """Take one photo in, or give back why not."""
    try:
        return await add_garment(deps, data, filename=filename, queue=queue)
    except StylistError as error:
        return error


def _shown_name(filename: str | None) -> str | None:
    # Kept to tell people which photo it was; never used as a path.
    name = (filename or "").replace("\\", "/").rpartition("/")[2].replace("\0", "")
    return name[:NAME_CHARS] or None


async def _add_job(
    session: AsyncSession, deps: Deps, garment: Garment, queue: QueueName
) -> UUID | None:
    """The job that looks at the photo; None when that was done before."""
    if garment.status == "ready":
        return None
    if garment.status == "failed":
        await rows.set_status(session, garment.id, owner_id=deps.owner_id, status="pending")
    job = await jobs.add_job(
        session,
        owner_id=deps.owner_id,
        kind=JOB_KIND,
        queue=queue,
        key=str(garment.id),
        payload={"garment_id": str(garment.id)},
        subject_id=garment.id,
    )
    return job.id
