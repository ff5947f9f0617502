"""A forecast that was looked up serves the same turn and those that follow."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from chat_frames import begin, say
from wardrobe_rows import hang_up

from tools.services import connect_redis

LATITUDE, LONGITUDE = 59.9, 10.8


@pytest.fixture
async def dressed(person):
    async with person.deps.sessions.begin() as session:
        await hang_up(session, person.id)
    return person


@pytest.fixture
async def forecast(services):
    """Puts answers of the weather service where it keeps them: Oslo has 3 °C and rain."""
    place = {"results": [{"name": "Oslo", "latitude": LATITUDE, "longitude": LONGITUDE}]}
    hourly = {"temperature_2m": [3.0] * 24, "weather_code": [61] * 24, "wind_speed_10m": [5.0] * 24}
    key = hashlib.sha256(b"oslo").hexdigest()[:24]
    async with connect_redis(services.settings.redis) as redis:
        await redis.set(f"weather:place:{key}", json.dumps(place), ex=600)
        for days in range(3):
            day = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
            kept = json.dumps({"hourly": hourly})
            await redis.set(f"weather:{LATITUDE}:{LONGITUDE}:{day}", kept, ex=600)


@pytest.mark.usefixtures("forecast")
async def test_a_forecast_is_used_at_once_and_known_later(dressed):
    conversation = await begin(dressed)
    first = await say(dressed, conversation, "what should I wear in Oslo tomorrow?")
    assert first.tools == ["get_weather", "recommend_outfits"]
    assert "warmth" in first.outfits[0]["score_breakdown"]
    assert "3 °C" in first.outfits[0]["score_breakdown"]["warmth"]["reason"]
    told = [data for _, kind, data in first.frames if kind == "constraints.updated"][-1]
    assert told["constraints"]["weather"]["temperature_c"] == 3
    assert told["constraints"]["provenance"]["weather.temperature_c"]["kind"] == "inferred"

    warmer = await say(dressed, conversation, "warmer")
    assert warmer.tools == ["recommend_outfits"]
    assert warmer.constraints["weather"]["temperature_c"] == 3
    assert warmer.constraints["weather"]["conditions"] == ["rain"]


@pytest.mark.usefixtures("forecast")
async def test_another_day_and_place_is_looked_up_again(dressed):
    conversation = await begin(dressed)
    await say(dressed, conversation, "it's 25 °C, what should I wear?")
    there = await say(dressed, conversation, "what about tomorrow in Oslo?")
    assert there.tools == ["get_weather", "recommend_outfits"]
    assert "3 °C" in there.outfits[0]["score_breakdown"]["warmth"]["reason"]
    stated = await say(dressed, conversation, "no, it will be 20 degrees")
    assert stated.tools[-1] == "recommend_outfits"
    assert stated.constraints["weather"]["temperature_c"] == 20
