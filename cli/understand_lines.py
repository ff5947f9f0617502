"""One line of JSON in, one line of JSON out: a turn with its history, and what it means."""

import json
from collections.abc import Mapping
from typing import Any, Final

from agent.understanding.pointing.shown import Shown, read_shown
from agent.understanding.replay import USER, Replay, Said
from agent.understanding.words.tokens import MAX_TOKENS, tokenize
from cli.constraints import no_number, once
from stylist.errors import BadRequest, PayloadTooLarge, StylistError

MOST_BYTES: Final = 8 * 2**20
"""Bytes of one line."""
MOST_CHARS: Final = 100_000
"""Characters of one text; 10,000 words are about 60,000."""
MOST_MESSAGES: Final = 2_000
ROLES: Final = frozenset({USER, "assistant", "system", "tool", "developer"})
KEYS: Final = frozenset({"history", "text", "shown", "id"})
_SPARING: Final = MAX_TOKENS
"""A text of fewer characters cannot have more words than are read."""


class NotJson(BadRequest):
    """A line holds no JSON."""

    code = "not_json"


def answer(line: bytes, replay: Replay) -> bytes:
    """The answer to a line, without its end; a line that cannot be read gives an `error`."""
    id_: Any = None
    try:
        asked = _parsed(line)
        id_ = _own_name(asked.get("id"))
        told = _understood(asked, replay)
    except StylistError as error:
        told = _error(error.code, error.message)
    except Exception as error:  # a fault of ours costs its line, not those that wait behind it
        told = _error("internal", f"This line could not be read: {type(error).__name__}.")
    if id_ is not None:
        told = {"id": id_, **told}
    return json.dumps(told, separators=(",", ":")).encode("ascii")


def too_long() -> bytes:
    """The answer to a line of more bytes than are read."""
    told = _error(PayloadTooLarge.code, f"A line has at most {MOST_BYTES} bytes.")
    return json.dumps(told).encode()


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJson("The line is not UTF-8 text.") from error
    if not text.strip():
        raise NotJson("The line is empty.")
    try:
        asked = json.loads(text, parse_constant=no_number, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise NotJson(f"The line is no JSON: {error}.") from error
    if not isinstance(asked, dict):
        raise BadRequest('The line is no JSON object with a "text".')
    return asked


def _own_name(value: Any) -> str | int | None:
    """The caller's own name of a line, which its answer repeats."""
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        _refuse_surrogates(value, "id")
        return value
    raise BadRequest("id: must be a text or a whole number.")


def _understood(asked: Mapping[str, Any], replay: Replay) -> dict[str, Any]:
    text = _text(asked.get("text"), "text")
    history = asked.get("history")
    if history is not None and not isinstance(history, list):
        raise BadRequest("history: a list of messages.")
    if history and len(history) > MOST_MESSAGES:
        raise PayloadTooLarge(f"history: at most {MOST_MESSAGES} messages.")
    said, called = [], Shown()
    for at, message in enumerate(history or []):
        said.append(_message(message, f"history.{at}", called))
    now = asked.get("shown")
    cards = _cards(now, called)
    told: dict[str, Any] = replay.read(said, text, shown=cards).model_dump(mode="json")
    if ignored := sorted([*called.ignored, *(str(key)[:40] for key in asked.keys() - KEYS)]):
        told["ignored"] = [key.encode("ascii", "replace").decode() for key in ignored]
    if len(text) > _SPARING and len(tokenize(text)) == MAX_TOKENS:
        told["degraded"] = ["text_cut"]
    renamed: dict[str, Any] = called.renamed(told)
    return renamed


def _cards(given: Any, called: Shown) -> Any:
    if given is None:
        return None
    _refuse_surrogates(given, "shown")
    shown = read_shown(given)
    called.called.update(shown.called)
    called.ignored += [place for place in shown.ignored if place not in called.ignored]
    return tuple(shown.cards)


def _message(message: Any, where: str, called: Shown) -> Said:
    if not isinstance(message, dict):
        raise BadRequest(f'{where}: a message is an object with a "role" and a "content".')
    role = message.get("role")
    if not isinstance(role, str) or role not in ROLES:
        raise BadRequest(f"{where}.role: one of {', '.join(sorted(ROLES))}.")
    content = message.get("content")
    if content is None and role != USER:
        content = ""
    content = _text(content, f"{where}.content")
    return Said(role=role, content=content, shown=_cards(message.get("shown"), called))


def _text(value: Any, where: str) -> str:
    if value is None:
        raise BadRequest(f"{where}: is missing.")
    if not isinstance(value, str):
        raise BadRequest(f"{where}: must be a text.")
    if len(value) > MOST_CHARS:
        raise PayloadTooLarge(f"{where}: at most {MOST_CHARS} characters.")
    _refuse_surrogates(value, where)
    return value


def _refuse_surrogates(value: Any, where: str) -> None:
    """Refuse half a character: no output, database or model takes one."""
    waiting = [value]  # no recursion: a line may nest deeper than Python does
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if not one.isascii() and any("\ud800" <= c <= "\udfff" for c in one):
                raise BadRequest(f"{where}: half of a surrogate pair is no character.")
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
