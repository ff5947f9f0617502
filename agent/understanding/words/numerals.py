"""Numbers in digits and in words: "22", "twenty-two", "a hundred and fifty"."""

import re
from typing import Final

_ONES: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ONE: Final = "|".join(_ONES)
_BELOW_HUNDRED: Final = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_ONE})\b)?|(?:{'|'.join(_TEENS)})|(?:{_ONE}))"
)
_HUNDREDS: Final = (
    rf"(?:(?:an?|{_ONE})\s+hundred(?:\s+(?:and\s+)?{_BELOW_HUNDRED})?|(?:an?|{_ONE})\s+thousand)"
)
IN_WORDS: Final = rf"(?:{_HUNDREDS}|{_BELOW_HUNDRED})(?![\w-])"
"""A number in words up to some thousands, as people say temperatures and prices."""


_COUNTED: Final = re.compile(
    rf"\d|{_ONE}|hundred|thousand|dozen|ten|eleven|twel|twent|thir|fort|fift|teen|ninth|nought"
    r"|freezing|digits|figures|single|couple|few|handful|first|second|noon|mid"
)


def may_count(text: str) -> bool:
    """Whether a text may hold any number, ordinal, hour or degree; mostly none is there to read."""
    # Without regard to case an expression is far slower, and beyond ASCII that is not lower case.
    return not text.isascii() or _COUNTED.search(text.lower()) is not None


def number(said: str) -> float:
    """The value of digits or of words: "twenty-two", "a hundred and fifty"."""
    if not said:
        return 0.0
    if said[0].isdigit():
        return float(said.replace(",", "."))
    total = 0
    for word in re.split(r"[\s-]+", said.lower()):
        if word in ("hundred", "thousand"):
            total = max(total, 1) * (100 if word == "hundred" else 1000)
        else:
            total += {**_ONES, **_TEENS, **_TENS, "a": 1, "an": 1}.get(word, 0)
    return float(total)


_ORDINAL: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
ORDINALS: Final = (
    rf"(?:(?:twenty|thirty)[\s-](?:{'|'.join(list(_ORDINAL)[:9])})|(?:{'|'.join(_ORDINAL)}))"
)
"""A day of the month in words: "the twenty-fourth"."""


def ordinal(said: str) -> int:
    """The value of an ordinal in words, up to the thirty-first."""
    tens, _, ones = re.sub(r"[\s-]+", " ", said.lower()).partition(" ")
    return _TENS[tens] + _ORDINAL[ones] if ones else _ORDINAL[tens]
