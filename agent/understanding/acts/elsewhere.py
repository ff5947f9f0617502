"""Sentences that ask for what is no matter of clothes: a service, or a fact of the world.

They are blanked, blank for blank so that offsets stay: "what's the tallest building in Paris?"
names no place to dress for, and "sell my old coat on ebay" wishes for no coat.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.acts.orders import before_order
from agent.understanding.words.atoms import DETAIL, HEAD, LOOK, MANNER, atoms
from agent.understanding.words.tokens import tokenize

LONGEST: Final = 300
"""Characters of a sentence that are looked at; a longer one is read as ever."""
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")
_WHO: Final = re.compile(r"(?:\w+[ ,]+){0,3}?(?:who|when|where)\b")
_COMMA: Final = re.compile(r"[,;:]\s*(?:and\s+)?|\s+and\s+")
_OURS: Final = LOOK | HEAD | MANNER | {DETAIL, "move", "temperature", "condition", "occasion"}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("elsewhere.toml").read_text("utf-8"))


@cache
def _begins(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[,;:] ){_words()['polite']}(?:{'|'.join(_words()[name])})")


@cache
def _holds(name: str) -> re.Pattern[str]:
    said = _words()[name]
    return re.compile(said if isinstance(said, str) else rf"\b(?:{'|'.join(said)})\b")


def own_matter(text: str) -> str:
    """The text with blanks in place of what is asked of others than a stylist."""
    return _SENTENCE.sub(_without, text)


def _without(sentence: re.Match[str]) -> str:
    whole = sentence[0]
    said = before_order(whole)
    plain = _plain(said)
    if len(said) > LONGEST or _holds("refusal").search(plain):
        return whole
    first = 0 if _holds("services_anywhere").search(plain) else _behind_ours(said)
    if not (first and _is_elsewhere(_plain(said[first:]))):
        first = 0
        if not _is_elsewhere(plain):
            return whole
    return whole[:first] + " " * (len(said) - first) + whole[len(said) :]


def _behind_ours(said: str) -> int:
    """Where goes on what begins as a wish: "something for work, can you also book a taxi?"."""
    commas = list(_COMMA.finditer(said))
    if not any(_is_elsewhere(_plain(said[m.end() :])) for m in commas):
        return 0  # what stands before need not be read
    return next((m.end() for m in reversed(commas) if _is_ours(said[: m.start()])), 0)


def _plain(said: str) -> str:
    return " ".join(said.lower().replace("'", "").replace("’", "").split())


def _is_elsewhere(plain: str) -> bool:
    if _holds("services_anywhere").search(plain):
        return True
    if _begins("services").search(plain):
        return _holds("composing").search(plain) is None
    if _begins("errands").search(plain):
        return _holds("dressing").search(plain) is None and not _is_ours(plain, LOOK | HEAD)
    if _is_of_no_garment(plain):
        return True
    asked = _begins("facts").search(plain)
    if asked is None or _holds("ours").search(plain, asked.start()):
        return False
    # "When does the museum open?" asks of the museum, "what is best for a museum" of clothes.
    kinds = _OURS - {"occasion"} if _WHO.match(asked.group().lstrip(",;: ")) else _OURS
    return not _is_ours(plain, kinds)


def asks_of_the_world(text: str) -> bool:
    """Whether a question has no word of clothes, names no price and points at nothing said."""
    plain = _plain(text)
    asks = _holds("topics_asked").search(plain) is not None and " it " not in f"{plain} "
    priced = any(mark.isdigit() or mark in "$€£" for mark in plain)
    return asks and not priced and _holds("ours").search(plain) is None and not _is_ours(plain)


def _is_of_no_garment(plain: str) -> bool:
    """Whether a question is how to do a thing, or about one, that nobody wears."""
    asked = _holds("topics_asked").search(plain) or plain.rstrip().endswith("?")
    about = asked and _holds("topics").search(plain)
    if not about and not _begins("how_to").search(plain):
        return False
    worn = HEAD if not about else HEAD | {"occasion", "temperature", "condition"}
    return _holds("dressing").search(plain) is None and not _is_ours(plain, frozenset(worn))


def _is_ours(said: str, kinds: frozenset[str] = _OURS) -> bool:
    """Whether words name anything that clothes are chosen by."""
    return any(atom.kind in kinds for atom in atoms(tokenize(said), []))
