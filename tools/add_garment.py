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


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A checked photo whose bytes are in the blob store, before any row speaks of it."""

    image_key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Placed:
    """The garment of a photo, its job if there is work to do, and its status before, if any."""

    garment: Garment
    job_id: UUID | None
    status_before: str | None


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
    photo = await keep_photo(deps, data)
    async with deps.sessions.begin() as session:
        placed = await place_photo(session, deps, photo, filename=filename, queue=queue)
        view = await get_effective(session, placed.garment.id, owner_id=deps.owner_id)
    if placed.job_id is not None:
        await deps.queue.deliver(placed.job_id, queue=queue)
    return Added(view, placed.job_id, duplicate=placed.status_before is not None)


async def keep_photo(deps: Deps, data: bytes) -> KeptPhoto:
    """Check a photo and keep its bytes; bytes that no row comes to speak of do no harm.

    Raises:
        BadRequest, PayloadTooLarge, UnsupportedMedia: not a photo that we can use.
        StorageFull: the disk has no room.
    """
    limits = deps.settings.uploads
    info = await asyncio.to_thread(
        check_photo, data, max_bytes=limits.max_bytes, max_pixels=limits.max_pixels
    )
    sha256 = await asyncio.to_thread(sha256_of, data)
    extension = EXTENSIONS[info.format]
    key = await asyncio.to_thread(deps.blobs.put, data, owner_id=deps.owner_id, extension=extension)
    return KeptPhoto(key, sha256)


def sha256_of(data: bytes) -> str:
    """The hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


async def place_photo(
    session: AsyncSession, deps: Deps, photo: KeptPhoto, *, filename: str | None, queue: QueueName
) -> Placed:
    """The photo's garment and job in the caller's transaction; deliver the job after its commit."""
    same = await rows.find_same_photo(session, owner_id=deps.owner_id, content_sha256=photo.sha256)
    before = same.status if same else None
    garment = same or await rows.add_garment(
        session,
        owner_id=deps.owner_id,
        image_key=photo.image_key,
        content_sha256=photo.sha256,
        source_name=_shown_name(filename),
    )
    return Placed(garment, await look_again(session, deps, garment, queue=queue), before)


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


async def look_again(
    session: AsyncSession, deps: Deps, garment: Garment, *, queue: QueueName
) -> UUID | None:
    """The job that looks at the garment's photo, begun afresh after a failure; None when ready."""
    if garment.status == "ready":
        return None
    if garment.status == "failed":
        await rows.set_status(session, garment.id, owner_id=deps.owner_id, status="pending")
    job = await jobs.add_job(
        session,
        owner_id=deps.owner_id,
        kind=JOB_KIND,
        queue=queue,
        key=await rows.name_of_look(session, garment),
        payload={"garment_id": str(garment.id)},
        subject_id=garment.id,
    )
    return job.id
