"""What a turn knows between its steps: plain JSON, since PostgreSQL keeps it as a checkpoint."""

from typing import Any, TypedDict

from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessage,
    ToolMessage,
    message_to_dict,
    messages_from_dict,
)


class TurnState(TypedDict, total=False):
    """State of the graph.

    `messages` are this turn's model and tool messages as dictionaries, `history` pairs of role and
    words, `earlier` a short account of what was before them (for a language model), `shown` the
    outfit cards that the person saw before this turn, `outfits` those of this turn; `past` the
    frames before each earlier turn, only while one may be gone back to.
    `replaced` is the outfit that the first on the screen was made from.
    `garments` holds every garment that was given out in this conversation, by id; `settings`
    are the person's own (time zone, units). `order` is one to part with clothes (`Removal`),
    `may_part` says that the words may be about such,
    `asked` the question before clothes go that was open (`Confirmation`), `answered` its id with
    the person's yes or no; it was `let_go` when something else was said. `proposed` says that this
    turn has put such a question, `stale` that one is open which this turn can not answer.
    """

    text: str
    settings: dict[str, Any]
    turn: int
    history: list[list[str]]
    earlier: str
    shown: list[dict[str, Any]]
    replaced: dict[str, Any] | None
    base_frame: dict[str, Any]
    past: list[dict[str, Any]]
    frame: dict[str, Any]
    understanding: dict[str, Any]
    known_outfits: list[str]
    garments: dict[str, dict[str, Any]]
    messages: list[dict[str, Any]]
    tool_calls: list[dict[str, Any]]
    order: dict[str, Any] | None
    may_part: bool
    asked: dict[str, Any] | None
    answered: dict[str, Any] | None
    stale: bool
    let_go: bool
    proposed: bool
    steps: int
    outfits: list[dict[str, Any]]
    reply: str
    degraded: list[str]


def read_messages(state: TurnState) -> list[AnyMessage]:
    """This turn's model and tool messages."""
    return list(messages_from_dict(state.get("messages", [])))  # type: ignore[arg-type]


def add_messages(state: TurnState, *new: BaseMessage) -> list[dict[str, Any]]:
    """The messages with new ones behind them."""
    return [*state.get("messages", []), *(message_to_dict(message) for message in new)]


def open_calls(messages: list[AnyMessage]) -> list[dict[str, Any]]:
    """Tool calls that have no answer yet."""
    answered = {message.tool_call_id for message in messages if isinstance(message, ToolMessage)}
    asked = [
        call
        for message in messages
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    ]
    return [dict(call) for call in asked if call["id"] not in answered]


def add_degraded(state: TurnState, *names: str) -> list[str]:
    """The degraded states with new ones, each once."""
    return list(dict.fromkeys([*state.get("degraded", []), *names]))
