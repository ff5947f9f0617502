"""Bulk uploads as rows: batches, their files, and how far each of them has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Row, String, Text, case, func, select, true, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.jobs import CANCELLED_MESSAGE
from db.models import BatchPhoto, Garment, Job, PhotoBatch
from stylist.errors import NotFound

FileState = Literal["pending", "processing", "ready", "failed", "cancelled", "duplicate", "deleted"]
FileName = tuple[str, str]
"""A file as its batch knows it: its name and the SHA-256 of its bytes."""
OPEN: Final[frozenset[FileState]] = frozenset({"pending", "processing"})
INGEST: Final = "ingest_garment"

_LOOKED_AT = select(Job.id).where(
    Job.user_id == Garment.user_id, Job.kind == INGEST, Job.key == Garment.id.cast(Text)
)
_STATE: Final[ColumnElement[str]] = case(
    (BatchPhoto.error_code.is_not(None), "failed"),
    (BatchPhoto.garment_id.is_(None), "deleted"),
    (BatchPhoto.duplicate, "duplicate"),
    (
        (Garment.status == "failed") & _LOOKED_AT.where(Job.status == "cancelled").exists(),
        "cancelled",
    ),
    else_=Garment.status,
)
"""How far a file has come; one rule for counts and lists."""
_NAME: Final = tuple_(BatchPhoto.filename, BatchPhoto.content_sha256)
_WHY: Final = func.coalesce(BatchPhoto.error_message, Garment.error_message)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFile:
    """A file of a batch. `garment_status` tells of the garment, also where it is a duplicate."""

    seq: int
    filename: str
    sha256: str
    state: FileState
    garment_id: UUID | None
    garment_status: str | None
    duplicate: bool
    error_code: str | None
    error_message: str | None


async def open_batch(
    session: AsyncSession, *, owner_id: UUID, key: str, name: str | None, expected: int | None
) -> PhotoBatch:
    """The owner's batch of this key, made when there is none; what is given is noted."""
    said = {"name": name, "expected": expected}
    given = {column: value for column, value in said.items() if value is not None}
    adding = insert(PhotoBatch).values(user_id=owner_id, key=key, **given)
    batch = await session.scalar(
        adding.on_conflict_do_update(
            index_elements=["user_id", "key"], set_={**given, "updated_at": func.now()}
        ).returning(PhotoBatch),
        execution_options={"populate_existing": True},
    )
    return cast(PhotoBatch, batch)


async def get_batch(
    session: AsyncSession, batch_id: UUID, *, owner_id: UUID, lock: Literal["share", "alone", None]
) -> PhotoBatch:
    """One batch; `share` holds it against a cancel, `alone` against uploads.

    Raises:
        NotFound: no such batch, or it is somebody else's.
    """
    wanted = select(PhotoBatch).where(PhotoBatch.id == batch_id, PhotoBatch.user_id == owner_id)
    if lock is not None:
        wanted = wanted.with_for_update(read=lock == "share")
    batch = await session.scalar(wanted, execution_options={"populate_existing": True})
    if batch is None:
        raise NotFound("There is no such batch.")
    return batch


async def list_batches(
    session: AsyncSession, *, owner_id: UUID, key: str | None, limit: int
) -> list[PhotoBatch]:
    """The owner's batches, newest first."""
    wanted = select(PhotoBatch).where(PhotoBatch.user_id == owner_id)
    if key is not None:
        wanted = wanted.where(PhotoBatch.key == key)
    rows = await session.scalars(wanted.order_by(PhotoBatch.created_at.desc()).limit(limit))
    return list(rows)


async def count_states(
    session: AsyncSession, batch_id: UUID, *, owner_id: UUID
) -> dict[FileState, int]:
    """How many files of the batch are in each state; one that no file is in is left out."""
    state = _STATE.label("state")
    rows = await session.execute(
        select(state, func.count())
        .select_from(BatchPhoto)
        .outerjoin(Garment, Garment.id == BatchPhoto.garment_id)
        .where(BatchPhoto.batch_id == batch_id, BatchPhoto.user_id == owner_id)
        .group_by(state)
    )
    return {cast(FileState, name): count for name, count in rows}


