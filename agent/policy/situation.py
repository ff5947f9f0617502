"""What the offline policy decides on, and what it decides: the contract with the graph."""

from typing import Any

from pydantic import BaseModel, Field

from agent.removals import Removal
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard

HEADING = "SITUATION\n"
"""A system message that begins so holds a situation as JSON."""


class ToolResult(BaseModel):
    """An answered tool call; `content` is the tool's block: outfits, garments, facts, degraded."""

    name: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    ok: bool = True
    content: dict[str, Any] = Field(default_factory=dict)


class Situation(BaseModel):
    """How things stand in a turn: what was understood and shown, and what tools have answered.

    `order` is one to part with clothes, `answered` the id of a question before clothes go with the
    person's yes or no; `let_go` says that such a question was passed over. `replaced` is the outfit
    that the first one shown was made from.
    """

    understanding: Understanding
    shown: list[OutfitCard] = Field(default_factory=list)
    replaced: OutfitCard | None = None
    tool_results: list[ToolResult] = Field(default_factory=list)
    user_text: str = ""
    order: Removal | None = None
    answered: dict[str, Any] | None = None
    let_go: bool = False
    step: int = 0

    @property
    def frame(self) -> ConstraintFrame:
        """The constraint frame after this turn."""
        return self.understanding.frame


class Call(BaseModel):
    """A tool call to make."""

    name: str
    arguments: dict[str, Any] = Field(default_factory=dict)


class Decision(BaseModel):
    """The next step: tool calls to make together, or the words of the answer."""

    tool_calls: list[Call] = Field(default_factory=list)
    text: str = ""
