"""What the offline policy decides on, and what it decides: the contract with the graph."""

from typing import Any

from pydantic import BaseModel, Field

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
    """How things stand in a turn: what was understood and shown, and what tools have answered."""

    understanding: Understanding
    shown: list[OutfitCard] = Field(default_factory=list)
    tool_results: list[ToolResult] = Field(default_factory=list)
    user_text: str = ""
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
