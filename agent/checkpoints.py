"""LangGraph's checkpoints in PostgreSQL: one shared pool, one cheap saver for each run.

A saver serialises all its calls behind a lock of its own, so runs must not share one.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from stylist.settings import DatabaseSettings

Pool = AsyncConnectionPool[AsyncConnection[DictRow]]
SETUP_LOCK = 7_219_804_412
"""Advisory lock of the set-up; the one before it is Alembic's."""
SETUP_WAIT_S = 0.1


@asynccontextmanager
async def open_checkpoints(
    settings: DatabaseSettings, *, most_runs: int
) -> AsyncIterator["Checkpoints"]:
    """Open the pool and bring the checkpoint tables to their newest form."""
    pool: Pool = AsyncConnectionPool(
        settings.url.replace("+psycopg", ""),
        min_size=1,
        max_size=most_runs + 2,
        open=False,
        kwargs={"autocommit": True, "row_factory": dict_row, "connect_timeout": 5},
        check=AsyncConnectionPool.check_connection,
    )
    async with pool:
        checkpoints = Checkpoints(pool)
        await checkpoints.set_up()
        yield checkpoints


class Checkpoints:
    """Makes savers, and forgets what ended runs left."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def open_saver(self) -> AsyncIterator[AsyncPostgresSaver]:
        """A saver for one run, with a checked connection of its own for as long as it works.

        Only plain values are read back.
        """
        async with self._pool.connection() as connection:
            yield AsyncPostgresSaver(
                conn=connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None)
            )

    async def set_up(self) -> None:
        """Create or migrate the tables, one process at a time."""
        async with self._pool.connection() as connection:
            # Polled, since a process that waits inside PostgreSQL holds a snapshot, and the
            # set-up's CREATE INDEX CONCURRENTLY would wait for that for ever.
            while not await _holds_lock(connection):  # noqa: ASYNC110
                await asyncio.sleep(SETUP_WAIT_S)
            try:
                await AsyncPostgresSaver(conn=connection).setup()
            finally:
                await connection.execute("SELECT pg_advisory_unlock(%s)", (SETUP_LOCK,))

    async def forget(self, run_id: UUID) -> None:
        """Drop a run's checkpoints."""
        async with self.open_saver() as saver:
            await saver.adelete_thread(str(run_id))


async def _holds_lock(connection: AsyncConnection[Any]) -> bool:
    answer = await connection.execute("SELECT pg_try_advisory_lock(%s) AS got", (SETUP_LOCK,))
    row = await answer.fetchone()
    return bool(row and row["got"])
