"""Constraints as JSON: the constraint frame, or plain keys as a person would write them.

A key or a name that nobody knows is refused and told: an exclusion that was not understood would
be broken without a word.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from pydantic import ValidationError

from cli import names
from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame

GROUPS: Final = {
    "colors": "color", "categories": "category", "patterns": "pattern",
    "materials": "material", "styles": "style",
}  # fmt: skip
"""The frame's lists of wishes, and the group of the vocabulary that each speaks."""
SPELLINGS: Final = {
    "colour": "colors", "colours": "colors", "color": "colors", "kind": "categories",
    "kinds": "categories", "category": "categories", "garments": "categories",
    "pattern": "patterns", "material": "materials", "fabric": "materials", "fabrics": "materials",
    "style": "styles", "item": "items", "season": "seasons", "temp": "temperature_c",
    "temp_c": "temperature_c", "temperature": "temperature_c", "k": "count", "condition":
    "conditions", "event": "occasion", "dress_code": "formality", "location": "place",
    "date": "when", "min_formality": "formality_min", "max_formality": "formality_max",
}  # fmt: skip
AVOID: Final = ("avoid", "exclude", "excluded", "no", "not", "without", "never")
WANT: Final = ("want", "wanted", "include", "prefer", "preferred", "must_have", "with")
REQUIRE: Final = ("require", "required", "must", "must_have", "include", "want", "with")
LIKELY_RAIN: Final = 0.5
"""From this probability on one dresses for rain."""


def read_constraints(text: str) -> ConstraintFrame:
    """The frame that a JSON object asks for.

    Raises:
        BadRequest: it is no JSON object, or has a key or a name that nobody knows.
    """
    try:
        given = json.loads(text, parse_constant=_no_number)
    except ValueError as error:
        raise BadRequest(f"The constraints are no JSON: {error}.") from error
    if not isinstance(given, dict):
        raise BadRequest("The constraints are no JSON object.")
    frame: dict[str, Any] = {}
    for key, value in given.items():
        _put(frame, key, value)
    try:
        return _named(ConstraintFrame.model_validate(frame))
    except ValidationError as error:
        raise BadRequest("; ".join(_said(row) for row in error.errors())) from error


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _said(row: Any) -> str:
    where = ".".join(map(str, row["loc"]))
    if row["type"] == "extra_forbidden":
        return f"I do not know the key {where[: names.MOST_QUOTED]}"
    return f"{where}: {row['msg']}"


def _put(frame: dict[str, Any], key: str, value: Any) -> None:
    """Put one key where it belongs in the frame."""
    if value is None:
        return
    plain = key.strip().casefold().replace("-", "_").replace(" ", "_")
    plain = SPELLINGS.get(plain, plain)
    if plain in PLAIN:
        PLAIN[plain](frame, value)
    elif plain in vocabulary.terms("condition"):
        _condition(frame, plain, value)
    elif (polar := _polar(plain)) is not None:
        polarity, field = polar
        _wish(frame, field, polarity, value)
    elif plain in (*GROUPS, "items") and not isinstance(value, dict):
        _wish(frame, plain, "want", value)
    elif plain in (*GROUPS, "items"):
        for side, words in value.items():
            _wish(frame, plain, _side(plain, side), words)
    else:
        # The rest is the frame's own; what is not, its model refuses by name.
        frame[plain if plain in ConstraintFrame.model_fields else key] = value


def _polar(key: str) -> tuple[str, str] | None:
    """Polarity and list of "exclude_colours", "avoid", "colors_avoid", "must_have_items"."""
    for polarity, words in (("avoid", AVOID), ("want", WANT), ("want", REQUIRE)):
        for word in words:
            if key == word:
                return polarity, "any"
            for rest in (key.removeprefix(f"{word}_"), key.removesuffix(f"_{word}")):
                field = SPELLINGS.get(rest, rest)
                if rest != key and field in (*GROUPS, "items"):
                    return polarity, field
    return None


def _side(field: str, side: str) -> str:
    if side in AVOID:
        return "avoid"
    if side in (*WANT, *REQUIRE):
        return "want"
    raise BadRequest(f"I do not know the key {field}.{side[: names.MOST_QUOTED]}.")


def _wish(frame: dict[str, Any], field: str, polarity: str, value: Any) -> None:
    for word in _texts(value, field):
        _add(frame, *_place(word, polarity) if field == "any" else (field, polarity), word)


def _place(word: str, polarity: str) -> tuple[str, str]:
    """The list that a bare word belongs to: the group that knows it, else it names a garment."""
    known = (field for field, group in GROUPS.items() if names.find(group, word))
    return next(known, "items"), polarity


def _add(frame: dict[str, Any], field: str, polarity: str, word: str) -> None:
    if field == "items":
        polarity = "exclude" if polarity == "avoid" else "require"
    frame.setdefault(field, {}).setdefault(polarity, []).append(word)


