"""Whether a condition such as rain is there: yes and no, a probability, or words for it."""

import re
from typing import Any, Final

from stylist import names
from stylist.errors import BadRequest

LIKELY: Final = 0.5
"""From this probability on one dresses for it."""
SURE: Final = frozenset({"yes", "true", "y", "likely", "certain", "sure", "all day"})
AWAY: Final = frozenset({"no", "false", "n", "none", "never", "unlikely", "dry", "not"})
HOW: Final = frozenset(
    {"heavy", "light", "moderate", "strong", "slight", "some", "little", "a", "bit", "of", "very"}
    | {"intermittent", "occasional", "steady", "constant", "patchy", "scattered", "likely"}
)
"""How much of it: it is there all the same."""
NUMBER: Final = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<percent>%|percent|per cent)?")


def is_there(condition: str, value: Any) -> bool:
    """Whether a condition is to be dressed for.

    Raises:
        BadRequest: neither yes or no, nor a probability (0..1 or in per cent), nor words for it.
    """
    if isinstance(value, str):
        return _said(condition, value)
    if isinstance(value, bool):
        return value
    if not isinstance(value, int | float) or not 0 <= value <= 100:
        raise _unknown(condition, value)
    return (value / 100 if value > 1 else value) >= LIKELY


def plain(word: str) -> str:
    """A condition without how much of it: "heavy rain" is rain."""
    words = word.split()
    return " ".join(one for one in words if one.casefold() not in HOW) or word


def _said(condition: str, value: str) -> bool:
    said = " ".join(value.casefold().replace("_", " ").replace("-", " ").split())
    if number := NUMBER.fullmatch(said):
        share = float(number["number"].replace(",", "."))
        if share > 100:
            raise _unknown(condition, value)
        return is_there(condition, share / 100 if number["percent"] else share)
    if said in SURE | AWAY:
        return said in SURE
    words = said.split()
    if words and words[0] in AWAY and names.find("condition", plain(" ".join(words[1:]))):
        return False
    rest = [word for word in words if word not in HOW]
    if words and (not rest or names.find("condition", " ".join(rest)) == condition):
        return True
    raise _unknown(condition, value)


def _unknown(condition: str, value: Any) -> BadRequest:
    quoted = str(value)[: names.MOST_QUOTED]
    return BadRequest(
        f"{condition}: “{quoted}” is neither true or false, nor a probability, nor words such as "
        "heavy or none."
    )
