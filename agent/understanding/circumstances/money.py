"""What may be spent: "under 80 euros", "the budget's gone up to 150"."""

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.words.atoms import Found
from agent.understanding.words.numerals import IN_WORDS, number
from stylist.frame import Budget

CURRENCY: Final = {
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "buck": "USD",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "chf": "CHF", "francs": "CHF", "yen": "JPY",
    "jpy": "JPY", "inr": "INR", "rupees": "INR", "cad": "CAD", "aud": "AUD", "pln": "PLN",
    "zloty": "PLN", "kroner": "NOK", "kronor": "SEK", "rupee": "INR", "₹": "INR", "a$": "AUD",
    "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "us$": "USD", "hk$": "HKD", "s$": "SGD",
    "¥": "JPY", "nzd": "NZD", "hkd": "HKD", "sgd": "SGD",
}  # fmt: skip
"""ISO 4217 by what people say."""
_BUDGET: Final = re.compile(
    r"""(?:(?P<limit>under|below|less\sthan|up\sto|max(?:imum)?|at\smost|no\smore\sthan|not\smore\sthan
        |spend(?:ing)?\s+(?:more|over|above)\s+than|spend(?:ing)?\s+over|pay(?:ing)?\s+more\s+than|pay(?:ing)?\s+over
        |go(?:ing)?\s+over|over|above|within|around|about|closer\sto|budget(?:\s(?:is|of))?:?|spend(?:ing)?|cheaper\sthan|costs?)\s+(?:(?:of|around|about|like)\s+)?)?
    (?:(?P<sign>(?:(?<![\w])(?:au?|ca?|nz|us|hk|s))?\$|[€£₹¥])\s?(?P<a>\d{1,7}(?:[.,]\d{1,3}){0,3}(?:k\b)?)
         (?:\s?(?:-|–|to)\s?(?:\$|[€£₹¥])?(?P<high>\d{1,7}(?:[.,]\d{1,3}){0,3}(?:k\b)?)(?!\w))?
      |(?<![\d.,])(?P<b>\d{1,7}(?:[.,]\d{1,3}){0,3}k?|\bIN_WORDS)\s?
         (?P<unit>[$€£₹¥]|usd|eur(?:os?)?|dollars?|bucks?|gbp|pounds?|quid|sek|nok|dkk|chf|francs|yen
           |jpy|inr|rupees?|cad|aud|nzd|hkd|sgd|pln|zloty|kroner|kronor)(?!\w)
      |(?<=[a-z:]\s)(?P<c>\d{2,5}|\d{1,3}k)(?=\s*(?:$|[.,!?]|total|max|budget|and|please)))""".replace(
        "IN_WORDS", IN_WORDS
    ),
    re.IGNORECASE | re.VERBOSE,
)
_N: Final = rf"(?P<n>\d{{1,7}}(?:[.,]\d{{1,3}}){{0,3}}k?|{IN_WORDS})"
_UNIT: Final = (
    r"(?:\s?(?P<unit>[$€£₹¥]|euros?|eur|dollars?|bucks|pounds?|quid|usd|gbp|sek|nok|dkk|chf|inr|rupees)"
    r"(?!\w))?"
)
_LIMITS: Final = (
    re.compile(
        r"\b(?:budget|price\s+(?:limit|range|cap)|spending\s+limit)(?:['’]s|\s+(?:is|was|has|can|could|will|now|just))*[,:]?"
        r"(?:\s+(?!to\b|at\b|of\b|around\b)\w+){0,3}?\s+(?:(?:to|at|of|around|about|up\s+to|like)\s+)*"
        rf"(?:(?:\$|[€£₹¥])\s?)??(?<![$€£₹¥]){_N}{_UNIT}(?!\s?(?:%|[$€£₹¥]|-|–|\d))(?!\w)",
        re.I,
    ),
    re.compile(rf"(?<![\w.,$€£₹¥]){_N}{_UNIT}\s+(?:left\s+)?to\s+spend\b", re.I),
)
"""A limit that is named as one: "the budget's gone up to 150", "80 to spend"."""


def budgets(text: str) -> Iterator[Found]:
    """A spending limit; a bare number counts only after a word like "budget" or "under"."""
    for pattern in _LIMITS:
        for match in pattern.finditer(text):
            yield _limit(match["n"], match["unit"], match)
    for match in _BUDGET.finditer(text):
        said = match["high"] or match["a"] or match["b"] or match["c"]
        money = match["sign"] or match["unit"]
        if not money and not (match["limit"] or "").lower().startswith(("budget", "spend", "pay")):
            continue
        yield _limit(said, money, match)


def _limit(said: str, money: str | None, match: re.Match[str]) -> Found:
    thousands = said[0].isdigit() and said[-1] in "kK"
    said = said[:-1] if thousands else said
    plain = re.sub(r"[.,](?=\d{3}\b)", "", said) if said[0].isdigit() else said
    amount = number(plain) * (1000 if thousands else 1)
    budget = Budget(max=amount, currency=CURRENCY.get((money or "").lower()))
    return Found("budget", budget, match.start(), match.end())
