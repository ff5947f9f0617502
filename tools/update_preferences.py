"""Reads and changes a person's tastes: what they state, and what was learned of them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from db import preferences
from db.preferences import Learned
from ml.outfits import is_attribute
from stylist import vocabulary
from stylist.errors import BadRequest, NotFound
from stylist.preferences import MOST_OFFSET_CLO, MOST_WEIGHT, PreferencesView
from tools.corrections import MOST_QUOTED
from tools.deps import Deps
from tools.relearn import relearn

MOST_NAMED = 5
"""Unknown words that a refusal repeats."""


Weight = Annotated[float, Field(ge=-MOST_WEIGHT, le=MOST_WEIGHT)]
Names = Annotated[
    list[str], Field(max_length=200), AfterValidator(lambda names: list(dict.fromkeys(names)))
]
"""Names of a vocabulary, each once."""
LEARNED = frozenset({"reset_learned", "learned_weights", "release_weights", "clo_offset"})


class PreferencesChange(BaseModel, extra="forbid"):
    """What to change; a field that is not given stays as it is.

    A weight in `learned_weights` is set and stays so, null forgets it for good; those in
    `release_weights` are learned again. A null `clo_offset` is learned again, too.
    """

    preferred_styles: Names | None = None
    avoid_styles: Names | None = None
    favorite_colors: Names | None = None
    avoid_colors: Names | None = None
    preferred_fit: str | None = None
    formality_min: float | None = Field(default=None, ge=0, le=1)
    formality_max: float | None = Field(default=None, ge=0, le=1)
    comfort_style_balance: float | None = Field(default=None, ge=0, le=1)
    explore: bool | None = None
    learned_weights: dict[str, Weight | None] = Field(default_factory=dict, max_length=200)
    release_weights: list[str] = Field(default_factory=list, max_length=200)
    clo_offset: float | None = Field(default=None, ge=-MOST_OFFSET_CLO, le=MOST_OFFSET_CLO)
    reset_learned: bool = False


async def read_preferences(deps: Deps) -> PreferencesView:
    """The person's tastes, stated and learned."""
    async with deps.sessions.begin() as session:
        return await preferences.get_or_default(session, owner_id=deps.owner_id)


async def update_preferences(deps: Deps, *, change: PreferencesChange) -> PreferencesView:
    """Change tastes; with `reset_learned` forget first what was learned and set so far.

    Raises:
        BadRequest: an unknown colour, style, fit or attribute, or a formality band upside down.

    """
    owner = deps.owner_id
    stated: dict[str, Any] = change.model_dump(exclude_none=True, exclude=set(LEARNED))
    _check(stated)
    _check_weights([*change.learned_weights, *change.release_weights])
    async with deps.sessions.begin() as session:
        view = await preferences.get_or_default(session, owner_id=owner)
        if {**view.model_dump(), **stated}["formality_min"] > (
            stated.get("formality_max", view.formality_max)
        ):
            raise BadRequest("The least formality is above the greatest.")
        if stated:
            view = await preferences.update(session, stated, owner_id=owner)
        if change.model_fields_set & LEARNED:
            view = await _teach(session, deps, change)
    return view


async def forget_weight(deps: Deps, name: str) -> PreferencesView:
    """Take one learned weight away; it is not learned again until it is released or all is reset.

    Raises:
        NotFound: nothing is learned or set of such an attribute.

    """
    view = await read_preferences(deps)
    if name not in view.learned_weights:
        raise NotFound("Nothing was learned of that.", hint="Read the preferences first.")
    return await update_preferences(deps, change=PreferencesChange(learned_weights={name: None}))


async def _teach(session: AsyncSession, deps: Deps, change: PreferencesChange) -> PreferencesView:
    """Reset, set and release what is learned, and fit the rest around it."""
    owner = deps.owner_id
    await preferences.lock(session, owner_id=owner)
    learned = await preferences.learned_of(session, owner_id=owner)
    own: dict[str, Any] = {}
    if change.reset_learned:
        learned = Learned(since=deps.now().isoformat())
        own = {"clo_offset": 0.0, "clo_offset_set": False}
    if "clo_offset" in change.model_fields_set:
        own = {"clo_offset": change.clo_offset or 0.0}
        own["clo_offset_set"] = change.clo_offset is not None
    wanted = {name: weight or 0.0 for name, weight in change.learned_weights.items()}
    kept = {n: w for n, w in learned.fixed.items() if n not in change.release_weights}
    await preferences.set_learned(
        session, replace(learned, fixed={**kept, **wanted}), owner_id=owner
    )
    if own:
        await preferences.update(session, own, owner_id=owner)
    return await relearn(session, deps)


def _check_weights(names: list[str]) -> None:
    """Refuse attributes that nobody learns."""
    unknown = [name for name in names if not is_attribute(name)]
    if unknown:
        told = ", ".join(name[:MOST_QUOTED] for name in unknown[:MOST_NAMED])
        raise BadRequest(f"Nothing is learned of {told}; a weight is of such as color:navy.")


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
