"""How the policy asks leave before clothes go, and what it says of the answer."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from agent.policy.situation import Call, Situation, ToolResult
from agent.policy.wording import say
from agent.removals import Removal
from stylist.frame import Piece
from stylist.wording import in_sentence, is_plural, listed

ASK: Final = "ask_to_part"
SETTLE: Final = "settle_parting"
MOST_PIECES: Final = 6
MOST_NAMED: Final = 20
"""Names in one sentence; the event has them all."""


def parting_calls(situation: Situation) -> list[Call]:
    """The calls that an order, or the answer to a question, asks for."""
    if situation.answered:
        arguments = {
            "confirmation_id": situation.answered["id"],
            "answer": situation.answered["answer"],
        }
        return [Call(name=SETTLE, arguments=arguments)]
    order = situation.order
    if order is None or order.account or order.unclear:
        return []
    if order.everything:
        return [_ask(order, Piece(), name="", several=True, everything=True)]
    if len(order.pieces) < 2:
        piece = order.pieces[0] if order.pieces else Piece()
        return [_ask(order, piece, name=order.name, several=any(order.several))]
    pairs = list(zip(order.pieces, order.several, strict=True))[:MOST_PIECES]
    return [_ask(order, piece, name="", several=several) for piece, several in pairs]


def _ask(
    order: Removal, piece: Piece, *, name: str, several: bool, everything: bool = False
) -> Call:
    looks = {field: value or "" for field, value in piece.model_dump().items()}
    arguments: dict[str, Any] = {
        "action": order.action,
        "name": name,
        **looks,
        "several": several,
        "everything": everything,
    }
    return Call(name=ASK, arguments=arguments)


def speaks_of_parting(situation: Situation) -> bool:
    """Whether the answer is about clothes that shall go, or went."""
    asked = any(result.name in (ASK, SETTLE) for result in situation.tool_results)
    return asked or situation.order is not None or situation.answered is not None


def told_of_parting(situation: Situation) -> Iterator[str]:
    """What is said of it; a question stands last."""
    if situation.order is not None:
        yield from _not_done(situation, situation.order)
    results = [r for r in situation.tool_results if r.name in (ASK, SETTLE)]
    if situation.answered and not any(result.ok for result in results):
        yield say("reply_part_lapsed", situation)
    elif results and not any(result.ok for result in results):
        yield say("reply_failed", situation)
    facts = [_told(result) for result in results if result.ok]
    for told in facts:
        if which := told.get("which"):
            yield say("reply_part_which", situation, names=_names(which), like=_plain(which[0]))
        elif not told.get("names") and not _left_out(told):
            yield say("reply_part_none", situation)
    if named := [told for told in facts if told.get("names")]:
        # Several orders of one turn become one question, which grows.
        yield _question(situation, max(named, key=lambda told: len(told["names"])))
    for told in facts:
        yield from _tell_left_out(situation, told)


def _not_done(situation: Situation, order: Removal) -> Iterator[str]:
    """Why an order is not even asked about."""
    if order.account:
        yield say("reply_account", situation)
    elif order.by_wear:
        yield say("reply_part_by_wear", situation)
    elif order.unclear:
        yield say("reply_part_unclear", situation)


def _left_out(told: dict[str, Any]) -> bool:
    return bool(told.get("gone") or told.get("renamed"))


def _tell_left_out(situation: Situation, told: dict[str, Any]) -> Iterator[str]:
    """Which garments of the question had changed before the answer came."""
    if told.get("state") != "done":
        return
    if gone := told.get("gone"):
        yield say("reply_part_gone", situation, names=_names(gone))
    for before, after in told.get("renamed", [])[:MOST_NAMED]:
        fields = {"before": _plain(before), "after": _plain(after)}
        yield say("reply_part_renamed", situation, **fields)


def _question(situation: Situation, told: dict[str, Any]) -> str:
    names: Sequence[str] = told["names"]
    template = {
        "asked": "reply_part_ask",
        "done": "reply_part_done",
        "declined": "reply_part_kept",
    }.get(told["state"], "reply_part_lapsed")
    count = len(names)
    fields = {
        "what": "one garment" if count == 1 else f"{count} garments",
        "names": _names(names),
        "are": "are" if count > 1 or is_plural(names[0], names[0]) else "is",
    }
    if template in ("reply_part_ask", "reply_part_done") and told["action"] == "archive":
        template = template.replace("part", "archive")
    return say(template, situation, **fields)


def _told(result: ToolResult) -> dict[str, Any]:
    facts = result.content.get("facts", {})
    return facts if isinstance(facts, dict) else {}


def _names(names: Sequence[str]) -> str:
    told = [_plain(name) for name in names[:MOST_NAMED]]
    more = len(names) - len(told)
    return f"{', '.join(told)} and {more} more" if more else listed(told)


def _plain(name: str) -> str:
    return in_sentence(name)
