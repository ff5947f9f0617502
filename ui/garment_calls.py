"""What the page asks of the API to mend a garment: doubts, corrections, doubles, its photo."""

from collections.abc import AsyncGenerator, Sequence
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from stylist.garments import Availability, GarmentView
from ui.client import StylistApi

_PAGE: Final = 100


class ShownGarment(GarmentView):
    """A garment with the signed address of its picture."""

    thumbnail_url: str | None = None


class Alternative(BaseModel):
    """Another value of a field; likeliest first."""

    value: str


class FieldDoubt(BaseModel):
    """A field that may be wrong."""

    field: str
    value: Any
    alternatives: list[Alternative]


class DoubtfulGarment(BaseModel):
    """A garment of which fields, or the photo itself (`doubts`), are in doubt."""

    kind: Literal["attributes"]
    garment: ShownGarment
    fields: list[FieldDoubt]
    doubts: list[str]

    @property
    def key(self) -> UUID:
        """What it is known by in the queue."""
        return self.garment.id

    @property
    def garment_ids(self) -> set[UUID]:
        """The garments it asks about."""
        return {self.garment.id}


class PossibleDouble(BaseModel):
    """Two garments that may be one, the later one first."""

    kind: Literal["duplicate"] = "duplicate"
    question_id: UUID
    garment: ShownGarment
    other: ShownGarment

    @property
    def key(self) -> UUID:
        """What it is known by in the queue."""
        return self.question_id

    @property
    def garment_ids(self) -> set[UUID]:
        """The garments it asks about."""
        return {self.garment.id, self.other.id}


ReviewItem = Annotated[DoubtfulGarment | PossibleDouble, Field(discriminator="kind")]


class ReviewPage(BaseModel):
    """Some of the queue, the costliest doubt first, and how many wait in all."""

    items: list[ReviewItem]
    open: int
    next_cursor: str | None


async def review_pages(api: StylistApi) -> AsyncGenerator[ReviewPage, None]:
    """The review queue, page by page."""
    params: dict[str, Any] = {"limit": _PAGE}
    while True:
        page = ReviewPage.model_validate(
            await api.call("GET", "/v1/garments/review", params=params)
        )
        yield page
        if page.next_cursor is None:
            return
        params["cursor"] = page.next_cursor


async def read(api: StylistApi, garment_id: UUID) -> ShownGarment:
    """A garment as it is now."""
    return ShownGarment.model_validate(await api.call("GET", f"/v1/garments/{garment_id}"))


async def confirm(api: StylistApi, garment_id: UUID, fields: Sequence[str]) -> None:
    """Say that these fields are right."""
    await api.call("POST", f"/v1/garments/{garment_id}/confirm", json={"fields": list(fields)})


async def correct(api: StylistApi, garment_id: UUID, change: dict[str, Any]) -> ShownGarment:
    """Say what it is instead."""
    body = await api.call("PATCH", f"/v1/garments/{garment_id}", json=change)
    return ShownGarment.model_validate(body)


async def undo_label(api: StylistApi, garment_id: UUID) -> None:
    """Take back the newest correction or yes."""
    await api.call("POST", f"/v1/garments/{garment_id}/undo")


async def answer_double(api: StylistApi, question_id: UUID, keep: UUID | None) -> None:
    """Two garments are one, of which `keep` stays; or, without it, they are two."""
    reply = {"answer": "same", "keep": str(keep)} if keep else {"answer": "different"}
    await api.call("POST", f"/v1/garments/duplicates/{question_id}", json=reply)


async def turn_photo(api: StylistApi, garment_id: UUID) -> UUID | None:
    """Turn the photo a quarter clockwise; gives the job that looks at it, if there is work."""
    body = await api.call("POST", f"/v1/garments/{garment_id}/rotate", json={"degrees": 90})
    return _job(body)


async def show_background(api: StylistApi, garment_id: UUID, *, removed: bool) -> UUID | None:
    """Show the garment cut out, or in its whole photo; gives the job, if there is work."""
    path = f"/v1/garments/{garment_id}/background"
    return _job(await api.call("POST", path, json={"removed": removed}))


async def undo_photo(api: StylistApi, garment_id: UUID) -> None:
    """Take back the newest change of the photo."""
    await api.call("POST", f"/v1/garments/{garment_id}/photo/undo")


async def put(api: StylistApi, garment_id: UUID, availability: Availability) -> None:
    """Say where a garment is."""
    body = {"garment_ids": [str(garment_id)], "availability": availability}
    await api.call("POST", "/v1/garments/availability", json=body)


def _job(body: dict[str, Any]) -> UUID | None:
    return UUID(body["job_id"]) if body["job_id"] else None
