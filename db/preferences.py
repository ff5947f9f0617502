"""Stated tastes and what was learned, one row per user, made when first written."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import User, UserPreferences
from stylist.preferences import PreferencesView


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was learned and set: the value of `learned_weights`, and the covariance beside it.

    `fixed` are the weights that the person has set; `since` (ISO 8601) is the last reset, before
    which nothing counts; `names` are what was fitted, in the order of the `covariance`.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    since: str | None = None
    intercept: float = 0.0
    events: int = 0
    names: tuple[str, ...] = ()
    covariance: bytes | None = None


async def get_or_default(session: AsyncSession, *, owner_id: UUID) -> PreferencesView:
    """The owner's preferences; the defaults while nothing was ever stated."""
    row = await _row(session, owner_id)
    return PreferencesView() if row is None else _view(row)


async def learned_of(session: AsyncSession, *, owner_id: UUID) -> Learned:
    """What was learned of the owner; nothing while there was no feedback."""
    row = await _row(session, owner_id)
    return Learned() if row is None else _learned(row)


async def lock(session: AsyncSession, *, owner_id: UUID) -> None:
    """Hold back others who would learn for this owner, so that no reaction is overlooked.

    Whoever has just written a row of the owner holds a key-share lock; the plain `FOR UPDATE` would
    wait for that, and two at once for each other.
    """
    owner = select(User.id).where(User.id == owner_id)
    await session.execute(owner.with_for_update(key_share=True))


async def update(
    session: AsyncSession, changes: Mapping[str, Any], *, owner_id: UUID
) -> PreferencesView:
    """Change columns of the owner's preferences and leave the others as they are."""
    values = {**changes, "updated_at": func.now()}
    statement = insert(UserPreferences).values(user_id=owner_id, **values)
    statement = statement.on_conflict_do_update(index_elements=["user_id"], set_=values)
    await session.execute(statement)
    return await get_or_default(session, owner_id=owner_id)


async def set_learned(
    session: AsyncSession, learned: Learned, *, owner_id: UUID
) -> PreferencesView:
    """Replace what was learned as a whole."""
    kept = asdict(learned)
    changes = {"taste_covariance": kept.pop("covariance"), "learned_weights": kept}
    return await update(session, changes, owner_id=owner_id)


async def _row(session: AsyncSession, owner_id: UUID) -> UserPreferences | None:
    wanted = select(UserPreferences).where(UserPreferences.user_id == owner_id)
    return await session.scalar(wanted.execution_options(populate_existing=True))


def _learned(row: UserPreferences) -> Learned:
    kept = dict(row.learned_weights)
    return Learned(
        **{**kept, "names": tuple(kept.get("names", ()))}, covariance=row.taste_covariance
    )


def _view(row: UserPreferences) -> PreferencesView:
    learned = _learned(row)
    stated = {
        name: getattr(row, name)
        for name in PreferencesView.model_fields
        if name not in ("learned_weights", "weights_set", "learned_from")
    }
    return PreferencesView(
        **stated,
        learned_weights=dict(learned.weights),
        weights_set=sorted(learned.fixed),
        learned_from=learned.events,
    )
