"""A bare number that takes the place of one said before: "make it 150", "no, I misread, 13"."""

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.circumstances.money import CURRENCY
from agent.understanding.circumstances.quantities import MOST_OUTFITS
from agent.understanding.words.atoms import Found
from agent.understanding.words.numerals import IN_WORDS
from agent.understanding.words.numerals import number as digits
from stylist.frame import Budget, ConstraintFrame

_LEAD: Final = (
    r"(?:(?:no|nope|oh|oops|sorry|wait|hm+|well|ok|okay|actually|correction|so|and"
    r"|i (?:misread|misheard|misspoke|mean|meant|said)|make (?:it|that)|let['’]?s (?:say|make it)"
    r"|scratch that|strike that|my (?:bad|mistake)|it['’]?s (?:going to|gonna) be"
    r"|(?:can|could|may) (?:we|i|you)|(?:i|we) (?:can|could)|(?:can|could) (?:do|manage)|do|go"
    r"|stretch|push it|raise it|lower it|keep it"
    r"|bring it|drop it|as high as|down to|to|under|below|at most|it(?:['’]s| is) now|now"
    r"|change that to"
    r"|say|better|or rather|rather|it(?:['’]?s| is)|that(?:['’]?s| is)|it(?:['’]?ll| will) be|just"
    r"|only|maybe|up to|around|about|more like|not \d+)\b\W*)"
)
_MISTAKEN: Final = (
    r"[^.!?\d]{0,60}\b(?:wrong|off|mistaken?|typo|incorrect|changed|outdated|updated?|turns out"
    r"|says|misread|forecast|now)\b[^.!?\d]{0,30}?"
)
_BARE: Final = re.compile(
    rf"\W*(?:{_MISTAKEN}\W{_LEAD}*|{_LEAD}+)"
    rf"(?P<n>(?:minus\s+|[-−])?(?:\d{{1,5}}|{IN_WORDS}))\W*"
    r"(?:(?:then|instead|please|now|max|tops|after all|at a (?:push|stretch)|at most|today"
    r"|outside|(?:and )?not \d{1,5})\W*)*",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(
    r"(?:[\w'’]+\W+){0,5}?(?P<unit>dollars|bucks|euros|pounds|quid|rupees|yen|francs)\W+(?:and\s+)?not\s+(?:in\s+)?"
    r"(?:dollars|bucks|euros|pounds|quid|rupees|yen|francs)\W*",
    re.IGNORECASE,
)
_COLDEST: Final = -40
_HOTTEST: Final = 48
"""No weather to dress for is colder, or hotter, in °C."""


def renumbered(text: str, frame: ConstraintFrame) -> Iterator[Found]:
    """What a turn that is nothing but a number puts in place of the number said last."""
    if frame.budget is None and frame.count is None and frame.weather.temperature_c is None:
        return
    match = _BARE.fullmatch(text)
    if match is None:
        yield from _in_other_money(text, frame)
        return
    said = match["n"].casefold()
    below = said.startswith(("minus", "-", "−"))
    number = int(digits(said.removeprefix("minus").strip(" -−"))) * (-1 if below else 1)
    kind = _said_last(frame, number)
    if kind == "temperature":
        yield Found(kind, float(number), match.start("n"), match.end("n"))
    elif kind == "count":
        yield Found(kind, number, match.start("n"), match.end("n"))
    elif kind == "budget" and frame.budget:
        budget = Budget(max=float(number), currency=frame.budget.currency)
        yield Found(kind, budget, match.start("n"), match.end("n"))


def _in_other_money(text: str, frame: ConstraintFrame) -> Iterator[Found]:
    """The known limit in the currency that puts another right: "I said pounds, not euros"."""
    match = _MONEY.fullmatch(text)
    if match is not None and frame.budget is not None:
        meant = Budget(max=frame.budget.max, currency=CURRENCY.get(match["unit"].lower()))
        yield Found("budget", meant, match.start("unit"), match.end("unit"))


def _said_last(frame: ConstraintFrame, number: int) -> str:
    """The kind of number that was said last, of those that `number` can be; "" for none."""
    known = {
        "temperature": ("weather.temperature_c", frame.weather.temperature_c),
        "budget": ("budget", frame.budget.max if frame.budget else None),
        "count": ("count", frame.count),
    }
    fits = {
        "temperature": _COLDEST <= number <= _HOTTEST,
        "budget": number > 0,
        "count": 1 <= number <= MOST_OUTFITS,
    }
    found = [
        (
            frame.provenance[path].turn if path in frame.provenance else -1,
            -abs(value - number),
            kind,
        )
        for kind, (path, value) in known.items()
        if value is not None and fits[kind]
    ]
    return max(found)[2] if found else ""