async def list_files(
    session: AsyncSession,
    batch_id: UUID,
    *,
    owner_id: UUID,
    states: Sequence[FileState] | None = None,
    file: FileName | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[BatchFile]:
    """Files of the batch in the order they came, after the one numbered `after`; or one file."""
    wanted = (
        select(BatchPhoto, _STATE, Garment.status, _WHY)
        .outerjoin(Garment, Garment.id == BatchPhoto.garment_id)
        .where(BatchPhoto.batch_id == batch_id, BatchPhoto.user_id == owner_id)
        .where(BatchPhoto.seq > after, _STATE.in_(states) if states else true())
    )
    if file is not None:
        wanted = wanted.where(tuple_(*file) == _NAME)
    rows = await session.execute(
        wanted.order_by(BatchPhoto.seq).limit(limit),
        execution_options={"populate_existing": True},
    )
    return [_file(row) for row in rows]


async def find_files(
    session: AsyncSession, batch_id: UUID, *, owner_id: UUID, wanted: Sequence[FileName]
) -> dict[FileName, FileState]:
    """Those of the files that the batch has, with their states."""
    rows = await session.execute(
        select(BatchPhoto.filename, BatchPhoto.content_sha256, _STATE)
        .outerjoin(Garment, Garment.id == BatchPhoto.garment_id)
        .where(BatchPhoto.batch_id == batch_id, BatchPhoto.user_id == owner_id)
        .where(_NAME.in_(wanted))
    )
    return {(filename, sha256): cast(FileState, state) for filename, sha256, state in rows}


async def has_garment(
    session: AsyncSession, batch_id: UUID, *, owner_id: UUID, garment_id: UUID
) -> bool:
    """Whether a file of the batch is this garment already."""
    wanted = select(BatchPhoto.id).where(
        BatchPhoto.batch_id == batch_id,
        BatchPhoto.user_id == owner_id,
        BatchPhoto.garment_id == garment_id,
    )
    return await session.scalar(wanted.limit(1)) is not None


async def note_file(
    session: AsyncSession,
    batch_id: UUID,
    *,
    owner_id: UUID,
    file: FileName,
    garment_id: UUID | None = None,
    duplicate: bool = False,
    error: tuple[str, str] | None = None,
) -> None:
    """Keep what became of a file; said again it replaces what was said. `error` is (code, why)."""
    said = {
        "garment_id": garment_id,
        "duplicate": duplicate,
        "error_code": error[0] if error else None,
        "error_message": error[1] if error else None,
    }
    told = {"user_id": owner_id, "filename": file[0], "content_sha256": file[1]}
    await session.execute(
        insert(BatchPhoto)
        .values(batch_id=batch_id, **told, **said)
        .on_conflict_do_update(index_elements=["batch_id", "filename", "content_sha256"], set_=said)
    )


async def cancel_waiting(session: AsyncSession, batch_id: UUID, *, owner_id: UUID) -> list[UUID]:
    """Cancel the jobs of the batch that nobody has begun; their garments keep their photos.

    A garment that another upload brought is left to that upload. Returns the jobs.
    """
    ours = select(BatchPhoto.garment_id).where(
        BatchPhoto.batch_id == batch_id, BatchPhoto.user_id == owner_id, ~BatchPhoto.duplicate
    )
    stopped = await session.execute(
        update(Job)
        .where(Job.user_id == owner_id, Job.kind == INGEST, Job.status == "pending")
        .where(Job.subject_id.in_(ours), Job.key == Job.subject_id.cast(String))
        .values(
            status="cancelled",
            cancel_requested=True,
            error_code="cancelled",
            error_message=CANCELLED_MESSAGE,
            finished_at=func.clock_timestamp(),
        )
        .returning(Job.id, Job.subject_id),
        execution_options={"synchronize_session": False},
    )
    jobs = stopped.all()
    await session.execute(
        update(Garment)
        .where(Garment.user_id == owner_id, Garment.id.in_([garment for _, garment in jobs]))
        .where(Garment.status.in_(("pending", "processing")))
        .values(status="failed", error_message=CANCELLED_MESSAGE),
        execution_options={"synchronize_session": False},
    )
    return [job_id for job_id, _ in jobs]


async def list_stopped(session: AsyncSession, batch_id: UUID, *, owner_id: UUID) -> list[Garment]:
    """The garments of the batch, duplicates included, that failed or were cancelled; locked."""
    of_batch = select(BatchPhoto.garment_id).where(
        BatchPhoto.batch_id == batch_id, BatchPhoto.user_id == owner_id
    )
    rows = await session.scalars(
        select(Garment)
        .where(Garment.user_id == owner_id, Garment.status == "failed", Garment.id.in_(of_batch))
        .order_by(Garment.created_at, Garment.id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    )
    return list(rows)


def _file(row: Row[BatchPhoto, str, str, str]) -> BatchFile:
    photo, state, garment_status, why = row
    return BatchFile(
        seq=photo.seq,
        filename=photo.filename,
        sha256=photo.content_sha256,
        state=cast(FileState, state),
        garment_id=photo.garment_id,
        garment_status=garment_status,
        duplicate=photo.duplicate,
        error_code=photo.error_code,
        error_message=why,
    )
