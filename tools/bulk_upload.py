"""Bulk upload: a batch that is opened once, filled in chunks, and can be taken up again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import batches as rows
from db.batches import OPEN, BatchFile, FileState
from db.models import PhotoBatch
from stylist.errors import (
    BadRequest,
    Conflict,
    PayloadTooLarge,
    StylistError,
    UnsupportedMedia,
)
from tools.add_garment import KeptPhoto, keep_photo, place_photo, sha256_of
from tools.deps import Deps

FILENAME_CHARS: Final = 500
CANCELLED: Final = "This upload was cancelled; resume it first."
MOST_PROBLEMS: Final = 200
"""Problems told with a batch; the list of its files has them all."""
REFUSALS: Final = (BadRequest, PayloadTooLarge, UnsupportedMedia)
"""What is wrong with a file itself, and will be when it is sent again."""


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch, how many of its files are in each state, and what is wrong with some."""

    batch: PhotoBatch
    counts: dict[FileState, int]
    problems: list[BatchFile]

    @property
    def received(self) -> int:
        """Files that have come, each once."""
        return sum(self.counts.values())

    @property
    def is_done(self) -> bool:
        """Whether nothing is to come: all that was announced is here, and none is being seen."""
        waits = any(self.counts.get(state) for state in OPEN)
        complete = self.batch.cancelled or self.received >= (self.batch.expected or 0)
        return complete and not waits


async def open_batch(
    deps: Deps, *, key: str, name: str | None = None, expected: int | None = None
) -> BatchView:
    """The batch of this key, new or taken up again; `expected` is how many files will come."""
    async with deps.sessions.begin() as session:
        batch = await rows.open_batch(
            session, owner_id=deps.owner_id, key=key, name=name, expected=expected
        )
    return await read_batch(deps, batch.id)


async def read_batch(deps: Deps, batch_id: UUID) -> BatchView:
    """A batch as it stands.

    Raises:
        NotFound: no such batch.
    """
    owner = deps.owner_id
    async with deps.sessions.begin() as session:
        batch = await rows.get_batch(session, batch_id, owner_id=owner, lock=None)
        counts = await rows.count_states(session, batch_id, owner_id=owner)
        problems = await rows.list_files(
            session, batch_id, owner_id=owner, states=["failed"], limit=MOST_PROBLEMS
        )
    return BatchView(batch, counts, problems)


async def list_batches(deps: Deps, *, key: str | None, limit: int) -> list[BatchView]:
    """The newest batches, or the one of a key."""
    async with deps.sessions.begin() as session:
        found = await rows.list_batches(session, owner_id=deps.owner_id, key=key, limit=limit)
    return [await read_batch(deps, batch.id) for batch in found]


async def list_files(deps: Deps, batch_id: UUID, *, after: int, limit: int) -> list[BatchFile]:
    """Files of a batch in the order they came.

    Raises:
        NotFound: no such batch.
    """
    async with deps.sessions.begin() as session:
        await rows.get_batch(session, batch_id, owner_id=deps.owner_id, lock=None)
        return await rows.list_files(
            session, batch_id, owner_id=deps.owner_id, after=after, limit=limit
        )


async def missing_files(
    deps: Deps, batch_id: UUID, wanted: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Those of the (file name, SHA-256) pairs that the batch still has to be sent.

    A garment that was deleted while its batch runs stays deleted; once the batch is done, sending
    its photo again is a new wish.

    Raises:
        NotFound: no such batch.
    """
    named = [(clean_name(name), sha256) for name, sha256 in wanted]
    view = await read_batch(deps, batch_id)
    async with deps.sessions.begin() as session:
        known = await rows.find_files(session, batch_id, owner_id=deps.owner_id, wanted=named)
    here = {file for file, state in known.items() if not (state == "deleted" and view.is_done)}
    return [said for said, file in zip(wanted, named, strict=True) if file not in here]


async def take_photo(deps: Deps, batch_id: UUID, data: bytes, *, filename: str | None) -> BatchFile:
    """Take one file into a batch; a file that it has already is told as it stands.

    A file that is no photo is kept as a failed one, so that it is named at the end.

    Raises:
        NotFound: no such batch.
        Conflict: the batch was cancelled.
        StorageFull: the disk has no room; send the file again later.
    """
    file = (clean_name(filename), sha256_of(data))
    known = await _known(deps, batch_id, file)
    if known is not None and known.garment_id is not None:
        return known
    try:
        photo = await keep_photo(deps, data)
    except REFUSALS as error:
        await _refuse(deps, batch_id, file, error)
    else:
        await _place(deps, batch_id, file, photo)
    taken = await _known(deps, batch_id, file)
    if taken is None:
        raise Conflict("The batch went away while this file was taken in.")
    return taken


def clean_name(filename: str | None) -> str:
    """A file's name as it is kept to tell which one it was; never used as a path."""
    name = (filename or "").replace("\\", "/").replace("\0", "").strip()
    return name[-FILENAME_CHARS:] or "photo"


async def _known(deps: Deps, batch_id: UUID, file: tuple[str, str]) -> BatchFile | None:
    async with deps.sessions.begin() as session:
        batch = await rows.get_batch(session, batch_id, owner_id=deps.owner_id, lock=None)
        found = await rows.list_files(session, batch_id, owner_id=deps.owner_id, file=file)
    if batch.cancelled:
        raise Conflict(CANCELLED)
    return found[0] if found else None


async def _hold(session: AsyncSession, deps: Deps, batch_id: UUID) -> None:
    """Keep the batch from being cancelled until this transaction has ended."""
    batch = await rows.get_batch(session, batch_id, owner_id=deps.owner_id, lock="share")
    if batch.cancelled:
        raise Conflict(CANCELLED)


async def _refuse(deps: Deps, batch_id: UUID, file: tuple[str, str], error: StylistError) -> None:
    async with deps.sessions.begin() as session:
        await _hold(session, deps, batch_id)
        await rows.note_file(
            session,
            batch_id,
            owner_id=deps.owner_id,
            file=file,
            error=(error.code, error.message),
        )


async def _place(deps: Deps, batch_id: UUID, file: tuple[str, str], photo: KeptPhoto) -> None:
    owner = deps.owner_id
    async with deps.sessions.begin() as session:
        await _hold(session, deps, batch_id)
        placed = await place_photo(session, deps, photo, filename=file[0], queue="batch")
        garment_id = placed.garment.id
        here = await rows.find_files(session, batch_id, owner_id=owner, wanted=[file])
        if here.get(file, "deleted") in ("deleted", "failed"):
            # Sent by two at once it is here by now; else it is a duplicate of what was not broken.
            others = await rows.has_garment(
                session, batch_id, owner_id=owner, garment_id=garment_id
            )
            was_there = placed.status_before not in (None, "failed")
            await rows.note_file(
                session,
                batch_id,
                owner_id=owner,
                file=file,
                garment_id=garment_id,
                duplicate=others or was_there,
            )
    if placed.job_id is not None:
        await deps.queue.deliver(placed.job_id, queue="batch")
