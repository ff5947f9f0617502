"""Sentences that ask for what is no matter of clothes: a service, or a fact of the world.

They are blanked, blank for blank so that offsets stay: "what's the tallest building in Paris?"
names no place to dress for, and "sell my old coat on ebay" wishes for no coat.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.atoms import DETAIL, HEAD, LOOK, MANNER, atoms
from agent.understanding.orders import before_order
from agent.understanding.tokens import tokenize

LONGEST: Final = 300
"""Characters of a sentence that are looked at; a longer one is read as ever."""
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")
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
    plain = " ".join(said.lower().replace("'", "").replace("’", "").split())
    if len(plain) > LONGEST or not _is_elsewhere(plain):
        return whole
    return " " * len(said) + whole[len(said) :]


def _is_elsewhere(plain: str) -> bool:
    if _holds("refusal").search(plain):
        return False
    if _begins("services").search(plain) or _holds("services_anywhere").search(plain):
        return True
    asked = _begins("facts").search(plain)
    if asked is None or _holds("ours").search(plain, asked.start()):
        return False
    return not any(atom.kind in _OURS for atom in atoms(tokenize(plain), []))
