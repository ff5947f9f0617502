"""`/v1/garments/similar` and `/v1/garments/duplicates`: what looks alike, and what is one."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.auth import CurrentDeps
from api.garment_json import GarmentOut, garment_json
from api.uploads import files_of, open_form
from stylist.errors import BadRequest
from stylist.vocabulary import Slot
from tools.deps import Deps
from tools.duplicates import answer_duplicate, list_duplicates
from tools.similar_garments import SeenGarment, SimilarGarments, read_similar, similar_garments

router = APIRouter(prefix="/v1/garments", tags=["garments"])
Limit = Annotated[int, Query(ge=1, le=50)]


class ByGarment(BaseModel):
    """Which garment others shall look like."""

    model_config = ConfigDict(extra="forbid")

    garment_id: UUID


BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"photo": {"type": "string", "format": "binary"}},
                    "required": ["photo"],
                }
            },
            "application/json": {"schema": ByGarment.model_json_schema()},
        },
    },
    "responses": {"202": {"description": "A worker still looks at the photo: ask at `Location`."}},
}


class MatchOut(BaseModel):
    """A garment that looks like it; `likeness` is 0..1, `same` says that it may be the very one."""

    garment: GarmentOut
    likeness: float = Field(examples=[0.83])
    same: bool | None


class SimilarOut(BaseModel):
    """Garments that look alike, nearest first, and what the photo shows.

    `pending` with status 202: the answer comes later, at `/v1/garments/similar/{job_id}`.
    """

    matches: list[MatchOut]
    seen: SeenGarment | None
    job_id: UUID | None
    pending: bool
    degraded: list[str]


@router.post("/similar", openapi_extra=BODY)
async def find_similar(
    request: Request,
    response: Response,
    deps: CurrentDeps,
    limit: Limit = 8,
    slot: Slot | None = None,
) -> SimilarOut:
    """Do I own something like this? Send a photo, which is not kept, or a garment's id."""
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        async with open_form(request, deps.settings.uploads) as form:
            (file, *_) = files_of(form, "photo", "file")
            data = await file.read()
        found = await similar_garments(deps, photo=data, limit=limit, slot=slot)
    else:
        wanted = await _by_garment(request)
        found = await similar_garments(deps, garment_id=wanted, limit=limit, slot=slot)
    return _out(deps, found, response)


@router.get("/similar/{job_id}")
async def read_answer(job_id: UUID, response: Response, deps: CurrentDeps) -> SimilarOut:
    """The answer to a photo that took longer; 202 while it is not there."""
    return _out(deps, await read_similar(deps, job_id), response)


async def _by_garment(request: Request) -> UUID:
    try:
        return ByGarment.model_validate_json(await request.body()).garment_id
    except ValidationError as error:
        raise BadRequest('Send a photo as multipart/form-data, or {"garment_id": ID}.') from error


def _out(deps: Deps, found: SimilarGarments, response: Response) -> SimilarOut:
    if found.pending:
        response.status_code = 202
        response.headers["Location"] = f"/v1/garments/similar/{found.job_id}"
    return SimilarOut(
        matches=[
            MatchOut(
                garment=garment_json(match.garment, deps.image_urls),
                likeness=match.likeness,
                same=match.same,
            )
            for match in found.matches
        ],
        seen=found.seen,
        job_id=found.job_id,
        pending=found.pending,
        degraded=found.degraded,
    )


class DuplicateOut(BaseModel):
    """Is `garment`, the later one, the same as `other`? `score` is their likeness (0..1)."""

    id: UUID
    garment: GarmentOut
    other: GarmentOut
    score: float = Field(examples=[0.91])
    asked_at: datetime


class DuplicateList(BaseModel):
    """Open questions, likeliest first."""

    duplicates: list[DuplicateOut]


class DuplicateReply(BaseModel):
    """Either "same" with the garment to keep, or "different"."""

    model_config = ConfigDict(extra="forbid")

    answer: Literal["same", "different"]
    keep: UUID | None = None


class DuplicateAnswered(BaseModel):
    """What holds now: which garment was kept, and which one archived."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    state: Literal["same", "different"]
    kept: UUID | None
    archived: UUID | None


@router.get("/duplicates")
async def list_questions(deps: CurrentDeps) -> DuplicateList:
    """Garments that may be one and the same, photographed twice."""
    return DuplicateList(
        duplicates=[
            DuplicateOut(
                id=question.id,
                garment=garment_json(question.garment, deps.image_urls),
                other=garment_json(question.other, deps.image_urls),
                score=question.score,
                asked_at=question.asked_at,
            )
            for question in await list_duplicates(deps)
        ]
    )


@router.post("/duplicates/{question_id}")
async def answer_question(
    question_id: UUID, reply: DuplicateReply, deps: CurrentDeps
) -> DuplicateAnswered:
    """Answer: "same" archives the garment that goes; "different" is remembered, and undoes it."""
    answered = await answer_duplicate(deps, question_id, answer=reply.answer, keep=reply.keep)
    return DuplicateAnswered.model_validate(answered)
