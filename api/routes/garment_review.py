"""`/v1/garments/review`, `/confirm`, `/history`: what is in doubt, a yes to it, what was said."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CurrentDeps
from api.garment_json import EXAMPLE, ChangedGarment, GarmentOut, changed_json, garment_json
from tools.deps import Deps
from tools.label_history import read_history
from tools.review import DuplicateReview, ReviewItem, confirm_garment, list_review

router = APIRouter(prefix="/v1/garments", tags=["garments"])
Limit = Annotated[int, Query(ge=1, le=200)]


class AlternativeOut(BaseModel):
    """Another value of a field and its probability (0..1)."""

    value: str
    confidence: float


class FieldDoubtOut(BaseModel):
    """A field that may be wrong, with up to three other values, likeliest first."""

    field: str
    value: Any
    confidence: float
    alternatives: list[AlternativeOut]


class AttributeItem(BaseModel):
    """A garment of which fields, or the photo itself (`doubts`), are in doubt.

    Confirm the fields that are right, correct the others: `{field: alternative.value}` is a PATCH.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "attributes",
                    "garment": EXAMPLE,
                    "doubt": 0.61,
                    "fields": [
                        {
                            "field": "category",
                            "value": "sweater",
                            "confidence": 0.43,
                            "alternatives": [{"value": "hoodie", "confidence": 0.38}],
                        }
                    ],
                    "doubts": ["blurred"],
                }
            ]
        }
    )

    kind: Literal["attributes"] = "attributes"
    garment: GarmentOut
    doubt: float
    fields: list[FieldDoubtOut]
    doubts: list[str]


class DuplicateItem(BaseModel):
    """Two garments that may be one: answer at `POST /v1/garments/duplicates/{question_id}`."""

    kind: Literal["duplicate"] = "duplicate"
    question_id: UUID
    garment: GarmentOut
    other: GarmentOut
    likeness: float
    doubt: float


ReviewItemOut = Annotated[AttributeItem | DuplicateItem, Field(discriminator="kind")]


class ReviewOut(BaseModel):
    """One page of the queue, the costliest doubt first; `open` counts the whole queue."""

    items: list[ReviewItemOut]
    open: int
    next_cursor: str | None


class Confirmation(BaseModel):
    """The fields that are right as they are; left out, everything in doubt is.

    `doubts` among them ends the words against the photo.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"fields": ["category", "pattern"]}]}
    )

    fields: Annotated[list[str], Field(min_length=1, max_length=20)] | None = None


class SaidOut(BaseModel):
    """One correction, confirmation or import; null in `fields` says "unknown"."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0b7e8a4c-1d2f-4a53-8a37-51b0f4a5d2c6",
                    "source": "person",
                    "fields": {"pattern": "plaid"},
                    "created_at": "2026-11-21T09:00:00Z",
                    "undone_at": None,
                }
            ]
        }
    )

    id: UUID
    source: str
    fields: dict[str, Any]
    created_at: datetime
    undone_at: datetime | None


class HistoryOut(BaseModel):
    """What was said of a garment, newest first."""

    entries: list[SaidOut]
    next_cursor: str | None


@router.get("/review")
async def review_garments(
    deps: CurrentDeps, cursor: str | None = None, limit: Limit = 20
) -> ReviewOut:
    """What Stylist is not sure of, the costliest first: a wrong category before a wrong season."""
    page = await list_review(deps, cursor=cursor, limit=limit)
    items = [_item(deps, item) for item in page.items]
    return ReviewOut(items=items, open=page.open, next_cursor=page.next_cursor)


@router.post("/{garment_id}/confirm")
async def confirm(
    garment_id: UUID, confirmation: Confirmation, deps: CurrentDeps
) -> ChangedGarment:
    """Say that what was seen is right; it is not asked again, and `/undo` takes it back."""
    changed = await confirm_garment(deps, garment_id, confirmation.fields)
    return changed_json(changed, deps.image_urls)


@router.get("/{garment_id}/history")
async def garment_history(
    garment_id: UUID, deps: CurrentDeps, cursor: str | None = None, limit: Limit = 50
) -> HistoryOut:
    """Every correction and confirmation, newest first, also those taken back."""
    found = await read_history(deps, garment_id, cursor=cursor, limit=limit)
    entries = [SaidOut.model_validate(said, from_attributes=True) for said in found.entries]
    return HistoryOut(entries=entries, next_cursor=found.next_cursor)


def _item(deps: Deps, item: ReviewItem) -> AttributeItem | DuplicateItem:
    if isinstance(item, DuplicateReview):
        return DuplicateItem(
            question_id=item.question.id,
            garment=garment_json(item.question.garment, deps.image_urls),
            other=garment_json(item.question.other, deps.image_urls),
            likeness=item.question.score,
            doubt=item.doubt,
        )
    return AttributeItem(
        garment=garment_json(item.garment, deps.image_urls),
        doubt=item.doubt,
        fields=[FieldDoubtOut.model_validate(each, from_attributes=True) for each in item.fields],
        doubts=item.garment.doubts,
    )
