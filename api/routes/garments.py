"""`/v1/garments`: photos in, the wardrobe out."""

from collections import deque
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from starlette.datastructures import FormData, UploadFile

from api.auth import CurrentDeps
from api.garment_json import ChangedGarment, GarmentOut, changed_json, garment_json
from api.problems import Problem, problem_of
from api.uploads import files_of, open_form
from jobs.queue import QueueName
from stylist.errors import BadRequest, StylistError
from stylist.garments import Availability, GarmentStatus
from stylist.vocabulary import Slot
from tools import garments
from tools.add_garment import Result, try_add
from tools.corrections import GarmentChange
from tools.deps import Deps
from tools.garments import GarmentFilter

router = APIRouter(prefix="/v1/garments", tags=["garments"])

UPLOAD_FORM: dict[str, Any] = {
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
                            "description": "One photo or many; `file` is taken as well.",
                        },
                        "queue": {
                            "type": "string",
                            "enum": ["interactive", "batch"],
                            "default": "interactive",
                            "description": "`batch` lets photos that somebody waits for go first.",
                        },
                    },
                }
            }
        },
    }
}


class UploadResult(BaseModel):
    """What became of one photo: its garment and job, or the problem with it."""

    filename: str | None
    garment: GarmentOut | None = None
    job_id: UUID | None = None
    duplicate_of: UUID | None = None
    problem: Problem | None = None


class UploadAnswer(BaseModel):
    """One result for each photo, in the order they were sent, and the garments that came of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "results": [
                        {
                            "filename": "shirt.jpg",
                            "garment": {"id": "7c0b7b5e-…", "status": "pending"},
                            "job_id": "e2b7b1a0-…",
                            "duplicate_of": None,
                            "problem": None,
                        }
                    ],
                    "garments": [{"id": "7c0b7b5e-…", "status": "pending"}],
                }
            ]
        }
    )

    results: list[UploadResult]
    garments: list[GarmentOut]


class GarmentList(BaseModel):
    """One page of the wardrobe, newest first."""

    garments: list[GarmentOut]
    next_cursor: str | None


class Deleted(BaseModel):
    """What was deleted; `degraded` names what could not follow at once."""

    deleted: bool = True
    degraded: list[str]


@router.post("", status_code=202, response_model=UploadAnswer, openapi_extra=UPLOAD_FORM)
async def upload_garments(request: Request, deps: CurrentDeps) -> Response | UploadAnswer:
    """Add photos, one garment each; a worker looks at them.

    The same photo again is the garment that is there already (`duplicate_of`). When no photo can be
    used, the answer is the problem with the first.
    """
    async with open_form(request, deps.settings.uploads) as form:
        queue = _queue(form)
        files = deque(files_of(form, "files", "file"))
        taken: list[tuple[str | None, Result]] = []
        while files:
            taken.append(await _take(deps, files.popleft(), queue))
    problems = [result for _, result in taken if isinstance(result, StylistError)]
    if len(problems) == len(taken):
        raise problems[0]
    results = [_result(deps, name, result) for name, result in taken]
    return UploadAnswer(
        results=results,
        garments=[result.garment for result in results if result.garment is not None],
    )


def _queue(form: FormData) -> QueueName:
    said = form.get("queue", "interactive")
    if said == "interactive" or said == "batch":
        return "batch" if said == "batch" else "interactive"
    raise BadRequest("`queue` is `interactive` or `batch`.")


async def _take(deps: Deps, file: UploadFile, queue: QueueName) -> tuple[str | None, Result]:
    data = await file.read()
    await file.close()
    return file.filename, await try_add(deps, data, filename=file.filename, queue=queue)


def _result(deps: Deps, filename: str | None, result: Result) -> UploadResult:
    if isinstance(result, StylistError):
        return UploadResult(filename=filename, problem=problem_of(result))
    return UploadResult(
        filename=filename,
        garment=garment_json(result.garment, deps.image_urls),
        job_id=result.job_id,
        duplicate_of=result.garment.id if result.duplicate else None,
    )


class GarmentQuery(BaseModel):
    """Filters of the wardrobe; a category or colour includes what lies below it."""

    model_config = ConfigDict(extra="forbid")

    status: GarmentStatus | None = None
    category: str | None = None
    slot: Slot | None = None
    color: str | None = None
    pattern: str | None = None
    availability: Availability | None = None
    q: str | None = None
    cursor: str | None = None
    limit: Annotated[int, Query(ge=1, le=500)] = 100


@router.get("")
async def list_garments(deps: CurrentDeps, query: Annotated[GarmentQuery, Query()]) -> GarmentList:
    """List the wardrobe, newest first; `q` is words that must all occur.

    Archived garments come only with `availability=archived`.
    """
    wanted = GarmentFilter(
        **query.model_dump(exclude={"q", "cursor", "limit"}),
        text=query.q,
    )
    page = await garments.list_garments(deps, wanted, cursor=query.cursor, limit=query.limit)
    found = [garment_json(garment, deps.image_urls) for garment in page.garments]
    return GarmentList(garments=found, next_cursor=page.next_cursor)


@router.get("/{garment_id}")
async def read_garment(garment_id: UUID, deps: CurrentDeps) -> GarmentOut:
    """One garment, whatever its status."""
    return garment_json(await garments.read_garment(deps, garment_id), deps.image_urls)


@router.patch("/{garment_id}")
async def change_garment(
    garment_id: UUID, change: GarmentChange, deps: CurrentDeps
) -> ChangedGarment:
    """Name, annotate or correct a garment. A field that is left out stays; null means unknown."""
    return changed_json(await garments.correct_garment(deps, garment_id, change), deps.image_urls)


@router.post("/{garment_id}/undo")
async def undo_correction(garment_id: UUID, deps: CurrentDeps) -> ChangedGarment:
    """Take back the newest correction; what stood before it holds again."""
    return changed_json(await garments.undo_correction(deps, garment_id), deps.image_urls)


@router.delete("/{garment_id}")
async def delete_garment(garment_id: UUID, deps: CurrentDeps) -> Deleted:
    """Delete a garment with its images and vector; its outfits stay readable, never offered."""
    return Deleted(degraded=await garments.delete_garment(deps, garment_id))
