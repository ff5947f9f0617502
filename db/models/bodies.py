"""Body photos, measured avatars and try-on images. Written by later capabilities."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Created, Key, OwnerKey


class Body(Created, Base):
    """A photo of the person."""

    __tablename__ = "bodies"

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    image_path: Mapped[str] = mapped_column(String(512))


class TryOnImage(Created, Base):
    """A rendered try-on and the job that made it."""

    __tablename__ = "tryon_images"

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    job_id: Mapped[uuid.UUID] = mapped_column(index=True)
    image_path: Mapped[str] = mapped_column(String(512))
    processing_time_ms: Mapped[int | None]


class Avatar(Created, Base):
    """A measured body: SMPL-X parameters, nine measurements in centimetres, artefact keys."""

    __tablename__ = "avatars"

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    gender: Mapped[str] = mapped_column(String(20))
    smplx_betas: Mapped[list[float] | None] = mapped_column(JSONB)
    smplx_body_pose: Mapped[list[float] | None] = mapped_column(JSONB)
    smplx_global_orient: Mapped[list[float] | None] = mapped_column(JSONB)
    height_cm: Mapped[float | None]
    chest_circumference_cm: Mapped[float | None]
    waist_circumference_cm: Mapped[float | None]
    hip_circumference_cm: Mapped[float | None]
    inseam_cm: Mapped[float | None]
    shoulder_width_cm: Mapped[float | None]
    arm_length_cm: Mapped[float | None]
    thigh_circumference_cm: Mapped[float | None]
    neck_circumference_cm: Mapped[float | None]
    smplx_params_path: Mapped[str | None] = mapped_column(String(500))
    mesh_path: Mapped[str | None] = mapped_column(String(500))
    source_image_path: Mapped[str | None] = mapped_column(String(500))


class ExtractionJob(Created, Base):
    """The life of one avatar request."""

    __tablename__ = "extraction_jobs"

    id: Mapped[Key]
    user_id: Mapped[OwnerKey]
    status: Mapped[str] = mapped_column(String(20), server_default="pending")
    gender: Mapped[str] = mapped_column(String(20))
    input_image_path: Mapped[str] = mapped_column(String(500))
    avatar_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("avatars.id", ondelete="SET NULL")
    )
    job_id: Mapped[uuid.UUID | None]
    error_message: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
