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

    `frame` is a `ConstraintFrame`, `known_outfits` and `known_garments` are the ids that were
    given out in this conversation, `shown` are the outfit cards that the person sees.
    """

    frame: dict[str, Any]
    shown: list[dict[str, Any]]
    known_outfits: list[str]
    known_garments: list[str]
