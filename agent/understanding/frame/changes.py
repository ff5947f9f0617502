"""The difference between two frames, as the delta of a turn."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from stylist.frame import ConstraintFrame, Delta, Move

_WISHES: Final = ("styles", "colors", "categories", "patterns", "materials")
_LISTS: Final = {path: attrgetter(path) for path in (
    *(f"{wish}.{side}" for wish in _WISHES for side in ("want", "avoid")),
    "items.require", "items.exclude", "pieces.want", "pieces.avoid", "pieces.allow",
    "details.want", "details.avoid", "only",
    "weather.conditions", "seasons", "notes",
)}  # fmt: skip
_SCALARS: Final = {path: attrgetter(path) for path in (
    "occasion", "weather.temperature_c", "weather.rain_probability",
    "weather.place", "weather.when", "formality.min",
    "formality.max", "fit", "warmth", "budget", "count",
)}  # fmt: skip


def _plain(value: Any) -> Any:
    return value.model_dump(exclude_none=True) if hasattr(value, "model_dump") else value


def delta_between(before: ConstraintFrame, after: ConstraintFrame, moves: Sequence[Move]) -> Delta:
    """What turned `before` into `after`; a scalar that was unset is set to None."""
    delta = Delta(moves=list(moves))
    for path, read in _SCALARS.items():
        old, new = read(before), read(after)
        if old != new:
            delta.set[path] = _plain(new)
    for path, read in _LISTS.items():
        old, new = read(before), read(after)
        if old == new:
            continue
        if added := [_plain(value) for value in new if value not in old]:
            delta.add[path] = added
        if removed := [_plain(value) for value in old if value not in new]:
            delta.remove[path] = removed
    return delta
