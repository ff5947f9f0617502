"""Going back: the frame as it was before the last change, or before something was named."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from stylist.frame import ConstraintFrame

_GOES_BACK: Final = re.compile(
    r"\b(?:undo|revert|scratch|scrap|cancel|disregard|go(?:ing)? back|back to|return to"
    r"|take (?:it|that|this) back|(?:put|change|swap|switch) (?:(?:it|them|that) )?back"
    r"|(?:ones?|outfit|look) before|(?:that|last ones?|old ones?|had before) w(?:as|ere) better"
    r"|bring (?:it|that) back"
    r"|preferred the|the previous|previous (?:one|outfit|look)|as it was"
    r"|(?:forget|ignore|never ?mind) (?:it|that|what|my last))\b"
)
_BEFORE: Final = re.compile(r"\b(?:back|return|revert|undo)\b[^.!?]*\bbefore\b")


def goes_back(text: str) -> bool:
    """Whether a turn may need the frames of earlier turns."""
    return _GOES_BACK.search(text.lower()) is not None


def goes_before(text: str) -> bool:
    """Whether a turn goes back to before something: "go back to before the red dress"."""
    return _BEFORE.search(text.lower()) is not None


def before_last_change(
    now: ConstraintFrame, past: Sequence[ConstraintFrame]
) -> ConstraintFrame | None:
    """The frame before the turn that led to `now`; None when nothing was changed.

    `past` holds the frames before each earlier turn, oldest first. A frame that was gone back to
    already is found again among them, so that going back twice goes further.
    """
    here = _plain(now)
    plain = [_plain(frame) for frame in past]
    last = max((i for i, frame in enumerate(plain) if frame == here), default=len(plain))
    return next((past[i] for i in range(last - 1, -1, -1) if plain[i] != here), None)


_PARTS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("temperature", "condition", "rain_chance"),
        ("weather.temperature_c", "weather.conditions", "weather.rain_probability"),
    ),
    "when": ("weather.when",),
    "place": ("weather.place",),
    "occasion": ("occasion", "formality.min", "formality.max"),
    "formality": ("formality.min", "formality.max"),
    "budget": ("budget",),
    "count": ("count",),
}
"""The paths that a kind of value gives anew."""
_NAMES_A_PART: Final = frozenset({"aspect"})


def restated(
    now: ConstraintFrame, before: ConstraintFrame, kinds: Iterable[str]
) -> ConstraintFrame:
    """`before`, or of `now` all but what is said anew: "scratch that, it will be 12 degrees".

    `kinds` are the values that the taking back goes on with; where they are circumstances that the
    last change gave, the rest of that change stands.
    """
    said = set(kinds) - _NAMES_A_PART
    if not said or not said <= _PARTS.keys():
        return before
    paths = {path for kind in said for path in _PARTS[kind]}
    if all(_at(now, path) == _at(before, path) for path in paths):
        return before
    part = now.model_copy(deep=True)
    for path in paths:
        owner, _, name = path.rpartition(".")
        setattr(getattr(part, owner) if owner else part, name, _at(before, path))
        for known in [p for p in part.provenance if p == path or p.startswith(f"{path}.")]:
            del part.provenance[known]
    kept = {p: said for p, said in before.provenance.items() if p.startswith(tuple(paths))}
    part.provenance.update(kept)
    return part


def _at(frame: ConstraintFrame, path: str) -> Any:
    owner, _, name = path.rpartition(".")
    return getattr(getattr(frame, owner) if owner else frame, name)


def same(one: ConstraintFrame, other: ConstraintFrame) -> bool:
    """Whether two frames hold the same, whoever said it."""
    return _plain(one) == _plain(other)


def before_naming(
    now: ConstraintFrame, past: Sequence[ConstraintFrame], names: Iterable[tuple[str, str]]
) -> ConstraintFrame | None:
    """The latest frame before a (kind, name) was first in it; None when it is not there now."""
    wanted = set(names)
    if not wanted or not wanted <= _named(now):
        return None
    without = [frame for frame in past if not wanted <= _named(frame)]
    return without[-1] if without else None


def _plain(frame: ConstraintFrame) -> dict[str, Any]:
    return frame.model_dump(exclude={"provenance"})


def _named(frame: ConstraintFrame) -> set[tuple[str, str]]:
    """(kind, name) of everything wanted or not in a frame."""
    lists = {
        "color": frame.colors,
        "category": frame.categories,
        "pattern": frame.patterns,
        "material": frame.materials,
        "style": frame.styles,
    }
    flat = {(kind, name) for kind, wish in lists.items() for name in (*wish.want, *wish.avoid)}
    pieces = (*frame.pieces.want, *frame.pieces.avoid, *frame.pieces.allow)
    tied = {pair for piece in pieces for pair in piece.model_dump(exclude_none=True).items()}
    scalars = {("occasion", frame.occasion or ""), ("fit", frame.fit or "")}
    return flat | tied | scalars
