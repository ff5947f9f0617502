"""The declarative base: constraint names, column types and the two timestamps."""

import uuid
from datetime import datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import DateTime, ForeignKey, MetaData, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Key = Annotated[
    uuid.UUID,
    mapped_column(UUID(as_uuid=True), primary_key=True, server_default=text("gen_random_uuid()")),
]
OwnerKey = Annotated[
    uuid.UUID,
    mapped_column(UUID(as_uuid=True), ForeignKey("users.id", ondelete="CASCADE"), index=True),
]
Json = dict[str, Any]
UUIDS = ARRAY(UUID(as_uuid=True))


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        Json: JSONB,
        list[Json]: JSONB,
        uuid.UUID: UUID(as_uuid=True),
        datetime: DateTime(timezone=True),
    }


class Created:
    """Adds `created_at`."""

    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CreatedAndUpdated(Created):
    """Adds `created_at` and `updated_at`."""

    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
