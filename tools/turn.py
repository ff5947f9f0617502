"""What a tool knows of the turn that it is called in."""

from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

from tools.deps import Deps


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnContext:
    """On whose behalf, and for which run, a tool works; never shown to a model."""

    deps: Deps
    run_id: UUID


class ToolState(TypedDict):
    """The part of a turn's state that tools read; plain JSON.

    `frame` is a `ConstraintFrame`, `shown` are the outfit cards that
    the person saw before this turn, and `outfits` those that it has brought. Of this
    conversation, `known_outfits` are the ids given out, and `garments` the
    garments by id (`GarmentRef`). `asked` is the question (`Confirmation`) that the person's words
    `answered`: its id and their yes or no; both None where they answered none. `may_part` says that
    the person's words of this turn may be about parting with clothes.
    """

    frame: dict[str, Any]
    understanding: dict[str, Any]
    shown: list[dict[str, Any]]
    outfits: list[dict[str, Any]]
    known_outfits: list[str]
    garments: dict[str, dict[str, Any]]
    asked: dict[str, Any] | None
    answered: dict[str, Any] | None
    may_part: bool
