"""The day that is said, resolved against now: "friday week", "the 3rd", "in a fortnight"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent.understanding.words.numerals import ORDINALS, ordinal
from agent.understanding.words.spelling import slipped

WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_HOURS: Final = {
    "morning": 9, "afternoon": 15, "arvo": 15, "evening": 19, "night": 21, "nite": 21, "noon": 12,
    "lunchtime": 12, "lunch": 12, "tonight": 20, "today": 12, "midday": 12,
}  # fmt: skip
_PART: Final = (
    r"(?:\s+(?P<part>morning|afternoon|arvo|evening|ni(?:ght|te)(?!\s+out)|noon|lunchtime))?"
)
_SEATED: Final = (
    r"(?!\s+(?:on|in|down|through|around|there|by|beside|next\s+to|with|behind|under|at(?!\s+\d))"
    r"\b)"
)
"""What follows the verb and not the day."""
_DAY: Final = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?!today)[a-z]{2,7}(?:day|dya|dy)"
    rf"|fri|sat{_SEATED}|tues?|weds|thurs?|(?-i:Mon|Wed)|(?:(?<=on\s)|(?<=next\s)|(?<=this\s))(?:mon|wed|sun))"
    r"(?!s?\w)"
)
_AHEAD: Final = r"(?:(?:a|one)\s+(?P<lead>week|fortnight)\s+(?:on|from|come|this)?\s*(?:this\s+)?)?"
_EACH: Final = r"(?:(?:on|this|next|for|by|coming|last|every|each)\s+)*"
_WHEN: Final = re.compile(
    rf"""\b(?:{_AHEAD}(?P<rel>day\safter\stomorrow|overmorrow|tomorrow|tmrw|tmr|tomorow|tommorow|tommorrow|tomoz
        |2morrow|2moro|tonight|tonite|2nite|today){_PART}
    |(?:this|in\sthe)\s+(?P<now>morning|afternoon|arvo|evening)(?=\W|$)
    |{_AHEAD.replace("lead", "lead2")}{_EACH}(?P<day>{_DAY})
        {_PART.replace("part", "part2")}
        (?:\s+(?P<trail>week|fortnight|after\snext)(?!\w|\s*(?:end|day)))?
    |(?P<end>(?:this|next|the|on\sthe|at\sthe|for\sthe)\s+weekend(?:\safter\snext)?)
    |(?P<next>next|in\sa)\s+(?P<unit>week|month|fortnight)
    |(?P<n2>\d+|two|three|four|five|six|ten|a\sfew|a\scouple\sof|an?)\s+(?P<what2>days?|weeks?|fortnights?)
        \s+(?:from\s+(?:now|today)|hence)
    |in\s+(?P<n>\d+|two|three|four|five|six|ten|a\sfew|a\scouple\sof|an?)\s+(?P<what>hours?|days?|weeks?|fortnights?))
    (?:['’]?\s+time)?\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SHORT_MONTHS: Final = "|".join(
    (*MONTHS, *(f"{name[:3]}" for name in MONTHS if name != "may"), "sept")
)
_DATE: Final = re.compile(
    rf"\b(?:on\s+)?(?:the\s+)?(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?|(?P<o>{ORDINALS}))\s+(?:of\s+)?"
    rf"(?P<m>{_SHORT_MONTHS})\b"
    rf"|\b(?:on\s+)?(?P<m2>{_SHORT_MONTHS})\s+(?:the\s+)?(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])|(?P<o2>{ORDINALS}))\b",
    re.IGNORECASE,
)
_NO_DATE: Final = (
    r"(?!\s+(?:one|ones|outfit|look|option|floor|row|set|idea|suggestion|pic|picture|photo|time|day|date|year"
    r"|week|of\s+(?:these|those|them|the)|birthday|anniversary|in\s+a\s+row)\b)"
)
_DAY_OF_MONTH: Final = re.compile(
    rf"\b(?P<lead>(?:morning|afternoon|evening|night|eve)\s+of|(?:is|are|be|['’]s|falls|it)\s+on|on|until|by|from)"
    rf"\s+the\s+(?P<d>[123]?\d)(?:st|nd|rd|th)\b{_NO_DATE}",
    re.IGNORECASE,
)
_IN_NUMBERS: Final = re.compile(
    r"\bon\s+(?:the\s+)?(?P<a>\d{1,2})[/.](?P<b>\d{1,2})(?:[/.](?:20)?\d\d|\.)?(?![\w/°%]|\s*(?:deg|percent))",
    re.IGNORECASE,
)
_SPELLED: Final = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "a few": 3, "a couple of": 2,
    "a": 1, "an": 1,
}  # fmt: skip
_WEEKS: Final = {"week": 7, "fortnight": 14, "after next": 7}
_THAN: Final = re.compile(r"\bthan\s+$", re.IGNORECASE)
"""Before a day that is only measured by: "colder than today"."""
_PAST: Final = re.compile(r"\b(?:last|every|each)\s", re.IGNORECASE)
_LEAD: Final = re.compile(r"^(?:(?:on|for|by|at)\s+)+", re.IGNORECASE)
_RIGHTED: Final = re.compile(
    r"(?:oops|no,?\s+wait|i\s+meant?|actually|make\s+(?:it|that)|sorry|wait|or\s+rather|correction"
    r"|no|not?\s+(?:to(?:night|morrow)|\w+day)(?:\s+\w+)?,?(?:\s+but)?|scratch\s+that|(?:moved|changed|postponed|rescheduled|pushed|brought|shifted)"
    r"(?:\s+(?:back|forward|out))?(?:\s+from\s+(?:\w+\s+)?\w+)?(?:\s+(?:to|for|until|till))?|now|instead)\W+(?:(?:it'?s|make\s+it|on|i\s+mean)\s+)*$",
    re.IGNORECASE,
)
_NEAR: Final = 40
"""Characters before a time in which it may be put right; a longer look back is quadratic."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as said; `moment` has the hour of its part of the day."""

    said: str
    moment: datetime
    start: int
    end: int


