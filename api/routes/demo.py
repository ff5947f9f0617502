"""The demo wardrobe's route."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from api.auth import CurrentDeps
from tools.demo_wardrobe import draw_demo_wardrobe

router = APIRouter(prefix="/v1/wardrobe", tags=["wardrobe"])


class DemoAccepted(BaseModel):
    """The job that draws."""

    job_id: UUID


@router.post("/demo", status_code=202)
async def draw(deps: CurrentDeps) -> DemoAccepted:
    """Fill the wardrobe with drawn garments; they say that they are drawn."""
    return DemoAccepted(job_id=await draw_demo_wardrobe(deps))