def _texts(value: Any, where: str) -> list[str]:
    """One word or a list of them; numbers name garments."""
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in given):
        raise BadRequest(f"{where}: a word or a list of words.")
    return [str(one) for one in given]


def _weather(frame: dict[str, Any], value: Any) -> None:
    if not isinstance(value, dict):
        return _conditions(frame, value)
    for key, one in value.items():
        plain = SPELLINGS.get(key, key)
        if plain in ("temperature_c", "conditions", "place", "when"):
            PLAIN[plain](frame, one)
        elif plain in vocabulary.terms("condition"):
            _condition(frame, plain, one)
        else:
            raise BadRequest(f"I do not know the key weather.{key[: names.MOST_QUOTED]}.")
    return None


def _in_weather(field: str) -> Callable[[dict[str, Any], Any], None]:
    def put(frame: dict[str, Any], value: Any) -> None:
        frame.setdefault("weather", {})[field] = value

    return put


def _conditions(frame: dict[str, Any], value: Any) -> None:
    there = frame.setdefault("weather", {}).setdefault("conditions", [])
    for word in _texts([] if value is None else value, "weather.conditions"):
        there.append(names.name("condition", word, where="weather.conditions"))


def _condition(frame: dict[str, Any], name: str, value: Any) -> None:
    """A condition that is said to be there, or its probability as 0..1 or in per cent."""
    if isinstance(value, str):
        value = value.strip().casefold() in ("yes", "true", "heavy", "light", "likely")
    if not isinstance(value, bool | int | float):
        raise BadRequest(f"{name}: true, false or a probability.")
    share = value / 100 if not isinstance(value, bool) and value > 1 else float(value)
    if share >= LIKELY_RAIN:
        _conditions(frame, name)


def _formality(frame: dict[str, Any], value: Any) -> None:
    if isinstance(value, str):
        bands = vocabulary.formality_bands()
        said = " ".join(value.casefold().replace("_", " ").replace("-", " ").split())
        known = {name.replace("-", " "): band for name, band in bands.items()}
        if said not in known:
            raise BadRequest(f"formality: I know {', '.join(bands)}.")
        value = known[said]
    if isinstance(value, list | tuple) and len(value) == 2:
        value = {"min": value[0], "max": value[1]}
    if not isinstance(value, dict):
        raise BadRequest("formality: words, a least and a greatest, or {min, max}.")
    frame.setdefault("formality", {}).update(value)


def _end(end: str) -> Callable[[dict[str, Any], Any], None]:
    return lambda frame, value: _formality(frame, {end: value})


def _budget(frame: dict[str, Any], value: Any) -> None:
    frame["budget"] = value if isinstance(value, dict) else {"max": value}


PLAIN: Final[dict[str, Callable[[dict[str, Any], Any], None]]] = {
    "weather": _weather,
    "conditions": _conditions,
    "temperature_c": _in_weather("temperature_c"),
    "place": _in_weather("place"),
    "when": _in_weather("when"),
    "formality": _formality,
    "formality_min": _end("min"),
    "formality_max": _end("max"),
    "seasons": lambda frame, value: frame.update(seasons=_texts(value, "seasons")),
    "notes": lambda frame, value: frame.update(notes=_texts(value, "notes")),
    "budget": _budget,
}


def _named(frame: ConstraintFrame) -> ConstraintFrame:
    """The frame with every word as the vocabulary's name for it."""
    for field, group in GROUPS.items():
        wish = getattr(frame, field)
        for side in ("want", "avoid"):
            words = getattr(wish, side)
            setattr(wish, side, [names.name(group, w, where=f"{field}.{side}") for w in words])
    if frame.occasion is not None:
        frame.occasion = names.name("occasion", frame.occasion, where="occasion")
    if frame.fit is not None:
        frame.fit = names.name("fit", frame.fit, where="fit")
    frame.seasons = [names.name("season", word, where="seasons") for word in frame.seasons]
    for where, piece in _pieces(frame):
        for key, word in piece:
            if word is not None:
                setattr(piece, key, names.name(key, word, where=f"{where}.{key}"))
    _check(frame)
    return frame


def _pieces(frame: ConstraintFrame) -> Iterator[tuple[str, Any]]:
    for side in ("want", "avoid", "allow"):
        yield from ((f"pieces.{side}", piece) for piece in getattr(frame.pieces, side))


def _check(frame: ConstraintFrame) -> None:
    """Refuse numbers that no day and no outfit has."""
    degrees, ends = frame.weather.temperature_c, (frame.formality.min, frame.formality.max)
    if degrees is not None and not -90 <= degrees <= 60:
        raise BadRequest("weather.temperature_c: from −90 to 60 °C.")
    if any(end is not None and not 0 <= end <= 1 for end in ends):
        raise BadRequest("formality: from 0 (very casual) to 1 (very formal).")
