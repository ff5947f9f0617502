"""The card on which a garment is mended: what it shows, what is tapped, and where it stands.

A card carries its own place, so the page's process keeps nothing between two taps.
"""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from stylist.garments import Availability
from ui.questions import Row

Do = Literal[
    "look", "confirm", "correct", "skip", "stop", "undo",
    "same", "different", "turn", "background", "put",
]  # fmt: skip


class Pair(BaseModel):
    """A question whether two garments are one."""

    question: UUID
    garment: UUID
    other: UUID


class Undo(BaseModel):
    """What one tap takes back."""

    what: Literal["label", "photo", "put", "pair"]
    garment: UUID
    was: Availability | None = None
    pair: Pair | None = None
    merged: bool = False


class Place(BaseModel):
    """Where a card is: in the queue (of some garments only, when `wanted` says so) or at one.

    `garment` and `pair` are what it shows, `skipped` what is left for later.
    """

    mode: Literal["review", "one"] = "review"
    garment: UUID | None = None
    pair: Pair | None = None
    wanted: list[UUID] | None = None
    skipped: list[UUID] = Field(default_factory=list)
    undo: Undo | None = None
    changed: bool = False


class Act(BaseModel):
    """A tap. `fields` are confirmed, `field` is corrected to `value`, `keep` stays of two."""

    do: Do
    fields: list[str] = Field(default_factory=list)
    field: str = ""
    value: Any = None
    keep: UUID | None = None
    availability: Availability = "clean"
    removed: bool = True


class Pictured(BaseModel):
    """A garment as the card draws it."""

    id: UUID
    name: str
    picture: str
    availability: Availability
    background_removed: bool


class Card(BaseModel):
    """Everything the card draws; `left` counts what waits, this one among it."""

    place: Place
    state: Literal["ask", "pair", "end"]
    title: str
    left: int = 0
    garments: list[Pictured] = Field(default_factory=list)
    asked: list[str] = Field(default_factory=list)
    rows: list[Row] = Field(default_factory=list)
    more: list[Row] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    said: str | None = None
