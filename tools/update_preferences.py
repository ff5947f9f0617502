"""Reads and changes a person's stated tastes, and forgets what was learned when asked to."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, Field

from db import preferences
from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.preferences import PreferencesView
from tools.corrections import MOST_QUOTED
from tools.deps import Deps

MOST_NAMED = 5
"""Unknown words that a refusal repeats."""


class PreferencesChange(BaseModel, extra="forbid"):
    """What to change; a field that is not given stays as it is."""

    preferred_styles: list[str] | None = None
    avoid_styles: list[str] | None = None
    favorite_colors: list[str] | None = None
    avoid_colors: list[str] | None = None
    preferred_fit: str | None = None
    formality_min: float | None = Field(default=None, ge=0, le=1)
    formality_max: float | None = Field(default=None, ge=0, le=1)
    comfort_style_balance: float | None = Field(default=None, ge=0, le=1)
    reset_learned: bool = False


async def read_preferences(deps: Deps) -> PreferencesView:
    """The person's tastes, stated and learned."""
    async with deps.sessions.begin() as session:
        return await preferences.get_or_default(session, owner_id=deps.owner_id)


async def update_preferences(deps: Deps, *, change: PreferencesChange) -> PreferencesView:
    """Change stated tastes; with `reset_learned` forget what feedback has taught so far.

    Raises:
        BadRequest: an unknown colour, style or fit, or a formality band that is upside down.

    """
    owner = deps.owner_id
    stated: dict[str, Any] = change.model_dump(exclude_none=True, exclude={"reset_learned"})
    _check(stated)
    async with deps.sessions.begin() as session:
        view = await preferences.get_or_default(session, owner_id=owner)
        if {**view.model_dump(), **stated}["formality_min"] > (
            stated.get("formality_max", view.formality_max)
        ):
            raise BadRequest("The least formality is above the greatest.")
        if stated:
            view = await preferences.update(session, stated, owner_id=owner)
        if change.reset_learned:
            now = deps.now().isoformat()
            view = await preferences.set_learned(session, {}, owner_id=owner, since=now)
    return view


def _check(stated: dict[str, Any]) -> None:
    """Refuse names that the vocabulary does not have."""
    known: dict[str, Collection[str]] = {
        "preferred_styles": vocabulary.terms("style"),
        "avoid_styles": vocabulary.terms("style"),
        "favorite_colors": vocabulary.colors(),
        "avoid_colors": vocabulary.colors(),
    }
    for field, names in known.items():
        unknown = [name for name in stated.get(field, []) if name not in names]
        if unknown:
            told = ", ".join(name[:MOST_QUOTED] for name in unknown[:MOST_NAMED])
            raise BadRequest(f"I do not know {told}; I know {', '.join(names)}.")
    fit = stated.get("preferred_fit")
    if fit is not None and fit not in vocabulary.terms("fit"):
        raise BadRequest(f"A fit is one of {', '.join(vocabulary.terms('fit'))}.")
