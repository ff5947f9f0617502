"""`/v1/preferences`: stated tastes, and what feedback has taught, to read, mend and forget."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from api.auth import CurrentDeps
from stylist.preferences import PreferencesView
from tools import update_preferences as tastes
from tools.update_preferences import PreferencesChange, Weight

router = APIRouter(prefix="/v1/preferences", tags=["preferences"])
Attribute = Annotated[str, Path(max_length=80, examples=["color:navy"])]


class OwnWeight(BaseModel):
    """A weight that the person sets, in log-odds of liking."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"weight": 0.5}]})
    weight: Weight


@router.get("")
async def read_preferences(deps: CurrentDeps) -> PreferencesView:
    """The person's tastes, stated and learned."""
    return await tastes.read_preferences(deps)


@router.patch("")
async def change_preferences(change: PreferencesChange, deps: CurrentDeps) -> PreferencesView:
    """Change stated and learned tastes; with `reset_learned` forget what feedback has taught."""
    return await tastes.update_preferences(deps, change=change)


@router.put("/learned_weights/{name}")
async def set_weight(name: Attribute, own: OwnWeight, deps: CurrentDeps) -> PreferencesView:
    """Set one learned weight; it stays so, whatever is learned, until a reset."""
    change = PreferencesChange(learned_weights={name: own.weight})
    return await tastes.update_preferences(deps, change=change)


@router.delete("/learned_weights/{name}")
async def forget_weight(name: Attribute, deps: CurrentDeps) -> PreferencesView:
    """Take one learned weight away; it is not learned again until a reset."""
    return await tastes.forget_weight(deps, name)


@router.delete("/learned_weights")
async def reset_learned(deps: CurrentDeps) -> PreferencesView:
    """Forget everything learned and set; outfits are then ranked as on the first day."""
    return await tastes.update_preferences(deps, change=PreferencesChange(reset_learned=True))
