"""The event log: one Redis Stream per run or job, which is what makes SSE resumable.

The log may be lost at any time. Appending never fails the work that is told of: a lost log is
noticed by readers, who fall back to a snapshot from PostgreSQL.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from redis.asyncio import Redis
from redis.exceptions import RedisError

from stylist.settings import RedisSettings

EVENT_ID = re.compile(r"\d{1,20}-\d{1,20}")


def run_stream(run_id: UUID) -> str:
    """Name of a run's stream."""
    return f"run:{run_id}:events"


def job_stream(job_id: UUID) -> str:
    """Name of a job's stream."""
    return f"job:{job_id}:events"


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event as it stands in the log: its id and its JSON."""

    id: str
    type: str
    data: str


class EventLog:
    """Appends typed events and tails them."""

    def __init__(self, redis: Redis, settings: RedisSettings) -> None:
        self._redis = redis
        self._settings = settings

    async def append(self, stream: str, *events: BaseModel) -> str | None:
        """Append events in one round trip; the last one's id, or None when the log is away."""
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for event in events:
                    fields: dict[Any, Any] = {
                        "type": getattr(event, "type", ""),
                        "data": event.model_dump_json(),
                    }
                    pipe.xadd(stream, fields, maxlen=self._settings.event_max_len, approximate=True)
                pipe.expire(stream, self._settings.event_ttl_s)
                added = await pipe.execute()
        except (RedisError, OSError):
            return None
        return _text(added[-2])

    async def holds(self, stream: str, *, after: str) -> bool:
        """Tell whether the log still has the event `after`, so that a reader can go on from it."""
        try:
            return bool(await self._redis.xrange(stream, min=after, max=after, count=1))
        except (RedisError, OSError):
            return False

    async def newest(self, stream: str) -> LoggedEvent | None:
        """The newest event; None when there is none or the log does not answer."""
        try:
            rows = await self._redis.xrevrange(stream, count=1)
        except (RedisError, OSError):
            return None
        return _logged(*rows[0]) if rows else None

    async def read(self, stream: str, *, after: str, block_ms: int) -> list[LoggedEvent] | None:
        """Events after an id, waiting up to `block_ms`; None when the log does not answer."""
        try:
            answer = await self._redis.xread({stream: after}, count=500, block=block_ms)
        except (RedisError, OSError):
            return None
        return [_logged(id_, row) for _, rows in answer for id_, row in rows]

    async def tail(self, stream: str, *, after: str = "0-0") -> AsyncIterator[LoggedEvent]:
        """Every event after an id, for ever; ends when the log stops answering."""
        while (events := await self.read(stream, after=after, block_ms=5_000)) is not None:
            for event in events:
                after = event.id
                yield event

    async def forget(self, stream: str) -> None:
        """Drop a stream."""
        try:
            await self._redis.delete(stream)
        except (RedisError, OSError):
            return


def _logged(id_: bytes | str, row: dict[bytes, bytes]) -> LoggedEvent:
    return LoggedEvent(_text(id_), _text(row[b"type"]), _text(row[b"data"]))


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
