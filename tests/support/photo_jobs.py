"""Photos that were uploaded and wait for a worker: rows, blobs and jobs as the API leaves them."""

from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from db import garments, jobs
from db.blobs import BlobStore
from db.models import Job, User


async def add_user(session: AsyncSession) -> UUID:
    """Somebody who has photos; their id."""
    user = User(email=f"{uuid4()}@example.org")
    session.add(user)
    await session.flush()
    return user.id


async def add_photo(session: AsyncSession, blobs: BlobStore, owner_id: UUID, photo: bytes) -> Job:
    """A garment with this photo, and the job that looks at it."""
    key = blobs.put(photo, owner_id=owner_id, extension="jpg")
    garment = await garments.add_garment(
        session, owner_id=owner_id, image_key=key, content_sha256=key[-68:-4]
    )
    return await add_look(session, garment.id, owner_id, key=str(garment.id))


async def add_look(session: AsyncSession, garment_id: UUID, owner_id: UUID, *, key: str) -> Job:
    """A job that looks at a garment's photo."""
    return await jobs.add_job(
        session,
        owner_id=owner_id,
        kind="ingest_garment",
        queue="batch",
        key=key,
        payload={},
        subject_id=garment_id,
    )
