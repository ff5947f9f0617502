"""The fixed world over the session's real servers."""

from collections.abc import AsyncIterator, Callable

import pytest

from agent.models import offline
from evals.running.world import World, open_world
from stylist.settings import AgentSettings, DatabaseSettings, RedisSettings, Settings


@pytest.fixture(scope="session", autouse=True)
def servers_first(pg_port: int, valkey_url: str) -> None:
    """Starts the servers before a library has begun threads of its own.

    With them a forked child may have two threads, and Linux lets no such process enter the user
    namespace that PostgreSQL needs where tests run as root.
    """


@pytest.fixture(scope="session")
def eval_settings(
    make_database: Callable[[str], str], valkey_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    return Settings(
        data_dir=tmp_path_factory.mktemp("evals"),
        database=DatabaseSettings(url=make_database("evals"), pool_size=3),
        redis=RedisSettings(url=valkey_url),
        agent=AgentSettings(model="offline"),
    )


@pytest.fixture(scope="session")
async def world(eval_settings: Settings) -> AsyncIterator[World]:
    async with open_world(eval_settings, offline()) as world:
        yield world
