"""Where imported garments come from."""

import uuid

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Created, Key, OwnerKey


class GarmentOrigin(Created, Base):
    """An exported garment's first id and the garment that it is here: importing again finds it."""

    __tablename__ = "garment_origins"
    __table_args__ = (UniqueConstraint("user_id", "origin_id"),)

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    origin_id: Mapped[uuid.UUID]
    garment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("garments.id", ondelete="CASCADE"), index=True
    )
