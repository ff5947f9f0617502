"""Constraints as JSON: the constraint frame, or plain keys as a person would write them.

A key or a name that nobody knows is refused and told: an exclusion that was not understood would
be broken without a word.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from cli import condition_words, wish_words
from stylist import names, vocabulary
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame
from stylist.named_frame import GROUPS, named

SPELLINGS: Final = {
    "colour": "colors", "colours": "colors", "color": "colors", "kind": "categories",
    "kinds": "categories", "category": "categories", "garments": "categories",
    "pattern": "patterns", "material": "materials", "fabric": "materials", "fabrics": "materials",
    "style": "styles", "item": "items", "season": "seasons", "temp": "temperature_c",
    "temp_c": "temperature_c", "temperature": "temperature_c", "k": "count", "condition":
    "conditions", "event": "occasion", "dress_code": "formality", "location": "place",
    "date": "when", "rain_chance": "rain_probability", "chance_of_rain": "rain_probability",
    "precipitation_probability": "rain_probability",
    "min_formality": "formality_min", "max_formality": "formality_max",
}  # fmt: skip
AVOID: Final = ("avoid", "exclude", "excluded", "no", "not", "without", "never")
WANT: Final = ("want", "wanted", "include", "prefer", "preferred", "must_have", "with")
REQUIRE: Final = ("require", "required", "must", "must_have", "include", "want", "with")
MOST: Final = 50
"""Outfits of one answer."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """The frame that was asked for, and what of it said nothing."""

    frame: ConstraintFrame
    notes: list[str]


def read_constraints(text: str) -> Constraints:
    """The frame that a JSON object asks for; an empty word is passed over with a note.

    Raises:
        BadRequest: it is no JSON object, or has a key or a name that nobody knows.
    """
    try:
        given = json.loads(text, parse_constant=no_number, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The constraints are no JSON: {error}.") from error
    if not isinstance(given, dict):
        raise BadRequest("The constraints are no JSON object.")
    frame: dict[str, Any] = {}
    for key, value in given.items():
        _put(frame, key, value)
    try:
        asked = named(ConstraintFrame.model_validate(frame), most=MOST)
    except ValidationError as error:
        raise BadRequest("; ".join(_said(row) for row in error.errors())) from error
    return Constraints(asked, [f"{path}: an empty word says nothing" for path in _blanks(given)])


def _blanks(value: Any, path: str = "") -> Iterator[str]:
    """Where an empty text stands."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _blanks(one, f"{path}.{key[: names.MOST_QUOTED]}".removeprefix("."))
    elif isinstance(value, list):
        yield from dict.fromkeys(blank for one in value for blank in _blanks(one, path))
    elif isinstance(value, str) and not value.strip(" ,;/\t\r\n"):
        yield path


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object none of whose keys stands twice: the first value would be lost without a word."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key[: names.MOST_QUOTED]} stands twice")
        found[key] = value
    return found


def no_number(word: str) -> float:
    """Refuse NaN and the infinities, which JSON has not."""
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
        if field == "any":
            _place(frame, word, polarity)
        else:
            _add(frame, field, polarity, word)


def _place(frame: dict[str, Any], said: str, polarity: str) -> None:
    """Put a bare word or phrase where it belongs; what nothing knows names a garment.

    One that names several things rules all of them out, and wishes for the first.
    """
    phrase = wish_words.bare(said)
    fields = wish_words.lists(phrase)
    for field in fields if polarity == "avoid" else fields[:1]:
        _add(frame, field, polarity, phrase)
    if fields:
        return
    if piece := wish_words.piece(phrase):
        frame.setdefault("pieces", {}).setdefault(polarity, []).append(piece)
    else:
        _add(frame, "items", polarity, said)


def _add(frame: dict[str, Any], field: str, polarity: str, word: str) -> None:
    if field == "items":
        polarity = "exclude" if polarity == "avoid" else "require"
    frame.setdefault(field, {}).setdefault(polarity, []).append(word)


def _texts(value: Any, where: str) -> list[str]:
    """One word, several in one text, or a list of them; numbers name garments."""
    return [part for one in _whole(value, where) for part in wish_words.split(one)]


def _whole(value: Any, where: str) -> list[str]:
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in given):
        raise BadRequest(f"{where}: a word or a list of words.")
    return [str(one) for one in given]


def _weather(frame: dict[str, Any], value: Any) -> None:
    if not isinstance(value, dict):
        return _conditions(frame, value)
    for key, one in value.items():
        plain = SPELLINGS.get(key, key)
        if plain in ("temperature_c", "rain_probability", "conditions", "place", "when"):
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
        plain = condition_words.plain(word)
        there.append(names.name("condition", plain, where="weather.conditions"))


def _condition(frame: dict[str, Any], name: str, value: Any) -> None:
    """A condition that is said to be there, or to come with some probability."""
    if condition_words.is_there(name, value):
        _conditions(frame, name)
    if name == "rain" and (share := condition_words.probability(name, value)) is not None:
        frame.setdefault("weather", {})["rain_probability"] = share


def _rain_probability(frame: dict[str, Any], value: Any) -> None:
    """A figure and nothing else: whoever names the probability says no word such as heavy."""
    if condition_words.probability("rain_probability", value) is None:
        raise BadRequest("rain_probability: a number from 0 to 1, or per cent.")
    _condition(frame, "rain", value)


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
    "rain_probability": _rain_probability,
    "place": _in_weather("place"),
    "when": _in_weather("when"),
    "formality": _formality,
    "formality_min": _end("min"),
    "formality_max": _end("max"),
    "seasons": lambda frame, value: frame.update(seasons=_texts(value, "seasons")),
    "notes": lambda frame, value: frame.update(notes=_whole(value, "notes")),
    "budget": _budget,
}
