"""`/v1/garments/batches`: hundreds of photos, sent in chunks, stopped and taken up again."""

from collections import deque
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse

from api import sse
from api.auth import CurrentDeps
from api.batch_events import follow_batch
from api.batch_json import BatchFileOut, BatchOut, batch_json, file_json
from api.problems import Problem, problem_of
from api.uploads import files_of, open_form
from stylist.errors import StylistError
from tools import batch_control, bulk_upload
from tools.deps import Deps

router = APIRouter(prefix="/v1/garments/batches", tags=["batches"])
PHOTOS_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "Some of the photos; the file names tell them apart.",
                        }
                    },
                }
            }
        },
    }
}


class BatchWanted(BaseModel):
    """A batch to open; the same key again is the same batch."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"key": "phone-2026-11", "expected": 500}]},
    )

    key: str = Field(min_length=1, max_length=200, description="Chosen by the client.")
    name: str | None = Field(default=None, max_length=200)
    expected: int | None = Field(
        default=None, ge=0, le=100_000, description="How many files will be sent in all."
    )


class BatchList(BaseModel):
    """Batches, newest first."""

    batches: list[BatchOut]


class FileName(BaseModel):
    """A file as the client has it."""

    filename: str = Field(max_length=4096)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class FilesWanted(BaseModel):
    """Files that the client has; the names as it sends them."""

    model_config = ConfigDict(extra="forbid")

    files: list[FileName] = Field(max_length=1000)


class MissingFiles(BaseModel):
    """Those that the batch still has to be sent."""

    missing: list[FileName]


class TakenFile(BaseModel):
    """What became of one file of a request; a `problem` is one that sending again may end."""

    filename: str | None
    file: BatchFileOut | None = None
    problem: Problem | None = None


class TakenFiles(BaseModel):
    """One result for each file, in the order they were sent."""

    results: list[TakenFile]


class FileList(BaseModel):
    """Files in the order they came; `next_after` asks for those that follow."""

    files: list[BatchFileOut]
    next_after: int | None


@router.post("")
async def open_batch(wanted: BatchWanted, deps: CurrentDeps) -> BatchOut:
    """Open a batch, or take up the one of this key as it stands."""
    return batch_json(await bulk_upload.open_batch(deps, **wanted.model_dump()))


@router.get("")
async def list_batches(
    deps: CurrentDeps,
    key: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> BatchList:
    """List batches, newest first, or find the one of a key."""
    found = await bulk_upload.list_batches(deps, key=key, limit=limit)
    return BatchList(batches=[batch_json(view) for view in found])


@router.get("/{batch_id}")
async def read_batch(batch_id: UUID, deps: CurrentDeps) -> BatchOut:
    """One batch: how many of its files are in each state, and what is wrong with some."""
    return batch_json(await bulk_upload.read_batch(deps, batch_id))


@router.get("/{batch_id}/files")
async def list_files(
    batch_id: UUID,
    deps: CurrentDeps,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> FileList:
    """Every file of the batch and what became of it."""
    found = await bulk_upload.list_files(deps, batch_id, after=after, limit=limit + 1)
    more = len(found) > limit
    return FileList(
        files=[file_json(file) for file in found[:limit]],
        next_after=found[limit - 1].seq if more else None,
    )


@router.post("/{batch_id}/missing")
async def missing_files(batch_id: UUID, wanted: FilesWanted, deps: CurrentDeps) -> MissingFiles:
    """Tell which of these files the batch lacks, so that nothing is sent twice."""
    asked = [(file.filename, file.sha256) for file in wanted.files]
    missing = await bulk_upload.missing_files(deps, batch_id, asked)
    return MissingFiles(missing=[FileName(filename=name, sha256=sha) for name, sha in missing])


@router.post("/{batch_id}/photos", status_code=202, openapi_extra=PHOTOS_FORM)
async def send_photos(batch_id: UUID, request: Request, deps: CurrentDeps) -> TakenFiles:
    """Send some of the photos. A file that the batch has already is told as it stands."""
    await bulk_upload.read_batch(deps, batch_id)
    async with open_form(request, deps.settings.uploads) as form:
        files = deque(files_of(form, "files", "file"))
        results = []
        while files:
            file = files.popleft()
            data = await file.read()
            await file.close()
            results.append(await _take(deps, batch_id, data, file.filename))
    return TakenFiles(results=results)


async def _take(deps: Deps, batch_id: UUID, data: bytes, filename: str | None) -> TakenFile:
    try:
        taken = await bulk_upload.take_photo(deps, batch_id, data, filename=filename)
    except StylistError as error:
        return TakenFile(filename=filename, problem=problem_of(error))
    return TakenFile(filename=filename, file=file_json(taken))


@router.post("/{batch_id}/cancel")
async def cancel_batch(batch_id: UUID, deps: CurrentDeps) -> BatchOut:
    """Stop what is not begun; its photos are kept as failed garments and can be resumed."""
    return batch_json(await batch_control.cancel_batch(deps, batch_id))


@router.post("/{batch_id}/resume")
async def resume_batch(batch_id: UUID, deps: CurrentDeps) -> BatchOut:
    """Open the batch for more files, and look again at what was cancelled or has failed."""
    return batch_json(await batch_control.resume_batch(deps, batch_id))


@router.get(
    "/{batch_id}/events",
    response_class=EventSourceResponse,
    responses={200: {"content": sse.DOCUMENTED}},
)
async def batch_events(batch_id: UUID, deps: CurrentDeps) -> EventSourceResponse:
    """The batch now and after every change (`batch.progress`), to its end (`batch.ended`)."""
    first = await bulk_upload.read_batch(deps, batch_id)
    return sse.stream(follow_batch(deps, first), ping_s=deps.settings.api.heartbeat_s)
