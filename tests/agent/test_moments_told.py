"""Days and hours as people tell them."""

from datetime import datetime

import pytest

from agent.understanding import understand
from agent.understanding.circumstances.moments import resolved
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def moment(text: str, frame: ConstraintFrame | None = None) -> str | None:
    heard = understand(text, frame=frame or ConstraintFrame(), shown=None, turn=0, now=NOW)
    when = heard.frame.weather.when
    return resolved(when) if when else None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("half seven tonight, theatre", "2026-11-21T19:30"),
        ("tomorrow at half seven in the evening", "2026-11-22T19:30"),
        ("quarter to nine tomorrow morning", "2026-11-22T08:45"),
        ("twenty past six this evening", "2026-11-21T18:20"),
        ("drinks at 19:00", "2026-11-21T19:00"),
        ("dinner 7ish tomorrow", "2026-11-22T19:00"),
        ("a meeting with the bank at 2pm today", "2026-11-21T14:00"),
        ("meeting at 2 this afternoon", "2026-11-21T14:00"),
        ("lecture on tuesday at ten", "2026-11-24T10:00"),
        ("be there at midnight", "2026-11-22T00:00"),
        ("breakfast meeting at 7 on Monday", "2026-11-23T07:00"),
    ],
)
def test_an_hour_is_of_the_day_beside_it(text: str, at: str) -> None:
    assert moment(text) == at


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("interview on munday", "2026-11-23"),
        ("wensday, client lunch", "2026-11-25"),
        ("thrusday at the office", "2026-11-26"),
        ("Weds client visit", "2026-11-25"),
        ("friday week I have a wedding", "2026-12-04"),
        ("a week on tuesday", "2026-12-01"),
        ("a fortnight on saturday", "2026-12-12"),
        ("in a fortnight", "2026-12-05"),
        ("in two weeks' time", "2026-12-05"),
        ("the wedding is on the 3rd", "2026-12-03"),
        ("on the morning of the 2nd I fly to Porto", "2026-12-02"),
        ("the third of december", "2026-12-03"),
        ("Dec 5th wedding", "2026-12-05"),
        ("on 24/12 we have guests", "2026-12-24"),
        ("driving up to see my in-laws on Sunday", "2026-11-22"),
        ("need something for tmrw nite", "2026-11-22"),
        ("something for today", "2026-11-21"),
        ("the Friday meeting got moved to Monday", "2026-11-23"),
        ("not tonight, tomorrow night", "2026-11-22"),
        ("three days from now I have an exam", "2026-11-24"),
        ("colder than today tomorrow", "2026-11-22"),
        ("sorry, I meant Tuesday not Monday", "2026-11-24"),
    ],
)
def test_a_day_is_resolved(text: str, day: str) -> None:
    assert (moment(text) or "")[:10] == day


@pytest.mark.parametrize(
    "text",
    [
        "I wore it last friday",
        "on fridays we dress down",
        "every monday is the same",
        "put the brown shoes on the 2nd one",
        "look at 2",
        "a birthday outfit",
        "size 12 at most",
    ],
)
def test_other_words_are_no_time(text: str) -> None:
    assert moment(text) is None


def test_an_hour_alone_is_of_the_day_that_was_named_before() -> None:
    frame = understand(
        "dinner on tuesday", frame=ConstraintFrame(), shown=None, turn=0, now=NOW
    ).frame
    assert moment("it's at half seven in the evening", frame) == "2026-11-24T19:30"


def test_sunday_lunch_is_an_occasion_on_a_day() -> None:
    heard = understand(
        "Sunday lunch at my nan's", frame=ConstraintFrame(), shown=None, turn=0, now=NOW
    )
    assert heard.frame.occasion == "casual"
    assert (heard.frame.weather.when or "").startswith("sunday")
