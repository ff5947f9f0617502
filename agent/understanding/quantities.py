"""Numbers with a meaning: temperature, budget and how many outfits."""

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.atoms import Found
from stylist.frame import Budget

_DASHES: Final = "-−–"
_ONES: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ONE: Final = "|".join(_ONES)
_BELOW_HUNDRED: Final = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_ONE})\b)?|(?:{'|'.join(_TEENS)})|(?:{_ONE}))"
)
_HUNDREDS: Final = (
    rf"(?:(?:an?|{_ONE})\s+hundred(?:\s+(?:and\s+)?{_BELOW_HUNDRED})?|(?:an?|{_ONE})\s+thousand)"
)
_IN_WORDS: Final = rf"(?:{_HUNDREDS}|{_BELOW_HUNDRED})(?![\w-])"
"""A number in words up to some thousands, as people say temperatures and prices."""
_TEMPERATURE: Final = re.compile(
    rf"""(?:(?:between|from)\s+)?
    (?P<minus>(?:minus|negative)\s+|(?<![\w.])[{_DASHES}]\s?)?
    (?<![\w.])(?P<low>\d{{1,3}}(?:[.,]\d)?|\b{_IN_WORDS})
    (?:\s*(?:°|º|degrees?)?\s*(?:[{_DASHES}]|to|and|or)\s*(?P<high>\d{{1,3}}|{_IN_WORDS}))?
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
        rf"\b(?P<minus>minus|negative)\s+(?P<low>\d{{1,2}}|{_IN_WORDS})(?=\W|$)", re.IGNORECASE
    ),
    re.compile(
        rf"(?:^|(?<=it's\s)|(?<=its\s)|(?<=be\s)|(?<=,\s))(?P<minus>[{_DASHES}])\s?"
        r"(?P<low>\d{1,2})(?=\s*(?:$|[.,!?]|out|outside|and|today|here))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.$€£])(?P<minus>[{_DASHES}])?(?P<low>\d{{1,3}}|\b{_IN_WORDS})"
        rf"(?=,?\s+(?:and|with|but)\s+(?:it's\s+)?{_SKY}\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:it'?s|it\sis|its|about|around|will\sbe|gonna\sbe)\s+(?:only\s+|about\s+|around\s+)?"
        rf"(?P<minus>[{_DASHES}])?(?P<low>\d{{1,3}}|{_IN_WORDS})"
        r"(?=\s+(?:outside|out(?:\s+there|\s+today|\s+here)?)(?:\W|$))",
        re.IGNORECASE,
    ),
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
_CURRENCY: Final = {
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "buck": "USD",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "chf": "CHF", "francs": "CHF", "yen": "JPY",
    "jpy": "JPY", "inr": "INR", "rupees": "INR", "cad": "CAD", "aud": "AUD", "pln": "PLN",
    "zloty": "PLN", "kroner": "NOK", "kronor": "SEK",
}  # fmt: skip
_BUDGET: Final = re.compile(
    r"""(?:(?P<limit>under|below|less\sthan|up\sto|max(?:imum)?|at\smost|no\smore\sthan|not\smore\sthan
        |within|around|about|closer\sto|budget(?:\s(?:is|of))?:?|spend(?:ing)?|cheaper\sthan|costs?)\s+(?:(?:of|around|about|like)\s+)?)?
    (?:(?P<sign>[$€£])\s?(?P<a>\d{1,7}(?:[.,]\d{1,3}){0,3})
      |(?<![\d.,])(?P<b>\d{1,7}(?:[.,]\d{1,3}){0,3}|\bIN_WORDS)\s?
         (?P<unit>[$€£]|usd|eur(?:os?)?|dollars?|bucks?|gbp|pounds?|quid|sek|nok|dkk|chf|francs|yen
           |jpy|inr|rupees|cad|aud|pln|zloty|kroner|kronor)(?!\w)
      |(?<=[a-z:]\s)(?P<c>\d{2,5})(?=\s*(?:$|[.,!?]|total|max|budget|and|please)))""".replace(
        "IN_WORDS", _IN_WORDS
    ),
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "single": 1, "couple": 2, "few": 3, "handful": 5, "pair": 2,
    "half a dozen": 6,
}  # fmt: skip
_THINGS: Final = (
    r"(?:outfits?|options?|looks?|suggestions?|ideas?|choices?|combinations?|combos?"
    r"|alternatives?|versions?|ensembles?|fits|sets?)"
)
_SAID: Final = (
    r"(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|single|couple|few|handful)"
)
_COUNT: Final = (
    re.compile(rf"\b{_SAID}(?:\s+of)?(?:\s+(?!and\b|or\b)[a-z-]+){{0,2}}\s+{_THINGS}\b", re.I),
    re.compile(
        r"\b(?:give|show|gimme|get|suggest|make|pick|want|need|find)\s+(?:me\s+|us\s+)?"
        rf"(?:just\s+|only\s+|like\s+)?(?:a\s+)?{_SAID}"
        r"(?=\s*(?:$|[.,!?]|please|more|different|for|of them))",
        re.I,
    ),
    re.compile(
        rf"\b(?:just|only)\s+{_SAID}(?=\s*(?:$|[.,!?]|please|outfit|option|look|this time))", re.I
    ),
    re.compile(rf"\b(?P<n>half\s+a\s+dozen)(?:\s+of)?(?:\s+[a-z-]+){{0,1}}\s+{_THINGS}\b", re.I),
    re.compile(r"\b(?P<n>an?)\s+single\s+(?:outfit|option|look)\b", re.I),
)
MOST_OUTFITS: Final = 10


def _number(said: str) -> float:
    """The value of digits or of words: "twenty-two", "a hundred and fifty"."""
    if not said:
        return 0.0
    if said[0].isdigit():
        return float(said.replace(",", "."))
    total = 0
    for word in re.split(r"[\s-]+", said.lower()):
        if word in ("hundred", "thousand"):
            total = max(total, 1) * (100 if word == "hundred" else 1000)
        else:
            total += {**_ONES, **_TEENS, **_TENS, "a": 1, "an": 1}.get(word, 0)
    return float(total)


def _celsius(value: float, unit: str, *, imperial: bool) -> float:
    """Degrees Celsius; without a unit, what no weather has in Celsius is Fahrenheit."""
    fahrenheit = unit.lower().startswith("f") or (not unit and (imperial or value > 48))
    return round((value - 32) / 1.8, 1) if fahrenheit else value


def temperatures(text: str, *, imperial: bool) -> Iterator[Found]:
    """Temperatures with a degree sign, a unit or the word; a range gives its middle."""
    for match in _TEMPERATURE.finditer(text):
        low = _number(match["low"]) * (-1 if match["minus"] or match["below"] else 1)
        high = _number(match["high"]) if match["high"] else low
        value = _celsius((low + high) / 2, match["unit"] or match["bare"] or "", imperial=imperial)
        yield Found("temperature", float(value), match.start(), match.end())
    for match in _BELOW.finditer(text):
        yield Found("temperature", -float(match["n"]), match.start(), match.end())
    for pattern in _BARE:
        for match in pattern.finditer(text):
            value = _number(match["low"]) * (-1 if match["minus"] else 1)
            value = _celsius(value, "", imperial=imperial and value >= 0)
            yield Found("temperature", float(value), match.start(), match.end())
    yield from _tens(text, imperial=imperial)
    for match in _DECADE.finditer(text):
        fahrenheit = float(match["tens"]) + _PART.get((match["part"] or "mid").lower(), 5.0)
        before = text[: match.start()].lower().rstrip()
        if match["part"] or before.endswith(("in", "be", "the", "its", "it's", "around")):
            yield Found(
                "temperature", round((fahrenheit - 32) / 1.8, 1), match.start(), match.end()
            )


def _tens(text: str, *, imperial: bool) -> Iterator[Found]:
    """Tens in words: "mid-twenties", "in the low sixties"."""
    for match in _TWENTIES.finditer(text):
        value = _TENS_OF[match["tens"].lower()] + _PART[match["part"].lower()]
        warm = imperial or _TENS_OF[match["tens"].lower()] > _COOL_TENS
        value = _celsius(value, "f" if warm else "c", imperial=imperial)
        yield Found("temperature", float(value), match.start(), match.end())


def budgets(text: str) -> Iterator[Found]:
    """A spending limit; a bare number counts only after a word like "budget" or "under"."""
    for match in _BUDGET.finditer(text):
        said = match["a"] or match["b"] or match["c"]
        money = match["sign"] or match["unit"]
        if not money and (match["limit"] or "").lower()[:6] not in ("budget", "spend", "spendi"):
            continue
        plain = re.sub(r"[.,](?=\d{3}\b)", "", said) if said[0].isdigit() else said
        amount = _number(plain)
        currency = _CURRENCY.get((money or "").lower())
        yield Found("budget", Budget(max=amount, currency=currency), match.start(), match.end())


def counts(text: str) -> Iterator[Found]:
    """How many outfits are asked for, 1 to 10."""
    for pattern in _COUNT:
        for match in pattern.finditer(text):
            said = " ".join(match["n"].lower().split())
            number = _NUMBER.get(said) or (int(said) if said.isdigit() else 1)
            if 1 <= number <= MOST_OUTFITS:
                yield Found("count", number, match.start("n"), match.end())
                return
