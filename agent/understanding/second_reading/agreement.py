"""Whether a second reader may be believed where it cannot be checked.

It reads the whole message, the rules know a part of it. A reader that has that part right is
believed on the rest; one that misses it, or turns a "no" of it around, is guessing.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from agent.understanding.frame.ledger import WISHES
from agent.understanding.second_reading.claims import Checked
from stylist import vocabulary
from stylist.frame import Span, Understanding

Reading = tuple[str, Any, str]
"""A path as claims name it, its value, and its side."""
_SIDED: Final = {field: path for path, field in WISHES.items()}
_LISTS: Final = {"seasons": "season", "weather.conditions": "condition"}
_SCALARS: Final = {"occasion", "fit", "count"}
_NEAR_C: Final = 1.0
"""Degrees between two readings of one temperature, °F rounded."""


def agrees(ours: Understanding, claims: Sequence[Checked]) -> bool | None:
    """Whether the claims tell half of what the rules read, or more; None where they read nothing.

    A refusal of what the rules took for a wish is a disagreement that stands, and counts for none.
    """
    known = list(dict.fromkeys(_readings(ours)))
    if not known:
        return None
    said = [(claim.path, claim.value, claim.side) for claim in claims]
    if any(_turns_around(one, known) for one in said):
        return False
    return 2 * sum(any(_same(one, other) for other in said) for one in known) >= len(known)


def _readings(ours: Understanding) -> Iterable[Reading]:
    for span in ours.spans:
        if (reading := _reading(span, ours)) is not None:
            yield reading


def _reading(span: Span, ours: Understanding) -> Reading | None:
    frame = ours.frame
    owner, _, value = span.path.rpartition(".")
    field, _, side = owner.partition(".")
    if field in _SIDED and side in ("want", "avoid"):
        return _SIDED[field], value, side
    if owner in _LISTS:
        return _LISTS[owner], value, "want"
    if span.path in _SCALARS:
        return span.path, getattr(frame, span.path), "want"
    if span.path == "weather.temperature_c":
        return "temperature_c", frame.weather.temperature_c, "want"
    return ("move", value, "want") if owner == "moves" else None


def _same(one: Reading, other: Reading) -> bool:
    return one[2] == other[2] and _is_near(one, other)


def _turns_around(one: Reading, known: Sequence[Reading]) -> bool:
    return one[2] == "want" and any(other[2] == "avoid" and _is_near(one, other) for other in known)


def _is_near(one: Reading, other: Reading) -> bool:
    """Whether two values of one path are the same, or one is a kind of the other."""
    (path, said, _), (other_path, known, _) = one, other
    if path != other_path:
        return False
    if isinstance(said, int | float) and isinstance(known, int | float):
        return abs(said - known) <= _NEAR_C
    if path not in WISHES:
        return bool(said == known)
    return said in vocabulary.with_descendants(str(known)) or known in vocabulary.with_descendants(
        str(said)
    )
