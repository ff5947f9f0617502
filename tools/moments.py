"""From "tomorrow evening" or "2026-11-22" to a day and the part of it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stylist.errors import BadRequest
from tools.weather import PartOfDay

DAYS_AGO = re.compile(r"\b(\d{1,3})\s+days?\s+ago\b")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS: dict[str, PartOfDay] = {
    "morning": "morning",
    "breakfast": "morning",
    "afternoon": "afternoon",
    "lunch": "afternoon",
    "evening": "evening",
    "tonight": "evening",
    "night": "evening",
    "dinner": "evening",
}


def read_moment(when: str, now: datetime) -> tuple[date, PartOfDay]:
    """The day and its part that the words mean for somebody whose clock says `now`."""
    words = when.casefold()
    said = [part for word, part in PARTS.items() if word in words]
    part: PartOfDay = said[0] if said else "day"
    return _read_day(words, now.date()), part


def _read_day(words: str, today: date) -> date:
    if found := ISO_DATE.search(words):
        try:
            return date.fromisoformat(found[0])
        except ValueError:
            return today
    if "day after tomorrow" in words:
        return today + timedelta(days=2)
    if "tomorrow" in words:
        return today + timedelta(days=1)
    if "next week" in words:
        return today + timedelta(days=7)
    named = words.replace("weekend", "saturday")
    for number, name in enumerate(WEEKDAYS):
        if name in named:
            return today + timedelta(days=(number - today.weekday()) % 7)
    return today


def past_day(words: str, today: date) -> date:
    """The day up to today that the words mean: "yesterday", "last monday", "3 days ago".

    No words mean today.

    Raises:
        BadRequest: they name no day.
    """
    said = words.casefold().strip()
    if not said or "today" in said:
        return today
    if "yesterday" in said:
        return today - timedelta(days=1)
    if ago := DAYS_AGO.search(said):
        return today - timedelta(days=int(ago[1]))
    if found := ISO_DATE.search(said):
        with suppress(ValueError):
            return date.fromisoformat(found[0])
    for number, name in enumerate(WEEKDAYS):
        if name in said:
            return today - timedelta(days=(today.weekday() - number) % 7 or 7)
    raise BadRequest(
        "I do not know which day that was.",
        hint="give the day as today, yesterday, a weekday, 3 days ago or 2026-11-20",
    )


def local_time(user_settings: Mapping[str, Any], now: datetime) -> datetime:
    """The time on a person's clock, by the time zone of their settings."""
    try:
        zone = ZoneInfo(str(user_settings.get("time_zone") or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return now.astimezone(zone)
