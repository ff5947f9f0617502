"""`/v1/garments/availability`: where garments are, for many at once."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CurrentDeps
from api.garment_json import GarmentOut, garment_json
from stylist.garments import Availability
from tools.availability import set_availability

router = APIRouter(prefix="/v1/garments", tags=["garments"])
MOST = 1000


class AvailabilityChange(BaseModel):
    """Garments and where they are now."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "garment_ids": ["7c0b7b5e-3a64-4f6e-9a53-0c9a6f9c8f11"],
                    "availability": "laundry",
                }
            ]
        },
    )

    garment_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
    availability: Availability


class ChangedAvailability(BaseModel):
    """The garments as they are now, in the order that was asked."""

    garments: list[GarmentOut]


@router.post("/availability")
async def change_availability(change: AvailabilityChange, deps: CurrentDeps) -> ChangedAvailability:
    """Say where garments are, all or none; only clean ones are offered, archived ones hidden."""
    found = await set_availability(deps, change.garment_ids, change.availability)
    return ChangedAvailability(garments=[garment_json(each, deps.image_urls) for each in found])
