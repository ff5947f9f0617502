"""Frames as suites write them: flat paths with the values that must stand there.

`{colors.avoid: [black], weather.temperature_c: 12}` says what a frame holds. A scalar may be a
`{from, to}` band, both ends within it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from stylist import vocabulary
from stylist.frame import Budget, Detail, Exclusive, Piece

WISHES: Final = {
    "styles": "style",
    "colors": "color",
    "categories": "category",
    "patterns": "pattern",
    "materials": "material",
}
"""The frame's wishes, and the group of the vocabulary that each speaks."""
CLOSED_LISTS: Final = {"weather.conditions": "condition", "seasons": "season"}
CLOSED_SCALARS: Final = {"occasion": "occasion", "fit": "fit"}
NUMBERS: Final = (
    "weather.temperature_c",
    "weather.rain_probability",
    "formality.min",
    "formality.max",
    "count",
)
WORDS: Final = ("weather.place", "weather.when")
ITEMS: Final = ("items.require", "items.exclude")
PIECES: Final = ("pieces.want", "pieces.avoid", "pieces.allow")
DETAILS: Final = ("details.want", "details.avoid")
ONLY: Final = "only"
LISTS: Final = (
    *(f"{wish}.{side}" for wish in WISHES for side in ("want", "avoid")),
    *ITEMS,
    *PIECES,
    *DETAILS,
    ONLY,
    *CLOSED_LISTS,
)
SCALARS: Final = (*CLOSED_SCALARS, *NUMBERS, *WORDS, "warmth", "budget")


class Band(BaseModel):
    """A number within limits, both of them allowed."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    low: float = Field(alias="from")
    high: float = Field(alias="to")

    def holds(self, value: Any) -> bool:
        """Whether a number lies within."""
        return isinstance(value, int | float) and self.low <= value <= self.high


def known_words(group: str) -> frozenset[str]:
    """The names that a group of the vocabulary has."""
    if group == "color":
        return frozenset(vocabulary.colors())
    if group == "category":
        return frozenset((*vocabulary.kinds(), *vocabulary.SLOTS))
    return frozenset(vocabulary.terms(group))


def check_paths(flat: Mapping[str, Any]) -> dict[str, Any]:
    """The expectation in plain values, every path and word known.

    Raises:
        ValueError: a path that no frame has, or a word that the vocabulary does not have.
    """
    return {path: _checked(path, value) for path, value in flat.items()}


def _checked(path: str, value: Any) -> Any:
    if path in LISTS:
        if not isinstance(value, list):
            raise ValueError(f"{path} is a list")
        return [_member(path, one) for one in value]
    if path in SCALARS:
        return None if value is None else _scalar(path, value)
    raise ValueError(f"no frame has {path!r}; known: {', '.join((*LISTS, *SCALARS))}")


def _member(path: str, value: Any) -> Any:
    if path in PIECES:
        piece = Piece.model_validate(value).model_dump(exclude_none=True)
        for field, word in piece.items():
            _known(path, field, word)
        return piece
    if path in DETAILS:
        return Detail.model_validate(value).model_dump(exclude_none=True)
    if path == ONLY and value not in get_args(Exclusive):
        raise ValueError(f"{path}: one of {', '.join(get_args(Exclusive))}")
    if path in (*ITEMS, ONLY):
        return str(value)
    return _known(path, CLOSED_LISTS.get(path) or WISHES[path.split(".")[0]], value)


def _known(path: str, group: str, word: Any) -> str:
    known = frozenset(vocabulary.SLOTS) if group == "slot" else known_words(group)
    if word not in known:
        raise ValueError(f"{path}: {word!r} is no {group}; known: {', '.join(sorted(known))}")
    return str(word)


def _scalar(path: str, value: Any) -> Any:
    if path in CLOSED_SCALARS:
        return _known(path, CLOSED_SCALARS[path], value)
    if path in NUMBERS:
        return Band.model_validate(value) if isinstance(value, dict) else float(value)
    if path == "budget":
        return Budget.model_validate(value).model_dump(exclude_none=True)
    if path == "warmth" and value not in ("warmer", "cooler"):
        raise ValueError(f"{path}: warmer or cooler")
    return str(value)


def _iso(value: Any) -> Any:
    """YAML reads 2026-11-22 as a date; the suite means the text."""
    if not isinstance(value, Mapping):
        return value
    return {
        path: one.isoformat() if isinstance(one, date | datetime) else one
        for path, one in value.items()
    }


FlatFrame = Annotated[dict[str, Any], BeforeValidator(_iso), AfterValidator(check_paths)]
"""Frame paths with expected values, checked against the frame and the vocabulary."""


def _check_path(path: str) -> str:
    if path not in (*LISTS, *SCALARS):
        raise ValueError(f"no frame has {path!r}; known: {', '.join((*LISTS, *SCALARS))}")
    return path


FramePath = Annotated[str, AfterValidator(_check_path)]
"""A path that a frame has."""
