"""Accounts: users, their refresh tokens, API keys and preferences."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Created, CreatedAndUpdated, Json, Key, OwnerKey


class User(CreatedAndUpdated, Base):
    """A person. `password_hash` is null for the one local user of embedded mode."""

    __tablename__ = "users"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(50), server_default="user")
    settings: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"))
    """Home place, time zone and units."""


class RefreshToken(Base):
    """A refresh token by its hash; a rotated one names its successor, a replay ends its family."""

    __tablename__ = "refresh_tokens"

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    jti: Mapped[str] = mapped_column(String(36), unique=True, index=True)
    family_id: Mapped[uuid.UUID] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(String(255))
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    replaced_by_jti: Mapped[str | None] = mapped_column(String(36))


class ApiKey(Created, Base):
    """An app's key by its hash; `prefix` is what a person can recognise it by."""

    __tablename__ = "api_keys"

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    name: Mapped[str] = mapped_column(String(100))
    prefix: Mapped[str] = mapped_column(String(16))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class UserPreferences(Base):
    """Stated tastes and what was learned from feedback.

    `learned_weights` holds the weights with what they were fitted on (`db.preferences.Learned`),
    `taste_covariance` their (d, d) covariance: the lower triangle, row by row, as little-endian
    float32. A `clo_offset` that the person has set is not learned.
    """

    __tablename__ = "user_preferences"

    id: Mapped[Key]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), unique=True
    )
    preferred_styles: Mapped[list[str]] = mapped_column(
        ARRAY(String(50)), server_default=text("'{}'")
    )
    avoid_styles: Mapped[list[str]] = mapped_column(ARRAY(String(50)), server_default=text("'{}'"))
    favorite_colors: Mapped[list[str]] = mapped_column(
        ARRAY(String(30)), server_default=text("'{}'")
    )
    avoid_colors: Mapped[list[str]] = mapped_column(ARRAY(String(30)), server_default=text("'{}'"))
    preferred_fit: Mapped[str] = mapped_column(String(20), server_default="regular")
    formality_min: Mapped[float] = mapped_column(server_default=text("0.0"))
    formality_max: Mapped[float] = mapped_column(server_default=text("1.0"))
    comfort_style_balance: Mapped[float] = mapped_column(server_default=text("0.5"))
    learned_weights: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"))
    taste_covariance: Mapped[bytes | None]
    explore: Mapped[bool] = mapped_column(server_default=text("true"))
    clo_offset: Mapped[float] = mapped_column(server_default=text("0.0"))
    clo_offset_set: Mapped[bool] = mapped_column(server_default=text("false"))
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
