"""Where and when the outfit is worn: a place by name, a time resolved against now."""

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

from agent.understanding.words.atoms import Found
from agent.understanding.words.lexicon import lexicon

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_HOURS: Final = {
    "morning": 9, "afternoon": 15, "evening": 19, "night": 21, "noon": 12, "lunchtime": 12,
    "lunch": 12, "tonight": 20, "today": 12, "midday": 12,
}  # fmt: skip
_PART: Final = r"(?:\s+(?P<part>morning|afternoon|evening|night(?!\s+out)|noon|lunchtime|lunch))?"
_SEATED: Final = (
    r"(?!\s+(?:on|in|down|through|around|there|by|beside|next\s+to|with|behind|under|at(?!\s+\d))"
    r"\b)"
)
"""What follows the verb and not the day."""
_WHEN: Final = re.compile(
    rf"""\b(?:(?P<rel>day\safter\stomorrow|tomorrow|tmrw|tomorow|tommorow|tonight|tonite|today){_PART}
    |(?:this|in\sthe)\s+(?P<now>morning|afternoon|evening)(?=\W|$)
    |(?:(?:on|this|next|for|by|coming)\s+)?(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday|
        fri|sat{_SEATED}|tues?|thurs?)(?!s?\w){_PART.replace("part", "part2")}
    |(?P<end>(?:this|next|the|on\sthe|at\sthe)\s+weekend)
    |(?P<next>next|in\sa)\s+(?P<unit>week|month)
    |in\s+(?P<n>\d+|two|three|four|five|a\sfew|an?)\s+(?P<what>hours?|days?|weeks?))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTH: Final = re.compile(
    rf"\b(?:in|during|this|next|late|early|mid|it'?s|it\s+is)[\s-]+(?P<month>{'|'.join(_MONTHS)})\b",
    re.I,
)
_SHORT_MONTHS: Final = "|".join(
    (*_MONTHS, *(f"{name[:3]}" for name in _MONTHS if name != "may"), "sept")
)
_DATE: Final = re.compile(
    rf"\b(?:on\s+)?(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_SHORT_MONTHS})\b"
    rf"|\b(?:on\s+)?(?P<m2>{_SHORT_MONTHS})\s+(?:the\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)
DAY: Final = len("2026-11-21")
_SPELLED: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "a few": 3, "a": 1, "an": 1}
_PLACE: Final = re.compile(
    r"\b(?P<lead>[Ii]n|[Tt]o|[Ff]or|[Aa]round|[Nn]ear|[Vv]isiting|IN|TO)\s+"
    r"(?:(?:sunny|rainy|cold|hot|windy|freezing|downtown|central|foggy|snowy|chilly|warm)\s+)*"
    r"(?P<place>[A-ZÀ-Þ][\w'’-]+(?:\s+(?:de|del|la|le|of|the|upon)?\s*[A-ZÀ-Þ][\w'’-]+){0,2})"
)
_NO_PLACES: Final = frozenset(
    ("i", "the", "a", "my", "me", "it", "christmas", "easter", "halloween", "thanksgiving",
     "general", "mind", "english", "french", "german", "spanish", "italian", "portuguese", "dutch",
     "polish", "russian", "chinese", "japanese", "arabic", "turkish", "swedish", "danish")
)  # fmt: skip


def _at(day: datetime, part: str | None, default: int = 12) -> datetime:
    hour = _HOURS.get((part or "").lower(), default)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def _weekday(match: re.Match[str], now: datetime) -> datetime:
    said = match["day"].lower()
    index = next(i for i, name in enumerate(_DAYS) if name.startswith(said[:3]))
    ahead = (index - now.weekday()) % 7 or 7
    if match.group().lower().startswith("next") and ahead < 7 - now.weekday():
        ahead += 7
    return _at(now + timedelta(days=ahead), match["part2"])


def _relative(match: re.Match[str], now: datetime) -> datetime:
    said = match["rel"].lower()
    ahead = 2 if said.startswith("day") else 1 if said.startswith(("tom", "tmrw")) else 0
    if said.startswith("toni"):
        return _at(now, "tonight")
    if not ahead and not match["part"]:
        return now.replace(second=0, microsecond=0)
    return _at(now + timedelta(days=ahead), match["part"])


def _distance(match: re.Match[str], now: datetime) -> datetime:
    number = _SPELLED.get(match["n"].lower()) or int(match["n"])
    unit = match["what"].lower().rstrip("s")
    step = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}[unit]
    try:
        return (now + number * step).replace(second=0, microsecond=0)
    except OverflowError:
        return now


def _resolved(match: re.Match[str], now: datetime) -> datetime:
    if match["rel"]:
        return _relative(match, now)
    if match["now"]:
        return _at(now, match["now"])
    if match["day"]:
        return _weekday(match, now)
    if match["end"]:
        ahead = (5 - now.weekday()) % 7 + (7 if match["end"].lower().startswith("next") else 0)
        return _at(now + timedelta(days=ahead), None)
    if match["unit"]:
        return _at(now + timedelta(days=7 if match["unit"].lower() == "week" else 30), None)
    return _distance(match, now)


_RIGHTED: Final = re.compile(
    r"(?:oops|no,?\s+wait|i\s+meant?|actually|make\s+(?:it|that)|sorry|wait|or\s+rather|correction)\W+(?:on\s+)?$",
    re.IGNORECASE,
)


_NEAR: Final = 32
"""Characters before a time in which it may be put right; a longer look back is quadratic."""


def dates(text: str, now: datetime) -> Iterator[Found]:
    """A day of a month, the next one to come: "the 24th of December", "march 3rd"."""
    for match in _DATE.finditer(text):
        name = (match["m"] or match["m2"]).lower()[:3]
        month = next(i for i, known in enumerate(_MONTHS, start=1) if known.startswith(name))
        day = int(match["d"] or match["d2"])
        moment = _coming(now, month, day)
        if moment is not None:
            said = " ".join(re.sub(r"^on\s+", "", match.group(), flags=re.I).split()).lower()
            yield Found("when", f"{said} ({moment:%Y-%m-%dT%H:%M})", match.start(), match.end())
            return


def _coming(now: datetime, month: int, day: int) -> datetime | None:
    """Noon of the next such day, or None for a day that no month has."""
    for year in (now.year, now.year + 1):
        try:
            moment = now.replace(
                year=year, month=month, day=day, hour=12, minute=0, second=0, microsecond=0
            )
        except ValueError:
            continue
        if moment.date() >= now.date():
            return moment
    return None


def times(text: str, now: datetime) -> Iterator[Found]:
    """The first time that is said, as said with the resolved local time in brackets.

    One that puts it right ("friday, oops, saturday") comes after it.
    """
    for n, match in enumerate(_WHEN.finditer(text)):
        if n and not _RIGHTED.search(text, max(0, match.start() - _NEAR), match.start()):
            continue
        said = " ".join(re.sub(r"^(?:on|for|by|at)\s+", "", match.group(), flags=re.I).split())
        moment = _resolved(match, now)
        value = f"{said.lower()} ({moment:%Y-%m-%dT%H:%M})"
        yield Found("when", value, match.start(), match.end())


def resolved(when: str) -> str:
    """The resolved part of a `weather.when`, or all of it when nothing was resolved."""
    bracketed = re.search(r"\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)", when)
    return bracketed.group(1) if bracketed else when


def on_the_day_known(when: str, known: str | None) -> str:
    """A part of the day on the day that was named before: "on tuesday … and in the evening"."""
    day = resolved(known or "")[:DAY]
    if not when.startswith("in the ") or resolved(when)[:DAY] >= day:
        return when
    return when.replace(resolved(when), f"{day}{resolved(when)[DAY:]}")


def months(text: str) -> Iterator[Found]:
    """The season that a named month has in the northern hemisphere."""
    for match in _MONTH.finditer(text):
        if match["month"] == "may" and match.group().lower().startswith(("this", "next")):
            continue
        month = _MONTHS.index(match["month"].lower())
        season = ("winter", "spring", "summer", "fall")[(month + 1) % 12 // 3]
        yield Found("season", season, match.start("month"), match.end())


@cache
def _cities() -> tuple[str, ...]:
    rows = tomllib.loads(files(__package__).joinpath("places.toml").read_text("utf-8"))
    return tuple(rows["cities"])


def is_city(name: str) -> bool:
    """Whether a name is a known city's."""
    return name.casefold() in _folded()


@cache
def _folded() -> frozenset[str]:
    return frozenset(city.casefold() for city in _cities())


@cache
def _gazetteer() -> re.Pattern[str]:
    names = _cities()
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"\b(?:in|to|for|at|around|near|visiting|from|i\s+meant?|make\s+(?:it|that))\s+(?P<place>{listed})\b",
        re.I,
    )


