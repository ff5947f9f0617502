"""Stated tastes and learned weights, one row per user, made when first written."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import UserPreferences
from stylist.preferences import PreferencesView


async def get_or_default(session: AsyncSession, *, owner_id: UUID) -> PreferencesView:
    """The owner's preferences; the defaults while nothing was ever stated."""
    row = await _row(session, owner_id)
    return PreferencesView() if row is None else _view(row)


async def learned_since(session: AsyncSession, *, owner_id: UUID) -> str | None:
    """The moment (ISO 8601) from which feedback counts, None for all of it."""
    row = await _row(session, owner_id)
    return None if row is None else row.learned_weights.get("since")


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
    session: AsyncSession, weights: Mapping[str, float], *, owner_id: UUID, since: str | None
) -> PreferencesView:
    """Replace the learned weights; feedback before `since` is not to be learned from again."""
    learned = {"weights": dict(weights), "since": since}
    return await update(session, {"learned_weights": learned}, owner_id=owner_id)


async def _row(session: AsyncSession, owner_id: UUID) -> UserPreferences | None:
    wanted = select(UserPreferences).where(UserPreferences.user_id == owner_id)
    return await session.scalar(wanted.execution_options(populate_existing=True))


def _view(row: UserPreferences) -> PreferencesView:
    stated = {
        name: getattr(row, name)
        for name in PreferencesView.model_fields
        if name != "learned_weights"
    }
    return PreferencesView(**stated, learned_weights=row.learned_weights.get("weights", {}))
