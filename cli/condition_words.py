"""Whether a condition such as rain is there: yes and no, a probability, or words for it."""

import re
from typing import Any, Final

from stylist import names
from stylist.errors import BadRequest
from stylist.frame import LIKELY

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
    share = probability(condition, value)
    if share is not None:
        return share >= LIKELY
    return _said(condition, value) if isinstance(value, str) else bool(value)


def probability(condition: str, value: Any) -> float | None:
    """The probability (0..1) that a figure states; None when something else is said.

    A figure is a share, or per cent when it has the sign or is above 1.

    Raises:
        BadRequest: neither yes or no, nor words, nor a figure up to 100.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        number = NUMBER.fullmatch(_plainly(value))
        if not number:
            return None
        share = float(number["number"].replace(",", "."))
        per_cent = bool(number["percent"]) or share > 1
    elif isinstance(value, int | float):
        share, per_cent = float(value), value > 1
    else:
        raise _unknown(condition, value)
    if not 0 <= share <= 100:
        raise _unknown(condition, value)
    return share / 100 if per_cent else share


def plain(word: str) -> str:
    """A condition without how much of it: "heavy rain" is rain."""
    words = word.split()
    return " ".join(one for one in words if one.casefold() not in HOW) or word


def _said(condition: str, value: str) -> bool:
    said = _plainly(value)
    if said in SURE | AWAY:
        return said in SURE
    words = said.split()
    if words and words[0] in AWAY and names.find("condition", plain(" ".join(words[1:]))):
        return False
    rest = [word for word in words if word not in HOW]
    if words and (not rest or names.find("condition", " ".join(rest)) == condition):
        return True
    raise _unknown(condition, value)


def _plainly(value: str) -> str:
    return " ".join(value.casefold().replace("_", " ").replace("-", " ").split())


def _unknown(condition: str, value: Any) -> BadRequest:
    quoted = str(value)[: names.MOST_QUOTED]
    return BadRequest(
        f"{condition}: “{quoted}” is neither true or false, nor a probability, nor words such as "
        "heavy or none."
    )
