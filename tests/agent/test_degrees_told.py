"""Air temperatures as people tell them, and numbers that are none."""

from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def told(text: str, *, imperial: bool = False) -> float | None:
    heard = understand(
        text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW, imperial=imperial
    )
    return heard.frame.weather.temperature_c


@pytest.mark.parametrize(
    ("text", "celsius"),
    [
        ("- office\n- 14C\n- nothing itchy", 14),
        ("– 9 degrees\n– dry\n– school run", 9),
        ("-14C this morning", -14),
        ("five below and snowing", -5),
        ("twelve below freezing", -12),
        ("two above zero", 2),
        ("around zero tonight", 0),
        ("it's just above freezing", 1),
        ("barely above zero this morning", 1),
        ("just below freezing", -1),
        ("it's dropped to 4", 4),
        ("temperature has fallen to minus six", -6),
        ("it's going down to 3 tonight", 3),
        ("feels like 3 out there", 3),
        ("feels more like -2", -2),
        ("between 5 and 10 outside", 7.5),
        ("it'll be 30 in the shade", 30),
        ("it's only 11 today", 11),
        ("the thermometer says eight", 8),
        ("temps in the 20s", 25),
        ("it says 9 on my phone, cloudy", 9),
        ("we're in for a scorcher, 36 they reckon", 36),
        ("it won't get above 6 today", 6),
        ("3 to 5 degrees below zero", -4),
        ("a biting -9 in the hills", -9),
        ("a chilly 8 this morning", 8),
        ("11ish degrees", 11),
        ("Temp: 7. Sky: overcast.", 7),
        ("it's single figures out there", 5),
    ],
)
def test_degrees_are_heard(text: str, celsius: float) -> None:
    assert told(text) == celsius


@pytest.mark.parametrize(
    ("text", "celsius"),
    [("temps in the 40s F", 7.2), ("low 60s fahrenheit", 16.7), ("high 50s outside", 14.4)],
)
def test_tens_above_thirty_are_fahrenheit(text: str, celsius: float) -> None:
    assert told(text) == pytest.approx(celsius, abs=0.1)


def test_a_number_without_a_unit_is_in_the_units_of_its_speaker() -> None:
    assert told("feels like 50 out there", imperial=True) == 10


@pytest.mark.parametrize(
    "text",
    [
        "dress me like in the 80s",
        "a late 60s look",
        "it was 30 degrees last week",
        "if it were 25 degrees I'd wear shorts",
        "room 12, please",
        "I'm going to be 40",
        "the hem is two below the knee",
        "my sister is 30 today",
        "cut it down to 3 outfits",
        "I wish it were 20 degrees",
        "sunny, option 3 please",
        "no rain, show me 4",
    ],
)
def test_other_numbers_are_no_degrees(text: str) -> None:
    assert told(text) is None
