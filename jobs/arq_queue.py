"""The queue over arq: names of jobs in Redis, nothing more. The rows are the authority."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix
from redis.exceptions import RedisError

from jobs.queue import QueueName
from stylist.settings import RedisSettings

ARQ_FUNCTION = "run_job"
"""The one function that arq knows; the row says what kind of work it is."""
ANSWER_TIMEOUT_S = 0.8
"""A queue that takes longer counts as away: an upload must not wait for it."""


def arq_queue_name(queue: QueueName) -> str:
    """Name of the sorted set that arq keeps a queue in."""
    return f"stylist:{queue}"


def encode(value: dict[str, Any]) -> bytes:
    """Serialise for arq; JSON, so that whoever writes to Redis cannot run code in a worker."""
    return json.dumps(value, default=str).encode()


def decode(data: bytes) -> dict[str, Any]:
    """Read what `encode` wrote."""
    value: dict[str, Any] = json.loads(data)
    return value


def connect(settings: RedisSettings) -> ArqRedis:
    """Make arq's client; it connects on first use."""
    redis: ArqRedis = ArqRedis.from_url(
        settings.url,
        socket_connect_timeout=ANSWER_TIMEOUT_S,
        socket_timeout=5.0,
        health_check_interval=10,
    )
    redis.job_serializer = encode
    redis.job_deserializer = decode
    return redis


class ArqQueue:
    """Delivers jobs through arq and tells what waits there."""

    def __init__(self, settings: RedisSettings) -> None:
        self._redis = connect(settings)

    async def deliver(self, job_id: UUID, *, queue: QueueName, delay_s: float = 0.0) -> bool:
        """Put the job on its queue; False when the queue does not answer.

        Each delivery has its own name at arq, so that none is taken for an earlier one. Delivering
        twice is harmless: only one claim of the row wins.
        """
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                await self._redis.enqueue_job(
                    ARQ_FUNCTION,
                    str(job_id),
                    _job_id=f"{job_id}:{uuid4().hex}",
                    _queue_name=arq_queue_name(queue),
                    _defer_by=delay_s or None,
                )
        except (RedisError, OSError):
            return False
        return True

    async def waiting(self, queue: QueueName) -> set[UUID] | None:
        """Jobs that a worker will still be told of; None when the queue does not answer.

        A delivery that a killed worker had taken stays marked at arq until its time-out, so it does
        not count.
        """
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                names = [
                    name.decode() for name in await self._redis.zrange(arq_queue_name(queue), 0, -1)
                ]
                marks = (
                    await self._redis.mget([in_progress_key_prefix + name for name in names])
                    if names
                    else []
                )
        except (RedisError, OSError):
            return None
        free = (name for name, mark in zip(names, marks, strict=True) if mark is None)
        return {UUID(name.partition(":")[0]) for name in free}

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()
