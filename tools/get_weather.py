"""The weather where and when somebody will wear something."""

from datetime import datetime

from db.models import User
from stylist.errors import BackendUnavailable, BadRequest
from tools.deps import Deps
from tools.moments import local_time, read_moment
from tools.weather import WeatherReport

UNREACHABLE = "weather-unreachable"


async def get_weather(deps: Deps, *, place: str = "", when: str = "") -> WeatherReport:
    """Look the weather up; no place means home, no time means today.

    A source that does not answer is a degraded report without values, not an error.

    Raises:
        BadRequest: neither a place nor a home is known.
        NotFound: no such place, or the day is beyond the forecast.

    """
    home, now = await _home(deps)
    where = place.strip() or home
    if not where:
        raise BadRequest(
            "I need a place to look the weather up.",
            hint="Ask the person for a city, or for the temperature.",
        )
    day, part = read_moment(when, now)
    try:
        return await deps.weather.look_up(where, day, part)
    except BackendUnavailable:
        return WeatherReport(place=where, day=day, part=part, degraded=[UNREACHABLE])


async def _home(deps: Deps) -> tuple[str, datetime]:
    """The person's home place and the time on their clock."""
    async with deps.sessions() as session:
        user = await session.get_one(User, deps.owner_id)
    return str(user.settings.get("home_place") or ""), local_time(user.settings, deps.now())
