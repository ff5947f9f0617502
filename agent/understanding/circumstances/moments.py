"""When the outfit is worn: a day, an hour, or an hour of a day, as said and resolved."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from agent.understanding.circumstances.clock import Clock, at_clock, clocks
from agent.understanding.circumstances.days import MONTHS, Day, dates, days
from agent.understanding.words.atoms import Found

DAY: Final = len("2026-11-21")
_OF_THE_DAY: Final = ("in the ", "at ")
"""How a time begins that tells no day."""
_MONTH: Final = re.compile(
    rf"\b(?:in|during|this|next|late|early|mid|it'?s|it\s+is)[\s-]+(?P<month>{'|'.join(MONTHS)})\b",
    re.I,
)


def moments(
    text: str, now: datetime, *, imperial: bool, shown: int, counts: bool
) -> Iterator[Found]:
    """Days and hours that are said, each with the resolved local time in brackets.

    An hour is of the day that is said beside it, and the day then has that hour. Dates and hours
    are looked for only where the text `counts`: where it may hold a number.
    """
    dated = dates(text, now, imperial=imperial, shown=shown) if counts else ()
    said = [*dated, *days(text, now)]
    hour = next(clocks(text), None) if counts else None
    if hour is not None:
        said = [day for day in said if not day.said.startswith("in the ")]
    for day in said:
        yield _found(day, hour, text, now)
    if hour is None:
        return
    if said:
        yield Found("when", _found(said[-1], hour, text, now).value, hour.start, hour.end)
    else:
        moment = at_clock(None, hour, text, now)
        value = f"at {hour.said} ({moment:%Y-%m-%dT%H:%M})"
        yield Found("when", value, hour.start, hour.end)


def _found(day: Day, hour: Clock | None, text: str, now: datetime) -> Found:
    if hour is None:
        return Found("when", f"{day.said} ({day.moment:%Y-%m-%dT%H:%M})", day.start, day.end)
    moment = at_clock(day.moment, hour, text, now)
    return Found("when", f"{day.said} at {hour.said} ({moment:%Y-%m-%dT%H:%M})", day.start, day.end)


def resolved(when: str) -> str:
    """The resolved part of a `weather.when`, or all of it when nothing was resolved."""
    bracketed = re.search(r"\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)", when)
    return bracketed.group(1) if bracketed else when


def on_the_day_known(when: str, known: str | None) -> str:
    """A part of the day on the day that was named before: "on tuesday … and in the evening"."""
    day = resolved(known or "")[:DAY]
    if not when.startswith(_OF_THE_DAY) or resolved(when)[:DAY] >= day:
        return when
    return when.replace(resolved(when), f"{day}{resolved(when)[DAY:]}")


def tells_no_other_day(when: str) -> bool:
    """Whether a time is of today, or names no day at all."""
    return when.startswith(("today", "tonight", "tonite", "2nite", "this ", *_OF_THE_DAY))


def months(text: str) -> Iterator[Found]:
    """The season that a named month has in the northern hemisphere."""
    for match in _MONTH.finditer(text):
        if match["month"] == "may" and match.group().lower().startswith(("this", "next")):
            continue
        month = MONTHS.index(match["month"].lower())
        season = ("winter", "spring", "summer", "fall")[(month + 1) % 12 // 3]
        yield Found("season", season, match.start("month"), match.end())
