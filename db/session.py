"""Engines and sessions over PostgreSQL."""

import select
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import AsyncConnection
from pydantic_core import from_json
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from stylist.settings import DatabaseSettings

Sessions = async_sessionmaker[AsyncSession]
CONNECT_ARGS: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""What libpq is told; a server that vanished without a word is noticed within a minute."""


def build_engine(settings: DatabaseSettings) -> AsyncEngine:
    """Build a pooled engine that looks at a connection before it hands it out."""
    engine = create_async_engine(
        settings.url,
        pool_size=settings.pool_size,
        max_overflow=settings.pool_size,
        connect_args=CONNECT_ARGS,
        json_deserializer=from_json,
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def build_sessions(engine: AsyncEngine) -> Sessions:
    """Build the session factory; one request, one tool call, one job result is one transaction."""
    return async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def autocommit(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """A session whose every statement is a transaction: neither BEGIN nor COMMIT is sent."""
    async with sessions() as session:
        await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        yield session


def is_fault_of_ours(error: BaseException) -> bool:
    """Whether the database works and refuses what it was asked; asked again, it refuses again.

    PEP 249: the other errors are of its operation, and may pass.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, psycopg.DataError | psycopg.ProgrammingError | psycopg.IntegrityError)


def is_closed(connection: AsyncConnection[Any]) -> bool:
    """Whether the server has closed an idle connection, without the round trip of a ping.

    An idle connection has nothing to read, unless it was closed.
    """
    if connection.closed:
        return True
    poller = select.poll()
    poller.register(connection.fileno(), select.POLLIN)
    return bool(poller.poll(0))


def _refuse_closed(_: Any, record: Any, __: Any) -> None:
    if is_closed(record.driver_connection):
        raise DisconnectionError("The server has closed this connection.")
