"""What a language model says that it read in a turn, checked before anything is made of it.

A claim must quote the turn word for word and name a value of the vocabularies; what does not is
dropped and counted. An exclusion is the exception: where its words stand in the turn and only the
value is unknown, the words are kept as a note, since a "no" is never dropped.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel, Field

from stylist import names, vocabulary
from stylist.frame import Move, Piece
from stylist.named_frame import COLDEST_C, HOTTEST_C

Path = Literal[
    "occasion", "category", "color", "pattern", "material", "style", "fit", "formality", "season",
    "condition", "temperature_c", "place", "when", "count", "move",
]  # fmt: skip
Side = Literal["want", "avoid"]
LOOKS: Final = frozenset({"color", "pattern", "material"})
SIDED: Final = LOOKS | {"category", "style"}
"""What the frame can exclude."""
MOST_CLAIMS: Final = 24
MOST_SPAN_WORDS: Final = 12
MOST_COUNT: Final = 10


class Claim(BaseModel):
    """One thing that was read: the words, what they say, and of which garment ("" of all)."""

    span: str
    polarity: Side
    path: Path
    value: str
    of: str = ""


class Extraction(BaseModel):
    """Everything that was read in a turn."""

    found: list[Claim] = Field(default_factory=list)


def schema() -> dict[str, Any]:
    """The JSON Schema of an extraction without references, as constrained decoders take it."""
    item = {
        "type": "object",
        "properties": {
            "span": {"type": "string"},
            "polarity": {"type": "string", "enum": list(get_args(Side))},
            "path": {"type": "string", "enum": list(get_args(Path))},
            "value": {"type": "string"},
            "of": {"type": "string"},
        },
        "required": ["span", "polarity", "path", "value"],
    }
    found = {"type": "array", "items": item, "maxItems": MOST_CLAIMS}
    return {"type": "object", "properties": {"found": found}, "required": ["found"]}


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim in the vocabulary's names, with its offsets; `note` where only words are known."""

    path: str
    value: Any
    side: Side
    start: int
    end: int
    of: Piece | None = None
    note: bool = False


def check(claims: Iterable[Claim], text: str) -> tuple[list[Checked], Counter[str]]:
    """The claims that hold, exclusions first, and how many were dropped, by reason."""
    dropped: Counter[str] = Counter()
    kept: list[Checked] = []
    for claim in list(claims)[:MOST_CLAIMS]:
        found = _check(claim, text)
        if isinstance(found, str):
            dropped[found] += 1
        elif found not in kept:
            kept.append(found)
    return sorted(kept, key=lambda one: (one.side != "avoid", one.start)), dropped


def _check(claim: Claim, text: str) -> Checked | str:
    where = find_span(claim.span, text)
    if where is None:
        return "not-in-the-text"
    if len(claim.span.split()) > MOST_SPAN_WORDS:
        return "span-too-long"
    of = _piece(claim.of)
    value = _value(claim.path, claim.value)
    unknown = value is None or (bool(claim.of.strip()) and of is None)
    if claim.polarity == "avoid" and claim.path in SIDED and unknown:
        return Checked("notes", text[slice(*where)], "avoid", *where, note=True)
    if value is None:
        return "not-in-the-vocabulary"
    if claim.polarity == "avoid" and claim.path not in SIDED:
        return "no-exclusion"
    of = of if claim.path in LOOKS else None
    return Checked(claim.path, value, claim.polarity, *where, of=of)


def find_span(span: str, text: str) -> tuple[int, int] | None:
    """Where the words stand as whole words, letter case aside; None where they do not."""
    said = span.strip().strip("\"'“”«»")
    if not said:
        return None
    pattern = rf"(?<!\w){re.escape(said)}(?!\w)" if said.isascii() else re.escape(said)
    found = re.search(pattern, text, re.IGNORECASE)
    return found.span() if found else None


def _piece(of: str) -> Piece | None:
    if slot := names.find("slot", of):
        return Piece(slot=slot)
    category = names.find("category", of)
    return Piece(category=category) if category in vocabulary.kinds() else None


def _value(path: Path, said: str) -> Any:
    match path:
        case "temperature_c":
            return _number(said, COLDEST_C, HOTTEST_C)
        case "count":
            number = _number(said, 1, MOST_COUNT)
            return None if number is None else int(number)
        case "place" | "when":
            return " ".join(said.split())[:60] or None
        case "move":
            folded = said.strip().casefold().replace(" ", "_")
            return folded if folded in get_args(Move) else None
        case "formality":
            folded = " ".join(said.casefold().replace("_", " ").split())
            return vocabulary.formality_bands().get(folded)
        case _:
            return names.find(path, said)


def _number(said: str, low: float, high: float) -> float | None:
    found = re.search(r"-?\d+(?:[.,]\d+)?", said.replace("−", "-"))
    number = float(found.group().replace(",", ".")) if found else low - 1
    return number if low <= number <= high else None
