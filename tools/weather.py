"""Weather by place and time: the port, and Open-Meteo behind it with a cache in Redis."""

import hashlib
import json
from datetime import date
from typing import Any, Literal, Protocol

import httpx
from pydantic import BaseModel, Field
from redis.asyncio import Redis
from redis.exceptions import RedisError

from stylist.errors import BackendUnavailable, NotFound
from stylist.settings import WeatherSettings

PartOfDay = Literal["day", "morning", "afternoon", "evening"]
HOURS: dict[PartOfDay, range] = {
    "day": range(8, 20),
    "morning": range(6, 12),
    "afternoon": range(12, 18),
    "evening": range(18, 24),
}
WINDY_KMH = 39.0
"""Beaufort 6, a strong breeze, begins here."""
CONDITIONS: dict[str, frozenset[int]] = {
    "storm": frozenset({95, 96, 99}),
    "snow": frozenset({71, 73, 75, 77, 85, 86}),
    "rain": frozenset({51, 53, 55, 56, 57, 61, 63, 65, 66, 67, 80, 81, 82, 95, 96, 99}),
    "fog": frozenset({45, 48}),
    "cloud": frozenset({2, 3}),
    "sun": frozenset({0, 1}),
}
"""Our conditions by WMO weather interpretation code (WMO table 4677, as Open-Meteo gives it)."""


class WeatherReport(BaseModel):
    """Weather of a place and time; an unreachable source leaves the values out and says so."""

    place: str
    day: date
    part: PartOfDay = "day"
    temperature_c: float | None = None
    conditions: list[str] = Field(default_factory=list)
    rain_probability: float | None = None
    degraded: list[str] = Field(default_factory=list)


class WeatherSource(Protocol):
    """Tells the weather of a place on a day."""

    async def look_up(self, place: str, day: date, part: PartOfDay = "day") -> WeatherReport:
        """Find the weather.

        Raises:
            NotFound: no such place, or the day is beyond the forecast.
            BackendUnavailable: the source does not answer.

        """
        ...


class OpenMeteo:
    """Open-Meteo's geocoding and hourly forecast."""

    def __init__(self, settings: WeatherSettings, http: httpx.AsyncClient, redis: Redis) -> None:
        self._settings = settings
        self._http = http
        self._redis = redis

    async def look_up(self, place: str, day: date, part: PartOfDay = "day") -> WeatherReport:
        """Find the weather."""
        if not self._settings.enabled:
            raise BackendUnavailable("Weather look-up is switched off.")
        name, latitude, longitude = await self._locate(place)
        hourly = await self._forecast(latitude, longitude, day)
        return WeatherReport(place=name, day=day, part=part, **read_hours(hourly, HOURS[part]))

    async def _locate(self, place: str) -> tuple[str, float, float]:
        asked = {"name": place, "count": 1, "language": "en", "format": "json"}
        key = hashlib.sha256(place.strip().casefold().encode()).hexdigest()[:24]
        answer = await self._cached(f"weather:place:{key}", self._settings.geocoding_url, asked)
        if not answer.get("results"):
            raise NotFound(
                f"I do not know a place called “{place}”.",
                hint="Ask the person which city is meant, or go on without the weather.",
            )
        first = answer["results"][0]
        return first["name"], round(first["latitude"], 1), round(first["longitude"], 1)

    async def _forecast(self, latitude: float, longitude: float, day: date) -> dict[str, Any]:
        asked = {
            "latitude": latitude,
            "longitude": longitude,
            "hourly": "temperature_2m,weather_code,wind_speed_10m,precipitation_probability",
            "timezone": "auto",
            "start_date": day.isoformat(),
            "end_date": day.isoformat(),
        }
        key = f"weather:{latitude}:{longitude}:{day.isoformat()}"
        answer = await self._cached(key, self._settings.forecast_url, asked)
        if "hourly" not in answer:
            raise NotFound(f"There is no forecast for {day.isoformat()}.")
        return dict(answer["hourly"])

    async def _cached(self, key: str, url: str, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            if kept := await self._redis.get(key):
                return dict(json.loads(kept))
        except (RedisError, OSError):
            return await self._ask(url, asked)
        answer = await self._ask(url, asked)
        await self._keep(key, answer)
        return answer

    async def _ask(self, url: str, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = await self._http.get(url, params=asked, timeout=self._settings.timeout_s)
            # 400 is how Open-Meteo says that a day lies outside its forecast.
            if answer.status_code != 400:
                answer.raise_for_status()
            return dict(answer.json())
        except (httpx.HTTPError, ValueError) as error:
            raise BackendUnavailable("The weather service does not answer.") from error

    async def _keep(self, key: str, answer: dict[str, Any]) -> None:
        if not self._settings.cache_s:
            return
        try:
            await self._redis.set(key, json.dumps(answer), ex=self._settings.cache_s)
        except (RedisError, OSError):
            return


def read_hours(hourly: dict[str, Any], hours: range) -> dict[str, Any]:
    """The mean temperature (°C), the conditions and the rain's greatest probability of some hours.

    Open-Meteo gives the probability in per cent; not every model of it has one.
    """
    temperatures = [t for t in hourly["temperature_2m"][hours.start : hours.stop] if t is not None]
    codes = [c for c in hourly["weather_code"][hours.start : hours.stop] if c is not None]
    winds = [w for w in hourly["wind_speed_10m"][hours.start : hours.stop] if w is not None]
    chances = hourly.get("precipitation_probability", [])[hours.start : hours.stop]
    rain = [float(c) for c in chances if c is not None]
    if not temperatures:
        raise NotFound("There is no forecast for that time.")
    windy = ["wind"] if winds and max(winds) >= WINDY_KMH else []
    return {
        "temperature_c": round(sum(temperatures) / len(temperatures), 1),
        "conditions": read_codes(codes) + windy,
        "rain_probability": max(rain) / 100 if rain else None,
    }


def read_codes(codes: list[int]) -> list[str]:
    """What falls from the sky at any hour, else what the sky looks like most of the time."""
    wet = [name for name in ("storm", "snow", "rain") if CONDITIONS[name].intersection(codes)]
    if wet or not codes:
        return wet
    counted = {name: sum(code in CONDITIONS[name] for code in codes) for name in CONDITIONS}
    return [max(counted, key=lambda name: counted[name])]
