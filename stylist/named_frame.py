"""A constraint frame from outside, with every word as the vocabulary's name for it.

The engine compares names: an exclusion in another spelling would be broken without a word. So what
is not known is refused, and told where it stands.
"""

from typing import Any, Final
from uuid import UUID

from stylist import names, vocabulary
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame, Detail, Wish

GROUPS: Final = {
    "colors": "color", "categories": "category", "patterns": "pattern",
    "materials": "material", "styles": "style",
}  # fmt: skip
"""The frame's lists of wishes, and the group of the vocabulary that each speaks."""
COLDEST_C: Final = -60.0
HOTTEST_C: Final = 60.0
"""Air is not colder or hotter where people live; °C."""


def named(frame: ConstraintFrame, *, most: int) -> ConstraintFrame:
    """A copy of a frame in the vocabulary's names, for at most so many outfits.

    Where only what is wanted may be worn, everything else stands in `avoid`.

    Places, times and notes are free words and stay; ids are left to `with_ids`.

    Raises:
        BadRequest: a word that the vocabulary does not have, or a number that no day and no
            outfit has; the message names the path.
    """
    frame = frame.model_copy(deep=True)
    for field, group in GROUPS.items():
        wish = getattr(frame, field)
        for side in ("want", "avoid"):
            setattr(wish, side, _all(group, getattr(wish, side), f"{field}.{side}"))
    for field in ("occasion", "fit"):
        if (word := getattr(frame, field)) is not None:
            setattr(frame, field, names.name(field, word, where=field))
    frame.seasons = _all("season", frame.seasons, "seasons")
    conditions = frame.weather.conditions
    frame.weather.conditions = _all("condition", conditions, "weather.conditions")
    for side in ("want", "avoid", "allow"):
        for piece in getattr(frame.pieces, side):
            _name_piece(piece, f"pieces.{side}")
    for side in ("want", "avoid"):
        for detail in getattr(frame.details, side):
            _name_detail(detail, f"details.{side}")
    frame = closed(frame)
    check_numbers(frame, most=most)
    return frame


def closed(frame: ConstraintFrame) -> ConstraintFrame:
    """A copy in which all but what is wanted stands in `avoid`, where that alone may be worn."""
    frame = frame.model_copy(deep=True)
    for field in frame.only:
        _close(getattr(frame, field), GROUPS[field])
    return frame


def with_ids(frame: ConstraintFrame) -> ConstraintFrame:
    """A copy of a frame with its garments' ids as the database spells them.

    Raises:
        BadRequest: one of them is no id.
    """
    items = {
        side: list(dict.fromkeys(_id(said, f"items.{side}") for said in getattr(frame.items, side)))
        for side in ("require", "exclude")
    }
    return frame.model_copy(update={"items": frame.items.model_copy(update=items)})


def _all(group: str, words: list[str], where: str) -> list[str]:
    return list(dict.fromkeys(names.name(group, word, where=where) for word in words))


def _name_piece(piece: Any, where: str) -> None:
    for key, word in piece:
        if word is not None:
            setattr(piece, key, names.name(key, word, where=f"{where}.{key}"))


def _close(wish: Wish, group: str) -> None:
    """Avoid all that is not wanted; a broader colour stays, since avoiding it avoids the finer."""
    if not wish.want:
        return
    kept = {name for wanted in wish.want for name in vocabulary.with_descendants(wanted)}
    known = vocabulary.colors() if group == "color" else vocabulary.terms(group)
    others = [n for n in known if not kept & vocabulary.with_descendants(n)]
    wish.avoid = list(dict.fromkeys([*wish.avoid, *others]))


def _name_detail(detail: Detail, where: str) -> None:
    """Brands and sizes have no closed list, so an unknown value stays as it was said."""
    detail.value = names.find(detail.attribute, detail.value) or detail.value
    if detail.of is not None:
        detail.of = names.name("category", detail.of, where=f"{where}.of")


def is_id(said: str) -> bool:
    """Whether this can be a garment's id."""
    try:
        UUID(said)
    except ValueError:
        return False
    return True


def _id(said: str, where: str) -> str:
    try:
        return str(UUID(said))
    except ValueError as error:
        quoted = said[: names.MOST_QUOTED]
        raise BadRequest(f"{where}: “{quoted}” is no id of a garment.") from error


def check_numbers(frame: ConstraintFrame, *, most: int) -> None:
    """Refuse numbers that no day and no outfit has.

    Raises:
        BadRequest: the message names the path.
    """
    degrees, low, high = frame.weather.temperature_c, frame.formality.min, frame.formality.max
    if degrees is not None and not COLDEST_C <= degrees <= HOTTEST_C:
        raise BadRequest(f"weather.temperature_c: from {COLDEST_C:.0f} to {HOTTEST_C:.0f} °C.")
    rain = frame.weather.rain_probability
    if rain is not None and not 0 <= rain <= 1:
        raise BadRequest("weather.rain_probability: from 0 (surely not) to 1 (surely).")
    if any(end is not None and not 0 <= end <= 1 for end in (low, high)):
        raise BadRequest("formality: from 0 (very casual) to 1 (very formal).")
    if low is not None and high is not None and low > high:
        raise BadRequest("formality: the least is above the greatest.")
    if frame.count is not None and not 1 <= frame.count <= most:
        raise BadRequest(f"count: from 1 to {most} outfits.")
    if frame.budget is not None and frame.budget.max < 0:
        raise BadRequest("budget.max: not below 0.")
