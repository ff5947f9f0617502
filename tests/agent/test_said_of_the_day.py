"""Work, mourning, degrees, money and cut-short verbs as people say them."""

from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import Budget, ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def frame(text: str) -> ConstraintFrame:
    return understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW).frame


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("a ten hour shift, then straight home", "work"),
        ("early shift tomorrow", "work"),
        ("a blue shift dress", None),
        ("my grandad's wake on Monday", "funeral"),
        ("her husband's wake up call", None),
        ("starting at a new firm", "work"),
        ("a firm no to stripes", None),
        ("I start my new job on Monday", "work"),
    ],
)
def test_what_the_day_is_for(text: str, occasion: str | None) -> None:
    assert frame(text).occasion == occasion


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("it's 16 in the classroom", 16.0),
        ("it was about 28 in our workshop", 28.0),
        ("it's 7 in the evening", None),
        ("it's 40 in the sale", None),
    ],
)
def test_degrees_by_the_place_alone(text: str, degrees: float | None) -> None:
    assert frame(text).weather.temperature_c == degrees


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("at most 2k rupees for shoes", Budget(max=2000, currency="INR")),
        ("budget 2k", Budget(max=2000)),
        ("NZ$80 at most", Budget(max=80, currency="NZD")),
        ("a $90 coat", Budget(max=90, currency="USD")),
        ("under ₹3,500", Budget(max=3500, currency="INR")),
    ],
)
def test_money_of_many_places(text: str, limit: Budget) -> None:
    assert frame(text).budget == limit


def test_fancy_is_a_liking_or_a_manner() -> None:
    assert frame("I fancy a striped jumper").formality.min is None
    assert frame("something fancy for tonight").formality.min == 0.55


@pytest.mark.parametrize(
    "text", ["tailored, not loose", "slim and not baggy", "slim but not tight"]
)
def test_the_fit_that_is_wanted_wins(text: str) -> None:
    assert frame(text).fit == "slim"


@pytest.mark.parametrize(("text", "side"), [("Loafers'll do", "want"), ("loafers're out", "avoid")])
def test_a_verb_cut_short_hides_no_noun(text: str, side: str) -> None:
    assert getattr(frame(text).categories, side) == ["loafers"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("we sat on a white sofa, no white", None),
        ("the stain from where I sat down", None),
        ("dinner, sat at 8", "2026-11-28"),
        ("a wedding sat night", "2026-11-28"),
        ("drinks on sat", "2026-11-28"),
        ("on friday, oops, sunday", "2026-11-22"),
    ],
)
def test_a_day_is_no_verb(text: str, day: str | None) -> None:
    when = frame(text).weather.when
    assert (day in when) if day and when else when == day
