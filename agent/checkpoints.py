"""LangGraph's checkpoints in PostgreSQL: one row for each active run, holding its newest step.

LangGraph's own saver keeps every step in three tables, with the writes that led to it. A run is
resumed from its newest step only and never has two nodes at work, so one row is enough.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg import AsyncConnection, OperationalError
from psycopg_pool import AsyncConnectionPool

from db.session import CONNECT_ARGS, is_closed
from stylist.settings import DatabaseSettings

Connection = AsyncConnection[tuple[Any, ...]]
Pool = AsyncConnectionPool[Connection]
KEEP = """
INSERT INTO run_checkpoints (run_id, kind, state)
SELECT id, %s, %s FROM runs WHERE id = %s AND status IN ('pending', 'running')
ON CONFLICT (run_id) DO UPDATE SET kind = excluded.kind, state = excluded.state
"""
READ = "SELECT kind, state FROM run_checkpoints WHERE run_id = %s"
FORGET = "DELETE FROM run_checkpoints WHERE run_id = %s"


@asynccontextmanager
async def open_checkpoints(
    settings: DatabaseSettings, *, most_runs: int
) -> AsyncIterator["Checkpoints"]:
    """Open the pool of the connections that write checkpoints."""
    pool: Pool = AsyncConnectionPool(
        settings.url.replace("+psycopg", ""),
        min_size=1,
        max_size=most_runs + 2,
        open=False,
        kwargs={
            **CONNECT_ARGS,
            "autocommit": True,
            "prepare_threshold": 0,
            # A step that is lost with PostgreSQL itself is done again; nobody waits for the disk.
            "options": "-c synchronous_commit=off",
        },
        check=_refuse_closed,
    )
    async with pool:
        yield Checkpoints(pool)


async def _refuse_closed(connection: Connection) -> None:
    if is_closed(connection):
        raise OperationalError("The server has closed this connection.")


class Checkpoints:
    """Makes savers."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def open_saver(self) -> AsyncIterator["RunSaver"]:
        """A saver for one run, with a connection of its own for as long as it works."""
        async with self._pool.connection() as connection:
            yield RunSaver(connection)


class RunSaver(BaseCheckpointSaver[int]):
    """Keeps the newest step of a run; the thread is the run. Only plain values are read back."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(serde=JsonPlusSerializer(allowed_msgpack_modules=None))
        self._connection = connection

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The newest step, or None."""
        found = await self._connection.execute(READ, (_run_id(config),), binary=True)
        row = await found.fetchone()
        if row is None:
            return None
        kept = self.serde.loads_typed((row[0], row[1]))
        return CheckpointTuple(
            config=_place(config, kept["checkpoint"]),
            checkpoint=kept["checkpoint"],
            metadata=kept["metadata"],
        )

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Take a step's result for the newest; one that has begun nothing or ended needs none."""
        if metadata.get("source") != "input":
            kept = {"checkpoint": checkpoint, "metadata": metadata}
            kind, state = self.serde.dumps_typed(kept)
            await self._connection.execute(KEEP, (kind, state, _run_id(config)))
        return _place(config, checkpoint)

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Keep nothing: the step's result follows at once, and half a step is done again."""

    async def adelete_thread(self, thread_id: str) -> None:
        """Drop what a run kept."""
        await self._connection.execute(FORGET, (thread_id,))


def _run_id(config: RunnableConfig) -> str:
    return str(config["configurable"]["thread_id"])


def _place(config: RunnableConfig, checkpoint: Checkpoint) -> RunnableConfig:
    place = {"thread_id": _run_id(config), "checkpoint_ns": "", "checkpoint_id": checkpoint["id"]}
    return {"configurable": place}
