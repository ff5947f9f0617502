"""Air temperatures, said with and without a unit, in °C."""

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.circumstances import bare_degrees
from agent.understanding.circumstances.bare_degrees import DASHES
from agent.understanding.words.atoms import Found
from agent.understanding.words.numerals import IN_WORDS, number

_TEMPERATURE: Final = re.compile(
    rf"""(?:(?:between|from)\s+)?
    (?P<minus>(?:minus|negative)\s+|(?<![\w.])[{DASHES}]\s?)?
    (?<![\w.])(?P<low>\d{{1,3}}(?:[.,]\d)?|\b{IN_WORDS})(?:\s?-?ish)?
    (?:\s*(?:°|º|degrees?)?\s*(?:[{DASHES}]|to|and|or)\s*(?P<cold>minus\s+|-)?(?P<high>\d{{1,3}}|{IN_WORDS}))?
    \s*(?:(?P<sign>°|º|deg(?:ree)?s?\b)\s*(?P<unit>c(?:elsius|entigrade)?\b|f(?:ahrenheit)?\b)?
       |(?P<bare>c(?:elsius|entigrade)?\b|f(?:ahrenheit)?\b))
    (?P<below>\s*below(?:\szero)?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_TWENTIES: Final = re.compile(
    r"\b(?:(?:in|be|at)\s+)?(?:the\s+)?(?:(?P<part>low(?:er)?|mid(?:dle)?|high|upper|late|early)[\s-]+"
    r"|(?=single))(?P<tens>teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties"
    r"|single\s+(?:digits|figures))\b",
    re.IGNORECASE,
)
_TENS_OF: Final = {
    "teens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip
_COOL_TENS: Final = 30
"""Tens of degrees above this are Fahrenheit: no weather is in the forties Celsius for long."""
_DECADE: Final = re.compile(
    r"\b(?P<lead>in\s+(?:the\s+)?|the\s+)?(?P<part>low(?:er)?|mid(?:dle)?|high|upper)?[\s-]*"
    r"(?P<tens>[1-9]0)'?s\b(?:\s*(?P<unit>c(?:elsius|entigrade)?\b|f(?:ahrenheit)?\b))?",
    re.IGNORECASE,
)
_PART: Final = {
    "early": 2.0, "late": 8.0, "low": 2.0, "lower": 2.0, "mid": 5.0, "middle": 5.0, "high": 8.0,
    "upper": 8.0,
}  # fmt: skip
_NEAR: Final = 24
"""Characters before tens of degrees in which the weather is named."""
_AIR: Final = re.compile(
    r"\b(?:temp\w*|highs?|lows?|weather|forecast|degrees|it'?s|it\s+is|it'?ll|be|stays?|mercury)\b[^.!?]*$",
    re.IGNORECASE,
)
_OUT: Final = re.compile(r"\s+(?:outside|out|today|tonight|all\s+(?:day|week))\b", re.IGNORECASE)
_BULLET: Final = re.compile(rf"^[ \t]*(?P<mark>[{DASHES}])(?=\s+\S)", re.MULTILINE)


def temperatures(text: str, *, imperial: bool) -> Iterator[Found]:
    """Temperatures with a degree sign, a unit or the word; a range gives its middle."""
    text = _without_bullets(text)
    for match in _TEMPERATURE.finditer(text):
        low = number(match["low"]) * (-1 if match["minus"] or match["below"] else 1)
        frozen = match["cold"] or match["below"]
        high = number(match["high"]) * (-1 if frozen else 1) if match["high"] else low
        value = _celsius((low + high) / 2, match["unit"] or match["bare"] or "", imperial=imperial)
        yield Found("temperature", float(value), match.start(), match.end())
    for value, start, end in bare_degrees.by_freezing(text):
        yield Found("temperature", value, start, end)
    for value, start, end in bare_degrees.degrees(text):
        yield Found("temperature", _celsius(value, "", imperial=imperial), start, end)
    yield from _tens(text, imperial=imperial)
    for value, start, end in bare_degrees.beside_the_sky(text):
        yield Found("temperature", _celsius(value, "", imperial=imperial), start, end)


def _without_bullets(text: str) -> str:
    """The text with a blank for each dash that only opens a line of a list: "- 14C"."""
    if "\n" not in text:
        return text
    return _BULLET.sub(lambda found: found[0].replace(found["mark"], " "), text)


def _celsius(value: float, unit: str, *, imperial: bool) -> float:
    """Degrees Celsius; without a unit, what no weather has in Celsius is Fahrenheit."""
    fahrenheit = unit.lower().startswith("f") or (not unit and (imperial or value > 48))
    return round((value - 32) / 1.8, 1) if fahrenheit else value


def _tens(text: str, *, imperial: bool) -> Iterator[Found]:
    """Tens in words or digits: "mid-twenties", "in the low sixties", "in the 40s F"."""
    for match in _TWENTIES.finditer(text):
        tens = _TENS_OF.get(match["tens"].lower(), 0)
        part = _PART[(match["part"] or "mid").lower()]
        value = _celsius(tens + part, "" if tens <= _COOL_TENS else "f", imperial=imperial)
        yield Found("temperature", float(value), match.start(), match.end())
    for match in _DECADE.finditer(text):
        said, third = match["unit"] or "", match["part"]
        if not (said or third or _speaks_of_air(text, match)):
            continue
        decade = float(match["tens"])
        unit = said or ("f" if imperial or decade > _COOL_TENS else "c")
        degrees = _celsius(decade + _PART[(third or "mid").lower()], unit, imperial=imperial)
        yield Found("temperature", degrees, match.start(), match.end())


def _speaks_of_air(text: str, decade: re.Match[str]) -> bool:
    """Whether "in the 50s" is told of the weather; else it is a time or an age."""
    before = text[max(0, decade.start() - _NEAR) : decade.start()]
    return bool(decade["lead"] and _AIR.search(before)) or bool(_OUT.match(text, decade.end()))
