"""Weather in the frame: what was looked up stays until place or time change."""

from datetime import datetime
from typing import Any

import pytest

from agent.forecast import with_weather
from agent.understanding import understand
from stylist.frame import FORECAST, ConstraintFrame, Weather
from tools.boundary import ToolBlock

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def hear(text: str, frame: ConstraintFrame | None = None, turn: int = 0) -> ConstraintFrame:
    before = frame or ConstraintFrame()
    return understand(text, frame=before, shown=None, turn=turn, now=NOW).frame


def look_up(frame: ConstraintFrame, turn: int = 0, **found: Any) -> ConstraintFrame:
    state: Any = {"frame": frame.model_dump(mode="json"), "turn": turn}
    after = with_weather(state, [ToolBlock(weather=Weather(**found))])
    return ConstraintFrame.model_validate(after)


def test_looked_up_weather_is_inferred_and_says_so() -> None:
    frame = look_up(hear("dinner in Oslo"), temperature_c=-3.0, conditions=["snow"])
    assert frame.weather.temperature_c == -3.0
    assert frame.weather.conditions == ["snow"]
    for path in ("weather.temperature_c", "weather.conditions.snow"):
        assert frame.provenance[path].kind == "inferred"
        assert frame.provenance[path].text == FORECAST


def test_stated_weather_is_not_overwritten() -> None:
    frame = look_up(hear("dinner in Oslo, 5 degrees"), temperature_c=-3.0, conditions=["snow"])
    assert frame.weather.temperature_c == 5
    assert frame.provenance["weather.temperature_c"].kind == "stated"


def test_looked_up_weather_is_known_in_the_next_turn() -> None:
    frame = look_up(hear("dinner in Oslo"), temperature_c=-3.0, conditions=["snow"])
    assert hear("warmer", frame, 1).weather.temperature_c == -3.0


@pytest.mark.parametrize(
    "text", ["what about tomorrow in Oslo?", "and in Rome?", "what about tomorrow?"]
)
def test_the_weather_of_another_time_or_place_is_let_go(text: str) -> None:
    frame = hear(text, hear("it's 12 °C and raining, what should I wear?"), 1)
    assert frame.weather.temperature_c is None
    assert frame.weather.conditions == []
    assert "weather.temperature_c" not in frame.provenance


@pytest.mark.parametrize(
    "text", ["what about tonight?", "3 degrees tomorrow", "tomorrow it will be 3 degrees", "warmer"]
)
def test_weather_of_the_same_day_or_of_this_turn_stays(text: str) -> None:
    frame = hear(text, hear("it's 3 degrees, what should I wear?"), 1)
    assert frame.weather.temperature_c == 3


def test_the_same_place_again_keeps_what_was_looked_up() -> None:
    frame = look_up(hear("dinner in Oslo"), temperature_c=-3.0)
    assert hear("yes, in Oslo, but no black", frame, 1).weather.temperature_c == -3.0


def test_a_stated_temperature_takes_the_place_of_a_looked_up_one() -> None:
    frame = hear("it will be 8 degrees", look_up(hear("in Oslo"), temperature_c=-3.0), 1)
    assert frame.weather.temperature_c == 8
    assert frame.provenance["weather.temperature_c"].kind == "stated"


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("12 degrees and a 60 % chance of rain, what should I wear?", 0.6),
        ("80% rain tomorrow, something for work", 0.8),
        ("the chance of rain is about 70 per cent", 0.7),
        ("rain probability: 90%, dress me", 0.9),
        ("only a 20% chance of showers, what do I wear?", 0.2),
    ],
)
def test_a_probability_of_rain_is_heard_and_settles_whether_it_rains(
    text: str, chance: float
) -> None:
    frame = hear(text)
    assert frame.weather.rain_probability == chance
    assert frame.weather.conditions == (["rain"] if chance >= 0.5 else [])
    assert frame.provenance["weather.rain_probability"].kind == "stated"


def test_a_probability_gives_way_to_what_is_said_later() -> None:
    likely = hear("a 60 % chance of rain, what should I wear?")
    for text, conditions in (("no rain after all", []), ("it is sunny now", ["sun"])):
        frame = hear(text, likely, 1)
        assert frame.weather.rain_probability is None
        assert frame.weather.conditions == conditions
    unlikely = hear("now it is a 10 % chance of rain", likely, 1).weather
    assert (unlikely.rain_probability, unlikely.conditions) == (0.1, [])
    elsewhere = hear("and in Rome?", likely, 1).weather
    assert (elsewhere.rain_probability, elsewhere.conditions) == (None, [])


def test_a_looked_up_probability_is_known_where_no_sky_was_said() -> None:
    found = {"temperature_c": 8.0, "conditions": ["cloud"], "rain_probability": 0.7}
    frame = look_up(hear("dinner in Oslo"), **found)
    assert frame.weather.rain_probability == 0.7
    assert frame.provenance["weather.rain_probability"].text == FORECAST
    stated = look_up(hear("dinner in Oslo, sunny"), **found)
    assert stated.weather.rain_probability is None


def test_degrees_are_read_in_the_units_of_the_person() -> None:
    said = understand(
        "50 degrees", frame=ConstraintFrame(), shown=None, turn=0, now=NOW, imperial=True
    )
    assert said.frame.weather.temperature_c == 10
