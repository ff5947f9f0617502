"""A constraint frame that was stored, possibly before frames were checked: what still holds of it.

What a client sends is refused when nobody knows it (`named_frame`). What lies in the database
cannot be refused any more: the unknown part is dropped, and told.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from pydantic import ValidationError

from stylist import names
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame, Piece
from stylist.named_frame import COLDEST_C, GROUPS, HOTTEST_C, check_numbers, is_id

MOST_COUNT: Final = 50
"""No door gives more outfits."""
DROPPED: Final = "unknown_constraint_dropped"
"""The degraded state of a turn whose earlier constraints had a part that nobody knows."""


def mended(stored: Mapping[str, Any]) -> tuple[ConstraintFrame, list[str]]:
    """The frame of stored JSON in the vocabulary's names, and the paths of what was dropped.

    An unknown word of a partial garment drops that garment: without the word it would rule out,
    or ask for, more than was said.
    """
    frame, dropped = _readable(deepcopy(dict(stored)))
    for field, group in GROUPS.items():
        wish = getattr(frame, field)
        for side in ("want", "avoid"):
            setattr(wish, side, _known(group, getattr(wish, side), f"{field}.{side}", dropped))
    frame.seasons = _known("season", frame.seasons, "seasons", dropped)
    conditions = frame.weather.conditions
    frame.weather.conditions = _known("condition", conditions, "weather.conditions", dropped)
    for field in ("occasion", "fit"):
        kept = _known(field, [getattr(frame, field)], field, dropped)
        setattr(frame, field, kept[0] if kept else None)
    for side in ("want", "avoid", "allow"):
        pieces = getattr(frame.pieces, side)
        setattr(frame.pieces, side, _known_pieces(pieces, f"pieces.{side}", dropped))
    for side in ("require", "exclude"):
        ids = getattr(frame.items, side)
        setattr(frame.items, side, [said for said in ids if is_id(said)])
        dropped += [f"items.{side}" for said in ids if not is_id(said)]
    _drop_wrong_numbers(frame, dropped)
    return frame, dropped


def _readable(stored: dict[str, Any]) -> tuple[ConstraintFrame, list[str]]:
    """The frame without the keys and values that its model refuses."""
    dropped: list[str] = []
    while True:
        try:
            return ConstraintFrame.model_validate(stored), dropped
        except ValidationError as error:
            where = error.errors()[0]["loc"]
            dropped.append(".".join(map(str, where)))
            _remove(stored, where)


def _remove(stored: dict[str, Any], where: tuple[int | str, ...]) -> None:
    """Take out the innermost part on the way to `where` that is there."""
    holder: Any = stored
    last: tuple[Any, int | str] = (stored, where[0])
    for key in where:
        there = isinstance(key, int) if isinstance(holder, list) else key in holder
        if not there:
            break
        last = (holder, key)
        holder = holder[key]
        if not isinstance(holder, dict | list):
            break
    owner, key = last
    del owner[key]


def _known(group: str, words: list[Any], where: str, dropped: list[str]) -> list[str]:
    found = [(word, names.find(group, word)) for word in words if word is not None]
    dropped += [f"{where}: {word[: names.MOST_QUOTED]}" for word, name in found if name is None]
    return list(dict.fromkeys(name for _, name in found if name is not None))


def _known_pieces(pieces: list[Piece], where: str, dropped: list[str]) -> list[Piece]:
    kept = []
    for piece in pieces:
        lost: list[str] = []
        said = {
            key: _known(key, [word], f"{where}.{key}", lost)
            for key, word in piece
            if word is not None
        }
        dropped += lost
        if not lost:
            kept.append(Piece(**{key: name for key, [name] in said.items()}))
    return kept


def _drop_wrong_numbers(frame: ConstraintFrame, dropped: list[str]) -> None:
    """Unset the numbers that no day and no outfit has."""
    degrees, chance = frame.weather.temperature_c, frame.weather.rain_probability
    if degrees is not None:
        # People exaggerate; the nearest that a day has is meant.
        frame.weather.temperature_c = max(COLDEST_C, min(degrees, HOTTEST_C))
    if chance is not None and not 0 <= chance <= 1:
        frame.weather.rain_probability = None
        dropped.append("weather.rain_probability")
    for field in ("formality", "count", "budget"):
        alone = ConstraintFrame(**{field: getattr(frame, field)})
        try:
            check_numbers(alone, most=MOST_COUNT)
        except BadRequest:
            setattr(frame, field, getattr(ConstraintFrame(), field))
            dropped.append(field)
