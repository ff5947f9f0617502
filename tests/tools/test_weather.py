"""Weather: what Open-Meteo says in our words, its cache, and what happens when it is away."""

from datetime import UTC, date, datetime

import httpx
import pytest
from redis.asyncio import Redis

from stylist.errors import BackendUnavailable, NotFound
from stylist.settings import WeatherSettings
from tools.moments import read_moment
from tools.weather import OpenMeteo, read_codes

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)  # a Saturday
OSLO = {"results": [{"name": "Oslo", "latitude": 59.91, "longitude": 10.75}]}
HOURLY = {
    "hourly": {
        "temperature_2m": [0.0] * 8 + [10.0] * 12 + [2.0] * 4,
        "weather_code": [0] * 8 + [3] * 6 + [61] * 6 + [71] * 4,
        "wind_speed_10m": [10.0] * 23 + [50.0],
        "precipitation_probability": [5] * 14 + [60, None, 40] + [90] * 7,
    }
}


@pytest.fixture
async def redis(valkey_url):
    async with Redis.from_url(valkey_url) as redis:
        await redis.flushdb()
        yield redis


@pytest.fixture
def source(redis):
    """Builds a source over answers written by the test; counts the questions."""

    def build(*answers, redis=redis, **settings):
        asked = []

        def answer(request):
            asked.append(str(request.url))
            found = answers[min(len(asked), len(answers)) - 1]
            if isinstance(found, Exception):
                raise found
            return found if isinstance(found, httpx.Response) else httpx.Response(200, json=found)

        http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        return OpenMeteo(WeatherSettings(**settings), http, redis), asked

    return build


async def test_a_day_is_the_mean_of_its_hours_and_the_rain_in_them(source):
    weather, asked = source(OSLO, HOURLY)
    report = await weather.look_up("Oslo", DAY)
    assert (report.place, report.temperature_c, report.conditions) == ("Oslo", 10.0, ["rain"])
    assert report.rain_probability == 0.9
    assert "latitude=59.9&longitude=10.8" in asked[1]
    assert "precipitation_probability" in asked[1]


async def test_a_forecast_without_a_probability_leaves_it_out(source):
    hours = {k: v for k, v in HOURLY["hourly"].items() if k != "precipitation_probability"}
    weather, _ = source(OSLO, {"hourly": hours})
    assert (await weather.look_up("Oslo", DAY)).rain_probability is None


async def test_the_evening_has_its_own_weather(source):
    weather, _ = source(OSLO, HOURLY)
    report = await weather.look_up("Oslo", DAY, "evening")
    assert report.conditions == ["snow", "rain", "wind"]


async def test_the_same_question_is_asked_once(source):
    weather, asked = source(OSLO, HOURLY)
    first = await weather.look_up("Oslo", DAY)
    again = await weather.look_up(" oslo ", DAY, "day")
    assert first == again
    assert len(asked) == 2


async def test_without_the_cache_it_is_asked_again(source):
    weather, asked = source(OSLO, HOURLY, OSLO, HOURLY, redis=Redis.from_url("redis://127.0.0.1:9"))
    await weather.look_up("Oslo", DAY)
    await weather.look_up("Oslo", DAY)
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([httpx.ConnectError("no network")], BackendUnavailable),
        ([httpx.ReadTimeout("slow")], BackendUnavailable),
        ([httpx.Response(500)], BackendUnavailable),
        ([httpx.Response(200, text="<html>")], BackendUnavailable),
        ([{}], NotFound),
        ([OSLO, httpx.Response(400, json={"error": True, "reason": "out of range"})], NotFound),
    ],
)
async def test_what_goes_wrong_is_named(source, answers, error):
    weather, _ = source(*answers)
    with pytest.raises(error):
        await weather.look_up("Oslo", DAY)


async def test_it_can_be_switched_off(source):
    weather, asked = source(OSLO, HOURLY, enabled=False)
    with pytest.raises(BackendUnavailable):
        await weather.look_up("Oslo", DAY)
    assert asked == []


@pytest.mark.parametrize(
    ("codes", "conditions"),
    [
        ([0, 1, 3], ["sun"]),
        ([3, 3, 0], ["cloud"]),
        ([45, 45, 0], ["fog"]),
        ([95], ["storm", "rain"]),
        ([], []),
    ],
)
def test_codes_become_conditions(codes, conditions):
    assert read_codes(codes) == conditions


@pytest.mark.parametrize(
    ("words", "day", "part"),
    [
        ("", date(2026, 11, 21), "day"),
        ("tonight", date(2026, 11, 21), "evening"),
        ("tomorrow morning", date(2026, 11, 22), "morning"),
        ("day after tomorrow", date(2026, 11, 23), "day"),
        ("on Monday", date(2026, 11, 23), "day"),
        ("the weekend", date(2026, 11, 21), "day"),
        ("next week", date(2026, 11, 28), "day"),
        ("friday dinner (2026-11-27T19:00)", date(2026, 11, 27), "evening"),
        ("2026-13-99", date(2026, 11, 21), "day"),
    ],
)
def test_words_for_a_time_become_a_day_and_its_part(words, day, part):
    assert read_moment(words, NOW) == (day, part)
