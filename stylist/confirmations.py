"""A question before garments go: what it names, how long it holds, and what became of it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from stylist.plain_text import PlainName

Parting = Literal["delete", "archive"]
"""For good, or out of sight."""
Answer = Literal["yes", "no"]
ConfirmationState = Literal["asked", "confirmed", "done", "declined", "withdrawn", "expired"]


class NamedGarment(BaseModel):
    """A garment that a question is about."""

    id: UUID
    name: PlainName


class Confirmation(BaseModel):
    """A question whether garments shall go. Nothing goes while it is `asked`.

    It is `withdrawn` when something else is said, `expired` when it is answered after `expires_at`.
    Once it is `done`, all of `garments` went but those `left_out`: they were gone before the yes,
    or bear another name than the one that was asked about, and stay.
    """

    id: UUID
    conversation_id: UUID
    action: Parting
    garments: list[NamedGarment]
    left_out: list[UUID] = []
    state: ConfirmationState
    expires_at: datetime
    degraded: list[str] = []
