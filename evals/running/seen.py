"""What was seen of a case: plain values, so that a report can keep them."""

from dataclasses import dataclass, field
from typing import Any

from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard


@dataclass(kw_only=True)
class UtteranceSeen:
    """What was made of an utterance, after `before`.

    `ms` is the rules' processor time, `wall_ms` the whole time with a model that reads along.
    """

    understanding: Understanding
    before: ConstraintFrame
    ms: float
    wall_ms: float = 0.0
    degraded: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class TurnSeen:
    """A turn as its client saw it, in wall time; `outfits` is None where none were shown."""

    run_id: str
    reply: str = ""
    outfits: list[OutfitCard] | None = None
    degraded: list[str] = field(default_factory=list)
    total_ms: float = 0.0
    first_ms: float | None = None
    error: str | None = None
    prompt_version: str | None = None


@dataclass(kw_only=True)
class ConversationSeen:
    """All turns, the ids of the wardrobe's garments by `n`, and the garments that changed."""

    turns: list[TurnSeen]
    garments: dict[str, str]
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ToolSeen:
    """A tool call as the trace tells it."""

    name: str
    arguments: dict[str, Any]
    ok: bool
    ms: float


@dataclass(frozen=True, kw_only=True)
class TurnTrace:
    """The inside of a turn as the trace tells it. `models` are those that took a step."""

    understanding: Understanding | None = None
    before: ConstraintFrame | None = None
    tools: list[ToolSeen] = field(default_factory=list)
    models: list[str] = field(default_factory=list)
    input_tokens: int = 0
    output_tokens: int = 0