_AMBIGUOUS: Final = frozenset(
    {"nice", "turkey", "cologne", "florence", "phoenix", "lima", "sofia", "wellington", "orlando",
     "porto", "perth", "india", "austin", "victoria"}
)  # fmt: skip
"""Cities that are words or names of people, too: alone they count with a capital only."""


@cache
def _alone() -> re.Pattern[str]:
    listed = "|".join(re.escape(name) for name in sorted(_cities(), key=len, reverse=True))
    return re.compile(
        r"(?:^\W*|[,;:.!?]\s*|\b(?:actually|then|now|and|wait|sorry|rather|instead|oh|ok|okay|next|it['’]?s"
        r"|it\s+is|i['’]?m\s+off\s+to|headed)\s+)(?:(?:and|then|actually|now|rather|it['’]?s|maybe)\s+)?"
        rf"(?P<place>{listed})(?=\s*(?:$|[.,!?;]|(?:is|comes)\s+next\b|(?:next|instead|now|then|it\s+is|after"
        r"|please|tomorrow|today|tonight|this|on|rather|not)\b))",
        re.I,
    )


def _place_alone(text: str) -> re.Match[str] | None:
    """A city that is said by itself: "change of plan: Dubai", "actually Sydney is next"."""
    return next((m for m in _alone().finditer(text) if _stands_for_itself(m["place"])), None)


def _stands_for_itself(name: str) -> bool:
    return name.casefold() != "nice" and (name.casefold() not in _AMBIGUOUS or name[0].isupper())


def _is_place(name: str) -> bool:
    first = name.lower().split()[0]
    if first in _NO_PLACES or first in _DAYS or first in _MONTHS:
        return False
    return first not in lexicon().known


def places(text: str) -> Iterator[Found]:
    """The first place that is named: a known city, or a capitalised name after "in"."""
    if match := _gazetteer().search(text) or _place_alone(text):
        yield Found("place", match["place"].title(), match.start(), match.end())
        return
    if text.isupper():
        return
    for match in _PLACE.finditer(text):
        if match["lead"].lower() in ("in", "visiting", "near") and _is_place(match["place"]):
            yield Found("place", match["place"], match.start(), match.end())
            return
