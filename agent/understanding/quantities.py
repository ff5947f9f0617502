"""Numbers with a meaning: temperature, budget and how many outfits."""

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.atoms import Found
from stylist.frame import Budget

_DASHES: Final = "-−–"
_TEMPERATURE: Final = re.compile(
    rf"""(?:(?:between|from)\s+)?
    (?P<minus>(?:minus|negative)\s+|(?<![\w.])[{_DASHES}]\s?)?(?<![\w.])(?P<low>\d{{1,3}}(?:[.,]\d)?)
    (?:\s*(?:°|º|degrees?)?\s*(?:[{_DASHES}]|to|and|or)\s*(?P<high>\d{{1,3}}))?
    \s*(?:(?P<sign>°|º|deg(?:ree)?s?\b)\s*(?P<unit>c(?:elsius|entigrade)?\b|f(?:ahrenheit)?\b)?
       |(?P<bare>c(?:elsius|entigrade)?\b|f(?:ahrenheit)?\b))
    (?P<below>\s*below(?:\szero)?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_DECADE: Final = re.compile(
    r"\b(?:in\s+)?(?:the\s+)?(?P<part>low(?:er)?|mid|high|upper)?[\s-]*(?P<tens>[3-9]0)'?s\b",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(r"\b(?P<n>\d{1,2})\s+below(?:\s+zero)?\b", re.IGNORECASE)
_PART: Final = {"low": 2.0, "lower": 2.0, "mid": 5.0, "high": 8.0, "upper": 8.0}
_CURRENCY: Final = {
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP",
}  # fmt: skip
_BUDGET: Final = re.compile(
    r"""(?:(?P<limit>under|below|less\sthan|up\sto|max(?:imum)?|at\smost|no\smore\sthan|not\smore\sthan
        |within|around|about|closer\sto|budget(?:\s(?:is|of))?:?|spend(?:ing)?|cheaper\sthan|costs?)\s+(?:(?:of|around|about|like)\s+)?)?
    (?:(?P<sign>[$€£])\s?(?P<a>\d{1,7}(?:[.,]\d{1,3}){0,3})
      |(?<![\d.,])(?P<b>\d{1,7}(?:[.,]\d{1,3}){0,3})\s?
         (?P<unit>[$€£]|usd|eur(?:os?)?|dollars?|bucks|gbp|pounds?|quid)(?!\w)
      |(?<=[a-z:]\s)(?P<c>\d{2,5})(?=\s*(?:$|[.,!?]|total|max|budget|and|please)))""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "single": 1, "couple": 2, "few": 3, "handful": 5, "pair": 2,
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
    re.compile(r"\b(?P<n>an?)\s+single\s+(?:outfit|option|look)\b", re.I),
)
MOST_OUTFITS: Final = 10


def _number(said: str) -> float:
    return float(said.replace(",", ".")) if said else 0.0


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
    for match in _DECADE.finditer(text):
        fahrenheit = float(match["tens"]) + _PART.get((match["part"] or "mid").lower(), 5.0)
        before = text[: match.start()].lower().rstrip()
        if match["part"] or before.endswith(("in", "be", "the", "its", "it's", "around")):
            yield Found(
                "temperature", round((fahrenheit - 32) / 1.8, 1), match.start(), match.end()
            )


def budgets(text: str) -> Iterator[Found]:
    """A spending limit; a bare number counts only after a word like "budget" or "under"."""
    for match in _BUDGET.finditer(text):
        said = match["a"] or match["b"] or match["c"]
        money = match["sign"] or match["unit"]
        if not money and (match["limit"] or "").lower()[:6] not in ("budget", "spend", "spendi"):
            continue
        amount = float(re.sub(r"[.,](?=\d{3}\b)", "", said).replace(",", "."))
        currency = _CURRENCY.get((money or "").lower())
        yield Found("budget", Budget(max=amount, currency=currency), match.start(), match.end())


def counts(text: str) -> Iterator[Found]:
    """How many outfits are asked for, 1 to 10."""
    for pattern in _COUNT:
        for match in pattern.finditer(text):
            said = match["n"].lower()
            number = _NUMBER.get(said) or (int(said) if said.isdigit() else 1)
            if 1 <= number <= MOST_OUTFITS:
                yield Found("count", number, match.start("n"), match.end())
                return
