"""Air temperatures, said with and without a unit, in °C."""

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.words.atoms import Found
from agent.understanding.words.numerals import IN_WORDS, number

_DASHES: Final = "-−–"
_TEMPERATURE: Final = re.compile(
    rf"""(?:(?:between|from)\s+)?
    (?P<minus>(?:minus|negative)\s+|(?<![\w.])[{_DASHES}]\s?)?
    (?<![\w.])(?P<low>\d{{1,3}}(?:[.,]\d)?|\b{IN_WORDS})
    (?:\s*(?:°|º|degrees?)?\s*(?:[{_DASHES}]|to|and|or)\s*(?P<high>\d{{1,3}}|{IN_WORDS}))?
    \s*(?:(?P<sign>°|º|deg(?:ree)?s?\b)\s*(?P<unit>c(?:elsius|entigrade)?\b|f(?:ahrenheit)?\b)?
       |(?P<bare>c(?:elsius|entigrade)?\b|f(?:ahrenheit)?\b))
    (?P<below>\s*below(?:\szero)?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_SKY: Final = (
    r"(?:sunny|sun|cloudy|rain\w*|snow\w*|wind\w*|clear|dry|humid|overcast|fog\w*|drizzl\w*|mild|wet|"
    r"storm\w*|freezing|cold|chilly|warm|hot|breezy|grey|gray)"
)
_BARE: Final = (
    re.compile(
        rf"\b(?P<minus>minus|negative)\s+(?P<low>\d{{1,2}}|{IN_WORDS})(?=\W|$)", re.IGNORECASE
    ),
    re.compile(
        rf"(?:^|(?<=it's\s)|(?<=its\s)|(?<=be\s)|(?<=,\s))(?P<minus>[{_DASHES}])\s?"
        r"(?P<low>\d{1,2})(?=\s*(?:$|[.,!?]|out|outside|and|today|here))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.$€£])(?P<minus>[{_DASHES}])?(?P<low>\d{{1,3}}|\b{IN_WORDS})"
        rf"(?=,?\s+(?:and|with|but)\s+(?:it's\s+)?{_SKY}\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:it'?s|it\sis|its|about|around|will\sbe|gonna\sbe)\s+(?:only\s+|about\s+|around\s+)?"
        rf"(?P<minus>[{_DASHES}])?(?P<low>\d{{1,3}}|{IN_WORDS})"
        r"(?=\s+(?:outside|out(?:\s+there|\s+today|\s+here)?)(?:\W|$))",
        re.IGNORECASE,
    ),
)
_INDOORS: Final = (
    r"(?:ward|office|classroom|lab|kitchen|studio|gym|hall|factory|warehouse|church|venue|garden"
    r"|shade|sun|house|flat|room|bedroom|building|workshop|site|courtroom|greenhouse|tent|terrace"
    r"|train|bus|theatre|theater|hospital|beach|mountains?|valley|city|desert|north|south)"
)
_AT_A_PLACE: Final = re.compile(
    rf"\b(?:it'?s|it\sis|its|be|was)\s+(?:like\s+|about\s+|around\s+|only\s+|over\s+)?"
    rf"(?P<minus>[{_DASHES}]|minus\s+)?(?P<low>\d{{1,3}}|{IN_WORDS})"
    rf"\s+(?:on|in|at)\s+(?:the|my|our|this|that)\s+(?:\w+\s+)?{_INDOORS}\b",
    re.IGNORECASE,
)
"""Degrees by the place alone: "it's 30 on the ward"."""
_HIGH_LOW: Final = re.compile(
    rf"\bhighs?\s+(?:of|around|near)\s+(?P<high>-?\d{{1,3}}|{IN_WORDS})\W+(?:and\s+)?(?:an?\s+)?"
    rf"lows?\s+(?:of|around|near)\s+(?P<low>-?\d{{1,3}}|{IN_WORDS})(?![\w°])",
    re.IGNORECASE,
)
_MERCURY: Final = re.compile(
    rf"\b(?:temp(?:erature)?s?|highs?|lows?|thermometer|mercury|forecast)\s+"
    rf"(?:(?:is|are|of|at|around|about|near|says|reads|will|be|from|between|it's|hits?|hitting)\s+){{0,3}}"
    rf"(?P<minus>[{_DASHES}]|minus\s+)?(?P<low>\d{{1,3}}|{IN_WORDS})"
    rf"(?:\s*(?:[{_DASHES}]|to|and)\s*(?P<high>\d{{1,3}}|{IN_WORDS}))?"
    r"(?!\s*(?:°|degree|%|percent))(?![\w])",
    re.IGNORECASE,
)
"""Degrees without the word: "minus five", "-5", "eighteen and cloudy", "it's fifty out"."""
_TWENTIES: Final = re.compile(
    r"\b(?:(?:in|be|at)\s+)?(?:the\s+)?(?P<part>low(?:er)?|mid|high|upper|late|early)[\s-]+"
    r"(?P<tens>teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
    re.IGNORECASE,
)
_TENS_OF: Final = {
    "teens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip
_COOL_TENS: Final = 30
"""Tens of degrees above this are Fahrenheit: no weather is in the forties Celsius for long."""
_DECADE: Final = re.compile(
    r"\b(?:in\s+)?(?:the\s+)?(?P<part>low(?:er)?|mid|high|upper)?[\s-]*(?P<tens>[3-9]0)'?s\b",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(r"\b(?P<n>\d{1,2})\s+below(?:\s+zero)?\b", re.IGNORECASE)
_PART: Final = {
    "early": 2.0,
    "late": 8.0,
    "low": 2.0,
    "lower": 2.0,
    "mid": 5.0,
    "high": 8.0,
    "upper": 8.0,
}


def _celsius(value: float, unit: str, *, imperial: bool) -> float:
    """Degrees Celsius; without a unit, what no weather has in Celsius is Fahrenheit."""
    fahrenheit = unit.lower().startswith("f") or (not unit and (imperial or value > 48))
    return round((value - 32) / 1.8, 1) if fahrenheit else value


def temperatures(text: str, *, imperial: bool) -> Iterator[Found]:
    """Temperatures with a degree sign, a unit or the word; a range gives its middle."""
    for match in _TEMPERATURE.finditer(text):
        low = number(match["low"]) * (-1 if match["minus"] or match["below"] else 1)
        high = number(match["high"]) if match["high"] else low
        value = _celsius((low + high) / 2, match["unit"] or match["bare"] or "", imperial=imperial)
        yield Found("temperature", float(value), match.start(), match.end())
    for match in _BELOW.finditer(text):
        yield Found("temperature", -float(match["n"]), match.start(), match.end())
    yield from _announced(text, imperial=imperial)
    for pattern in (*_BARE, _AT_A_PLACE):
        for match in pattern.finditer(text):
            value = number(match["low"]) * (-1 if match["minus"] else 1)
            value = _celsius(value, "", imperial=imperial)
            yield Found("temperature", float(value), match.start(), match.end())
    yield from _tens(text, imperial=imperial)
    for match in _DECADE.finditer(text):
        fahrenheit = float(match["tens"]) + _PART.get((match["part"] or "mid").lower(), 5.0)
        before = text[: match.start()].lower().rstrip()
        if match["part"] or before.endswith(("in", "be", "the", "its", "it's", "around")):
            yield Found(
                "temperature", round((fahrenheit - 32) / 1.8, 1), match.start(), match.end()
            )


def _announced(text: str, *, imperial: bool) -> Iterator[Found]:
    """Degrees after their noun: "high of 25, low of 12", "temperatures around 18 to 22"."""
    for match in _HIGH_LOW.finditer(text):
        middle = (_signed(match["high"]) + _signed(match["low"])) / 2
        value = _celsius(middle, "", imperial=imperial)
        yield Found("temperature", float(value), match.start(), match.end())
    for match in _MERCURY.finditer(text):
        low = number(match["low"]) * (-1 if match["minus"] else 1)
        high = number(match["high"]) if match["high"] else low
        value = _celsius((low + high) / 2, "", imperial=imperial)
        yield Found("temperature", float(value), match.start(), match.end())


def _signed(said: str) -> float:
    return -number(said[1:]) if said.startswith("-") else number(said)


def _tens(text: str, *, imperial: bool) -> Iterator[Found]:
    """Tens in words: "mid-twenties", "in the low sixties"."""
    for match in _TWENTIES.finditer(text):
        value = _TENS_OF[match["tens"].lower()] + _PART[match["part"].lower()]
        warm = imperial or _TENS_OF[match["tens"].lower()] > _COOL_TENS
        value = _celsius(value, "f" if warm else "c", imperial=imperial)
        yield Found("temperature", float(value), match.start(), match.end())
