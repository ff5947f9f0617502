"""`/v1/preferences`: stated tastes, and what feedback has taught."""

from fastapi import APIRouter

from api.auth import CurrentDeps
from stylist.preferences import PreferencesView
from tools import update_preferences as tastes
from tools.update_preferences import PreferencesChange

router = APIRouter(prefix="/v1/preferences", tags=["preferences"])


@router.get("")
async def read_preferences(deps: CurrentDeps) -> PreferencesView:
    """The person's tastes, stated and learned."""
    return await tastes.read_preferences(deps)


@router.patch("")
async def change_preferences(change: PreferencesChange, deps: CurrentDeps) -> PreferencesView:
    """Change stated tastes; with `reset_learned` forget what feedback has taught."""
    return await tastes.update_preferences(deps, change=change)
