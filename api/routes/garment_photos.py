"""`/v1/garments/{id}/photo`, `/rotate`, `/background`: the life of a garment's photo."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CurrentDeps
from api.garment_json import ChangedGarment, GarmentOut, changed_json, garment_fields
from api.uploads import files_of, open_form
from stylist.errors import BadRequest
from tools.deps import Deps
from tools.garment_photo import (
    Degrees,
    PhotoChanged,
    replace_photo,
    rotate_photo,
    set_background,
    undo_photo,
)
from tools.garments import read_garment

router = APIRouter(prefix="/v1/garments/{garment_id}", tags=["garments"])

PHOTO_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
Version = Annotated[
    int | None,
    Field(description="`photo_version` as last seen; another one now is refused with 409."),
]


class Turn(BaseModel):
    """How far to turn the photo clockwise, from how it is shown now."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"degrees": 90, "photo_version": 1}]}
    )

    degrees: Degrees
    photo_version: Version = None


class Background(BaseModel):
    """Whether to show the garment cut out, or in its whole photo."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"removed": False, "photo_version": 1}]}
    )

    removed: bool
    photo_version: Version = None


class ChangingGarment(GarmentOut):
    """A garment whose photo changes, and the job that looks at it; null when there is no work."""

    job_id: UUID | None


@router.post("/photo", status_code=202, openapi_extra=PHOTO_FORM)
async def change_photo(
    garment_id: UUID,
    request: Request,
    deps: CurrentDeps,
    photo_version: Annotated[int | None, Query(description="As last seen; else 409.")] = None,
) -> ChangingGarment:
    """Replace the photo; a worker looks at the new one, and corrections stay."""
    await read_garment(deps, garment_id)  # before a long upload is taken in
    async with open_form(request, deps.settings.uploads) as form:
        files = files_of(form, "file", "files")
        if len(files) > 1:
            raise BadRequest("Send one photo; a garment has one.")
        data = await files[0].read()
    return _changing(deps, await replace_photo(deps, garment_id, data, version=photo_version))


@router.post("/photo/undo")
async def undo_photo_change(garment_id: UUID, deps: CurrentDeps) -> ChangedGarment:
    """Take back the newest replacement, turn or change of background; what was seen holds again."""
    return changed_json(await undo_photo(deps, garment_id), deps.image_urls)


@router.post("/rotate", status_code=202)
async def turn_photo(garment_id: UUID, turn: Turn, deps: CurrentDeps) -> ChangingGarment:
    """Turn the photo clockwise; its bytes stay as they were sent."""
    changed = await rotate_photo(deps, garment_id, turn.degrees, version=turn.photo_version)
    return _changing(deps, changed)


@router.post("/background", status_code=202)
async def change_background(
    garment_id: UUID, background: Background, deps: CurrentDeps
) -> ChangingGarment:
    """Undo the removal of the background, or remove it again."""
    changed = await set_background(
        deps, garment_id, removed=background.removed, version=background.photo_version
    )
    return _changing(deps, changed)


def _changing(deps: Deps, changed: PhotoChanged) -> ChangingGarment:
    fields = garment_fields(changed.garment, deps.image_urls)
    return ChangingGarment.model_validate({**fields, "job_id": changed.job_id})