def days(text: str, now: datetime) -> Iterator[Day]:
    """The first day that is said, and one that puts it right ("friday, oops, saturday")."""
    found = 0
    for match in _WHEN.finditer(text):
        moment = _resolved(match, now)
        if moment is None or _THAN.search(text, max(0, match.start() - _NEAR), match.start()):
            continue
        if found and not _RIGHTED.search(text, max(0, match.start() - _NEAR), match.start()):
            continue
        found += 1
        yield Day(_LEAD.sub("", _plain(match)), moment, match.start(), match.end())


def dates(text: str, now: datetime, *, imperial: bool, shown: int) -> Iterator[Day]:
    """A day of a month, the next to come; "the 2nd" is an outfit where so many are `shown`."""
    for match in _DATE.finditer(text):
        name = (match["m"] or match["m2"]).lower()[:3]
        month = next(i for i, known in enumerate(MONTHS, start=1) if known.startswith(name))
        said = match["d"] or match["d2"]
        day = int(said) if said else ordinal(match["o"] or match["o2"])
        if (moment := _coming(now, month, day)) is not None:
            yield Day(_LEAD.sub("", _plain(match)), moment, match.start(), match.end())
            return
    for match in _IN_NUMBERS.finditer(text):
        day, month = int(match["a"]), int(match["b"])
        if month > len(MONTHS) or (imperial and day <= len(MONTHS)):
            day, month = month, day
        if (moment := _coming(now, month, day)) is not None:
            yield Day(_LEAD.sub("", _plain(match)), moment, match.start(), match.end())
            return
    for match in _DAY_OF_MONTH.finditer(text):
        day = int(match["d"])
        if match["lead"].lower() in ("on", "until", "by", "from") and day <= shown:
            continue
        months = (now.month, now.month % 12 + 1, (now.month + 1) % 12 + 1)
        found = (_coming(now, month, day) for month in months)
        moment = min((one for one in found if one), default=None)
        if moment is not None:
            part = match["lead"].lower().split()[0]
            yield Day(_plain(match), _at(moment, part), match.start("lead"), match.end())
            return


def _plain(match: re.Match[str]) -> str:
    return " ".join(match.group().lower().split())


def _at(day: datetime, part: str | None) -> datetime:
    hour = _HOURS.get((part or "").lower(), 12)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def _coming(now: datetime, month: int, day: int) -> datetime | None:
    """Noon of the next such day, or None for a day that no month has."""
    for year in (now.year, now.year + 1):
        if not 0 < month <= len(MONTHS):
            return None
        try:
            moment = now.replace(
                year=year, month=month, day=day, hour=12, minute=0, second=0, microsecond=0
            )
        except ValueError:
            continue
        if moment.date() >= now.date():
            return moment
    return None


def _weekday(match: re.Match[str], now: datetime) -> datetime | None:
    said = match["day"].lower()
    name = slipped(said, WEEKDAYS) if said not in WEEKDAYS else said
    if not name or _PAST.search(match.group()):
        return None
    ahead = (WEEKDAYS.index(name) - now.weekday()) % 7 or 7
    if (
        re.match(r"next\s", _LEAD.sub("", match.group()), re.IGNORECASE)
        and ahead < 7 - now.weekday()
    ):
        ahead += 7
    ahead += _WEEKS.get((match["trail"] or match["lead2"] or "").lower(), 0)
    return _at(now + timedelta(days=ahead), match["part2"])


def _relative(match: re.Match[str], now: datetime) -> datetime:
    said = match["rel"].lower()
    late = said.startswith(("toni", "2ni"))
    today = late or said == "today"
    ahead = 0 if today else 2 if said.startswith(("day", "over")) else 1
    ahead += _WEEKS.get((match["lead"] or "").lower(), 0)
    if late:
        return _at(now + timedelta(days=ahead), "tonight")
    if not ahead and not match["part"]:
        return now.replace(second=0, microsecond=0)
    return _at(now + timedelta(days=ahead), match["part"])


def _distance(match: re.Match[str], now: datetime) -> datetime | None:
    said = " ".join((match["n"] or match["n2"]).lower().split())
    number = _SPELLED.get(said) or int(said)
    unit = (match["what"] or match["what2"]).lower().rstrip("s")
    step = {"hour": timedelta(hours=1), "fortnight": timedelta(weeks=2)}.get(
        unit, timedelta(weeks=1) if unit == "week" else timedelta(days=1)
    )
    try:
        return (now + number * step).replace(second=0, microsecond=0)
    except OverflowError:
        return None


def _resolved(match: re.Match[str], now: datetime) -> datetime | None:
    if match["rel"]:
        return _relative(match, now)
    if match["now"]:
        return _at(now, match["now"])
    if match["day"]:
        return _weekday(match, now)
    if match["end"]:
        said = match["end"].lower()
        later = 7 * (said.startswith("next") + said.endswith("next"))
        return _at(now + timedelta(days=(5 - now.weekday()) % 7 + later), None)
    if match["unit"]:
        return _at(now + timedelta(days=_WEEKS.get(match["unit"].lower(), 30)), None)
    return _distance(match, now)
