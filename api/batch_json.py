"""A bulk upload as the HTTP API gives it."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from db.batches import BatchFile, FileState
from stylist.garments import GarmentStatus
from tools.bulk_upload import BatchView


class BatchFileOut(BaseModel):
    """A file of a batch. `garment_status` tells of the garment, also where it is a duplicate."""

    filename: str
    sha256: str
    state: FileState
    garment_id: UUID | None
    garment_status: GarmentStatus | None
    duplicate: bool
    code: str | None = Field(examples=["unsupported_media"])
    message: str | None


class BatchCounts(BaseModel):
    """How many files are in each state; the states add up to `received`."""

    received: int
    pending: int = 0
    processing: int = 0
    ready: int = 0
    failed: int = 0
    duplicates: int = 0
    cancelled: int = 0
    deleted: int = 0


class BatchOut(BaseModel):
    """A batch; `done` when all that was announced has come and none is being looked at."""

    id: UUID
    key: str
    name: str | None
    expected: int | None
    cancelled: bool
    done: bool
    counts: BatchCounts
    problems: list[BatchFileOut] = Field(description="The first of the failed files.")
    created_at: datetime
    updated_at: datetime


def batch_json(view: BatchView) -> BatchOut:
    """The batch's JSON."""
    batch = view.batch
    counts: dict[str, int] = {str(state): count for state, count in view.counts.items()}
    counts["duplicates"] = counts.pop("duplicate", 0)
    return BatchOut(
        id=batch.id,
        key=batch.key,
        name=batch.name,
        expected=batch.expected,
        cancelled=batch.cancelled,
        done=view.is_done,
        counts=BatchCounts(received=view.received, **counts),
        problems=[file_json(file) for file in view.problems],
        created_at=batch.created_at,
        updated_at=batch.updated_at,
    )


def file_json(file: BatchFile) -> BatchFileOut:
    """The JSON of one file."""
    return BatchFileOut.model_validate(
        {
            "filename": file.filename,
            "sha256": file.sha256,
            "state": file.state,
            "garment_id": file.garment_id,
            "garment_status": file.garment_status,
            "duplicate": file.duplicate,
            "code": file.error_code,
            "message": file.error_message,
        }
    )
