"""Numbers with a meaning: budget and how many outfits."""

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.words.atoms import Found
from agent.understanding.words.numerals import IN_WORDS, number
from stylist.frame import Budget

_CURRENCY: Final = {
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "buck": "USD",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "chf": "CHF", "francs": "CHF", "yen": "JPY",
    "jpy": "JPY", "inr": "INR", "rupees": "INR", "cad": "CAD", "aud": "AUD", "pln": "PLN",
    "zloty": "PLN", "kroner": "NOK", "kronor": "SEK", "rupee": "INR", "₹": "INR", "a$": "AUD",
    "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "us$": "USD", "hk$": "HKD", "s$": "SGD",
    "¥": "JPY", "nzd": "NZD", "hkd": "HKD", "sgd": "SGD",
}  # fmt: skip
_BUDGET: Final = re.compile(
    r"""(?:(?P<limit>under|below|less\sthan|up\sto|max(?:imum)?|at\smost|no\smore\sthan|not\smore\sthan
        |spend(?:ing)?\s+(?:more|over|above)\s+than|spend(?:ing)?\s+over|pay(?:ing)?\s+more\s+than|pay(?:ing)?\s+over
        |go(?:ing)?\s+over|over|above|within|around|about|closer\sto|budget(?:\s(?:is|of))?:?|spend(?:ing)?|cheaper\sthan|costs?)\s+(?:(?:of|around|about|like)\s+)?)?
    (?:(?P<sign>(?:(?<![\w])(?:au?|ca?|nz|us|hk|s))?\$|[€£₹¥])\s?(?P<a>\d{1,7}(?:[.,]\d{1,3}){0,3}(?:k\b)?)
      |(?<![\d.,])(?P<b>\d{1,7}(?:[.,]\d{1,3}){0,3}k?|\bIN_WORDS)\s?
         (?P<unit>[$€£₹¥]|usd|eur(?:os?)?|dollars?|bucks?|gbp|pounds?|quid|sek|nok|dkk|chf|francs|yen
           |jpy|inr|rupees?|cad|aud|nzd|hkd|sgd|pln|zloty|kroner|kronor)(?!\w)
      |(?<=[a-z:]\s)(?P<c>\d{2,5}|\d{1,3}k)(?=\s*(?:$|[.,!?]|total|max|budget|and|please)))""".replace(
        "IN_WORDS", IN_WORDS
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
_JUDGED: Final = (
    r"(?!(?<=looks)\s+(?:very\s+|so\s+|really\s+|pretty\s+|quite\s+|a\s+bit\s+|too\s+)?(?:good|great|nice|best|better"
    r"|lovely|fine|fun|perfect|amazing|like|ok(?:ay)?|right|wrong|bad|awful|odd|weird|warm|cold|smart"
    r"|formal|casual)\b)"
)
"""Of "looks": what is judged is not counted, as in "the second one looks good"."""
_NAMED: Final = r"(?<!number\s)(?<!option\s)(?<!outfit\s)(?<!choice\s)(?<!look\s)(?<!no\.\s)(?<!#)"
_COUNT: Final = (
    re.compile(
        rf"{_NAMED}\b{_SAID}(?:\s+of)?(?:\s+(?!and\b|or\b)[a-z-]+){{0,2}}\s+{_THINGS}\b{_JUDGED}",
        re.I,
    ),
    re.compile(
        rf"\b(?:and|then|also|plus)\s+{_SAID}(?:\s+more)?\s+for\s+(?!me\b|the\s+price)", re.I
    ),
    re.compile(
        r"\b(?:give|show|gimme|get|suggest|make|pick|want|need|find)\s+(?:me\s+|us\s+)?"
        rf"(?:just\s+|only\s+|like\s+)?(?:a\s+)?{_SAID}"
        r"(?=\s*(?:$|[.,!?]|please|more|different|for|of them))",
        re.I,
    ),
    re.compile(
        rf"\b(?:just|only)\s+(?:the\s+)?{_SAID}"
        r"(?=\s*(?:$|[.,!?]|please|outfit|option|look|this time))",
        re.I,
    ),
    re.compile(rf"\b(?P<n>half\s+a\s+dozen)(?:\s+of)?(?:\s+[a-z-]+){{0,1}}\s+{_THINGS}\b", re.I),
    re.compile(r"\b(?P<n>an?)\s+single\s+(?:outfit|option|look)\b", re.I),
)
MOST_OUTFITS: Final = 10
_NO_WORD_BETWEEN: Final = 2
_SHARE: Final = r"(?P<n>\d{1,3})(?:[.,]\d+)?\s?(?:%|per\s?cent\b)"
_CHANCE: Final = r"(?:chances?|probability|likelihood|risk|possibility|odds)"
_RAIN: Final = r"(?:(?:some|light|heavy|a\s+bit\s+of)\s+)?(?:rain|showers?|precipitation|drizzle)\b"
_RAIN_CHANCES: Final = (
    re.compile(rf"{_SHARE}(?:\s+{_CHANCE})?(?:\s+(?:of|for|that\s+it\s+will))?\s+{_RAIN}", re.I),
    re.compile(
        rf"\b{_CHANCE}\s+(?:of|for)\s+{_RAIN}(?:\s+(?:is|of|at|about|around|only)|\s*:)*\s*{_SHARE}",
        re.I,
    ),
    re.compile(rf"\brain\s+{_CHANCE}(?:\s+(?:is|of|at|about|around|only)|\s*:)*\s*{_SHARE}", re.I),
)


def rain_chances(text: str) -> Iterator[Found]:
    """The probability of rain (0..1) that is said in per cent."""
    for pattern in _RAIN_CHANCES:
        for match in pattern.finditer(text):
            if (share := int(match["n"])) <= 100:
                yield Found("rain_chance", share / 100, match.start(), match.end())


def budgets(text: str) -> Iterator[Found]:
    """A spending limit; a bare number counts only after a word like "budget" or "under"."""
    for match in _BUDGET.finditer(text):
        said = match["a"] or match["b"] or match["c"]
        money = match["sign"] or match["unit"]
        if not money and not (match["limit"] or "").lower().startswith(("budget", "spend", "pay")):
            continue
        thousands = said[0].isdigit() and said[-1] in "kK"
        said = said[:-1] if thousands else said
        plain = re.sub(r"[.,](?=\d{3}\b)", "", said) if said[0].isdigit() else said
        amount = number(plain) * (1000 if thousands else 1)
        currency = _CURRENCY.get((money or "").lower())
        yield Found("budget", Budget(max=amount, currency=currency), match.start(), match.end())


def counts(text: str) -> Iterator[Found]:
    """How many outfits are asked for, 1 to 10."""
    for pattern in _COUNT:
        for match in pattern.finditer(text):
            said = " ".join(match["n"].lower().split())
            asked = _NUMBER.get(said) or (int(said) if said.isdigit() else 1)
            if 1 <= asked <= MOST_OUTFITS:
                # What stands between may be a wish of its own: "three party outfits".
                bare = match.group()[len(match["n"]) :].count(" ") < _NO_WORD_BETWEEN
                end = match.end() if bare else match.end("n")
                yield Found("count", asked, match.start("n"), end)
                return
