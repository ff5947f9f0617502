"""The difference between two frames, as the delta of a turn."""

from collections.abc import Sequence
from typing import Any, Final

from stylist.frame import ConstraintFrame, Delta, Move

_WISHES: Final = ("styles", "colors", "categories", "patterns", "materials")
_LISTS: Final = (
    *(f"{wish}.{side}" for wish in _WISHES for side in ("want", "avoid")),
    "items.require", "items.exclude", "pieces.want", "pieces.avoid", "pieces.allow",
    "details.want", "details.avoid", "only",
    "weather.conditions", "seasons", "notes",
)  # fmt: skip
_SCALARS: Final = (
    "occasion", "weather.temperature_c", "weather.rain_probability",
    "weather.place", "weather.when", "formality.min",
    "formality.max", "fit", "warmth", "budget", "count",
)  # fmt: skip


def _get(frame: ConstraintFrame, path: str) -> Any:
    value: Any = frame
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _plain(value: Any) -> Any:
    return value.model_dump(exclude_none=True) if hasattr(value, "model_dump") else value


def delta_between(before: ConstraintFrame, after: ConstraintFrame, moves: Sequence[Move]) -> Delta:
    """What turned `before` into `after`; a scalar that was unset is set to None."""
    delta = Delta(moves=list(moves))
    for path in _SCALARS:
        old, new = _get(before, path), _get(after, path)
        if old != new:
            delta.set[path] = _plain(new)
    for path in _LISTS:
        old, new = _get(before, path), _get(after, path)
        if added := [_plain(value) for value in new if value not in old]:
            delta.add[path] = added
        if removed := [_plain(value) for value in old if value not in new]:
            delta.remove[path] = removed
    return delta
