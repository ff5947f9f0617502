"""A text as its reader sees it: no invisible characters, and plain letters for dressed-up ones.

A "no" with a zero-width space in it, in wide letters or struck through is still a "no".
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from stylist.frame import Understanding

_PLAIN: Final = re.compile(r"[\t\n\x0b\x0c\r -~]*")
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(
    map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)
"""What Unicode says to show nothing for, beyond its control and format characters."""
_HIDDEN: Final = frozenset({"Cc", "Cf"})
_SPACES: Final = "\t\n\x0b\x0c\r"
BREAKS: Final = str.maketrans("\x0b\x0c\x1c\x1d\x1e\x85\x1f", "\n\n\n\n\n\n ")
"""Control characters that part lines or fields (`str.splitlines`, ASCII's separators)."""
_DEGREE: Final = "ºª"
"""Letters to Unicode, which people type for a degree sign."""
Placed = TypeVar("Placed", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Legible:
    """The plain text, and for each of its characters where it stood; then the text's end."""

    text: str
    places: Sequence[int]


def legible(text: str) -> Legible | None:
    """The text in plain letters; None where it is plain already."""
    if _PLAIN.fullmatch(text):
        return None
    shown: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if ord(char) in BREAKS:
            shown.append(char.translate(BREAKS))
            places.append(place)
            continue
        if char in _INVISIBLE or (unicodedata.category(char) in _HIDDEN and char not in _SPACES):
            continue
        if unicodedata.combining(char) and shown:
            # What joins with its letter is an accent; what does not is only laid over it.
            joined = unicodedata.normalize("NFC", shown[-1] + char)
            shown[-1] = joined if len(joined) == 1 else shown[-1]
            continue
        for plain in _undressed(char):
            shown.append(plain)
            places.append(place)
    plain = "".join(shown)
    return None if plain == text else Legible(plain, (*places, len(text)))


def _undressed(char: str) -> str:
    """The letters and digits that a styled one stands for: wide, mathematical, ligatures."""
    if char.isascii() or not (char.isalpha() or char.isdecimal()) or char in _DEGREE:
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.isascii() and plain.isalnum() else char


def in_its_places(understood: Understanding, seen: Legible, text: str, turn: int) -> Understanding:
    """What was understood of the plain text, with the words and offsets of the one that came."""

    def put(found: Placed) -> Placed:
        told: Any = found
        start, end = seen.places[told.start], seen.places[told.end]
        return found.model_copy(update={"text": text[start:end], "start": start, "end": end})

    kept = {
        path: put(each) if each.turn == turn and _is_from(each, seen.text) else each
        for path, each in understood.frame.provenance.items()
    }
    return understood.model_copy(
        update={
            "frame": understood.frame.model_copy(update={"provenance": kept}),
            "spans": [put(span) for span in understood.spans],
            "uncertain": [put(doubt) for doubt in understood.uncertain],
        }
    )


def _is_from(found: Any, text: str) -> bool:
    return bool(text[found.start : found.end] == found.text)
