"""The agent's door: capabilities as langchain tools, with facts for the model and blocks for us.

Arguments are flat and never optional, since Ollama's client drops everything else from a schema.
Answers begin with the tool's name, since it drops that too. An expected failure becomes a hint
that the model can act on; ids must be ones that a tool gave out in this conversation.
"""

import functools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from langchain_core.tools import BaseTool, StructuredTool, ToolException
from langgraph.prebuilt import ToolRuntime
from pydantic import BaseModel, Field, ValidationError

from stylist.confirmations import Confirmation
from stylist.errors import BadRequest, StylistError
from stylist.frame import ConstraintFrame, Weather
from stylist.garments import GarmentView
from stylist.named_frame import COLDEST_C, HOTTEST_C
from stylist.outfits import OutfitCard, OutfitItem
from stylist.plain_text import PlainName, harmless
from tools.turn import ToolState, TurnContext

Turn = ToolRuntime[TurnContext, ToolState]


class GarmentRef(BaseModel):
    """A garment that a tool gave out: enough to know it again in words."""

    garment_id: UUID
    name: PlainName
    category: str | None = None
    subcategory: str | None = None
    colors: list[str] = Field(default_factory=list)
    pattern: str | None = None
    material: str | None = None

    @classmethod
    def of_item(cls, item: OutfitItem) -> "GarmentRef":
        """The garment of a shown outfit."""
        colors = [color.name for color in item.colors]
        return cls(**item.model_dump(include={"garment_id", "name", *KIND}), colors=colors)

    @classmethod
    def of_garment(cls, garment: GarmentView) -> "GarmentRef":
        """A garment of the wardrobe."""
        looks = garment.attributes
        named = [looks.color_primary, looks.color_secondary, *(c.name for c in looks.colors)]
        return cls(
            garment_id=garment.id,
            name=garment.name,
            category=garment.category,
            subcategory=garment.subcategory,
            colors=list(dict.fromkeys(name for name in named if name)),
            pattern=looks.pattern,
            material=looks.material,
        )


KIND = ("category", "subcategory", "pattern", "material")


class ToolBlock(BaseModel):
    """What a tool brought, typed: outfits to show, garments given out, a question, more facts."""

    outfits: list[OutfitCard] = Field(default_factory=list)
    garments: list[GarmentRef] = Field(default_factory=list)
    weather: Weather | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    confirmation: Confirmation | None = None
    degraded: list[str] = Field(default_factory=list)


class Answer(BaseModel):
    """A tool's answer: facts in few words for the model, and the block."""

    text: str
    block: ToolBlock = Field(default_factory=ToolBlock)


def offer(
    name: str, arguments: type[BaseModel], door: Callable[..., Awaitable[Answer]]
) -> BaseTool:
    """A door as a langchain tool; its docstring is what the model reads."""

    async def call(runtime: Turn, **given: Any) -> tuple[str, dict[str, Any]]:
        try:
            answer = await door(runtime, **given)
        except StylistError as error:
            raise ToolException(f"{name}: {error.hint}") from error
        return f"{name}: {answer.text}", answer.block.model_dump(mode="json")

    return StructuredTool(
        name=name,
        description=" ".join((door.__doc__ or "").split()),
        args_schema=arguments,
        coroutine=call,
        response_format="content_and_artifact",
        handle_tool_error=True,
        handle_validation_error=functools.partial(_say_invalid, name),
    )


def _say_invalid(name: str, error: Any) -> str:
    rows = error.errors() if isinstance(error, ValidationError) else []
    said = "; ".join(f"{'.'.join(map(str, row['loc']))}: {row['msg']}" for row in rows)
    return f"{name}: the arguments are not right: {said or error}"


def quote(words: str | None, *, most: int = 80) -> str:
    """A person's own words, or a text that has some in it, as data: one line, in quotes, short."""
    plain = " ".join(harmless(words or "").split()).replace('"', "'")
    return f'"{plain[:most]}"'


def one_of(given: Sequence[str], known: Sequence[str], what: str) -> None:
    """Refuse a word that is not known, so that the model can put it right.

    Raises:
        BadRequest: the hint quotes the word and names those that are known.
    """
    if unknown := [word for word in given if word not in known]:
        raise BadRequest(
            f"{what} is one of {', '.join(known)}.",
            hint=f"{quote(unknown[0])} is not known; {what.lower()} is one of {', '.join(known)}",
        )


def frame_of(turn: Turn) -> ConstraintFrame:
    """The constraint frame that holds in this turn.

    People exaggerate: at degrees that no day has, the nearest that one has are meant.
    """
    frame = ConstraintFrame.model_validate(turn.state["frame"])
    if (degrees := frame.weather.temperature_c) is not None:
        frame.weather.temperature_c = max(COLDEST_C, min(degrees, HOTTEST_C))
    return frame


def known_outfit(turn: Turn, given: str) -> UUID:
    """The outfit of an id, or of a position in what the person sees ("2").

    Raises:
        BadRequest: it was not given out in this conversation.

    """
    shown = [card["id"] for card in turn.state["outfits"] or turn.state["shown"]]
    if given.strip().isdecimal() and 1 <= int(given) <= len(shown):
        return UUID(shown[int(given) - 1])
    if given.strip() not in turn.state["known_outfits"]:
        raise BadRequest(
            "I do not know which outfit is meant.",
            hint=f"unknown outfit id {quote(given)}; known ids, newest last: "
            f"{', '.join(turn.state['known_outfits'][-6:]) or 'none'}",
        )
    return UUID(given.strip())


def known_garment(turn: Turn, given: str) -> UUID:
    """The garment of an id.

    Raises:
        BadRequest: it was not given out in this conversation.

    """
    if given.strip() not in turn.state["garments"]:
        raise BadRequest(
            "I do not know which garment is meant.",
            hint=f"unknown garment id {quote(given)}; find it with search_wardrobe first",
        )
    return UUID(given.strip())
