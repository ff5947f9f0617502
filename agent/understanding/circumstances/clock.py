"""The hour of the day that is said: "half seven", "at 19:00", "7ish", "at ten in the evening"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_HOURS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_MINUTES: Final = {"quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_HOUR: Final = rf"(?:1[0-2]|[1-9]|{'|'.join(_HOURS)})"
_HALF_DAY: Final = r"(?P<half>[ap])\.?\s?m\b\.?"
_ON_THE_DAY: Final = (
    r"(?:in\s+the\s+(?:morning|afternoon|arvo|evening)|at\s+night|this\s+\w+|tonight|tonite|tomorrow|today"
    r"|tmrw|sharp|i|we|he|she|they|there|the|my|our|its|it|when|where|which|after|before|from|on|for|with|and|so|but|then|at|in|until|till|to|prompt|if|please|pls)"
)
_GAZED: Final = (
    r"(?<!look\s)(?<!looks\s)(?<!looking\s)(?<!looked\s)(?<!glance\s)(?<!priced\s)(?<!aimed\s)(?<!best\s)"
    r"(?<!valued\s)(?<!stare\s)"
)
_CLOCK: Final = (
    re.compile(
        rf"(?<![\w.:,/])(?:at\s+|around\s+|about\s+|by\s+|from\s+)?(?P<h>1[0-2]|0?[1-9])"
        rf"(?:[:.](?P<m>[0-5]\d))?\s?{_HALF_DAY}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w.:,/])(?:at\s+|around\s+|about\s+|by\s+|from\s+)?(?P<h>[01]?\d|2[0-3])(?P<sep>[:h])(?P<m>[0-5]\d)"
        r"(?![\w:]|\.\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:at\s+|around\s+|about\s+|by\s+|from\s+)?(?:(?P<past>half)[\s-]+(?:past[\s-]+)?"
        rf"|(?:a\s+)?(?P<mins>{'|'.join(_MINUTES)})\s+(?:minutes\s+)?(?P<side>past|to|after|before)\s+)"
        rf"(?P<h>{_HOUR})\b(?!\s*(?:%|per|degree|°|of\b|hundred|dozen))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:at\s+|around\s+|about\s+|by\s+|from\s+)?(?P<h>{_HOUR})(?:\s+o['’]?\s?clock\b|[\s-]?ish\b)(?!\s*(?:degrees?|°|c\b|euros|quid|outfits))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_GAZED}at\s+(?:around\s+|about\s+)?(?P<h>{_HOUR})(?:\.(?P<m>[0-5]\d))?"
        rf"(?=\s*(?:$|[.,;!?)\n]|{_ON_THE_DAY}\b))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<h>{_HOUR})(?=\s+(?:in\s+the\s+(?:morning|afternoon|evening)|this\s+(?:afternoon|evening)"
        r"|at\s+night|tomorrow\s+(?:morning|afternoon|evening|night))\b)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:at|from|around|by)\s+(?P<noon>noon|midday|midnight)\b", re.IGNORECASE),
)
_MORNING: Final = re.compile(r"\b(?:morning|first\s+thing|sunrise|dawn)\b", re.IGNORECASE)
_EVENING: Final = re.compile(
    r"\b(?:afternoon|arvo|evening|night|tonight|tonite|after\s+work)\b", re.IGNORECASE
)
_EARLY: Final = re.compile(
    r"\b(?:breakfast|school\s+run|catching|flight|train|airport|commut\w+|shift|gym)\b",
    re.IGNORECASE,
)
_LATE: Final = re.compile(
    r"\b(?:dinner|supper|drinks?|theatre|theater|opera|gig|concert|party|pub|club\w*|date|cinema|movie|ballet"
    r"|prom|ball|gala|cocktails?|ceilidh|disco|bash|(?:christmas|xmas|works?|office|leaving|hen|stag)\s+do)\b",
    re.IGNORECASE,
)
_LATEST_MORNING: Final = 11
_USUAL_MORNING: Final = 8
_NOON: Final = 12
_NEAR: Final = 40
"""Characters beside an hour in which morning or evening is told."""


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as said; `exact` when it leaves no choice of morning or evening."""

    said: str
    hour: int
    minute: int
    exact: bool
    start: int
    end: int


def clocks(text: str) -> Iterator[Clock]:
    """Hours of the day, in the order of the patterns."""
    for pattern in _CLOCK:
        for match in pattern.finditer(text):
            hour, minute, exact = _read(match)
            said = re.sub(r"^(?:at|by|from)\s+", "", " ".join(match.group().lower().split()))
            yield Clock(said, hour, minute, exact, match.start(), match.end())


def _read(match: re.Match[str]) -> tuple[int, int, bool]:
    given = match.groupdict()
    if noon := given.get("noon"):
        return (0 if noon.lower() == "midnight" else _NOON), 0, True
    said = match["h"].lower()
    hour = _HOURS.get(said) or int(said)
    minute = int(given.get("m") or 0)
    if half := given.get("half"):
        return hour % _NOON + (_NOON if half.lower() == "p" else 0), minute, True
    if given.get("past"):
        minute = 30
    elif mins := given.get("mins"):
        minute = _MINUTES[mins.lower()]
        if given["side"].lower() in ("to", "before"):
            hour, minute = (hour - 1) or _NOON, 60 - minute
    exact = hour > _NOON or (bool(given.get("sep")) and (said.startswith("0") or hour == 0))
    return hour, minute, exact


def at_clock(day: datetime | None, clock: Clock, text: str, now: datetime) -> datetime:
    """The moment of an hour on a day; without a day, the next one to come."""
    around = text[max(0, clock.start - _NEAR) : clock.end + _NEAR]
    base = day or now
    hour = clock.hour if clock.exact else _guessed(clock.hour, around, base, now)
    moment = base.replace(hour=hour, minute=clock.minute, second=0, microsecond=0)
    if clock.exact and clock.hour == 0 and clock.said.endswith("midnight"):
        return moment + timedelta(days=1)
    return moment + timedelta(days=1) if day is None and moment <= now else moment


def _guessed(hour: int, around: str, day: datetime, now: datetime) -> int:
    """Of the two hours that "at seven" may be the one that is told, or is likelier."""
    for early, late in ((_MORNING, _EVENING), (_EARLY, _LATE)):
        if early.search(around):
            return hour % _NOON
        if late.search(around):
            return _NOON + hour % _NOON
    if day.date() == now.date():
        return hour % _NOON if hour % _NOON > now.hour else _NOON + hour % _NOON
    return hour if _USUAL_MORNING <= hour <= _LATEST_MORNING else _NOON + hour % _NOON
