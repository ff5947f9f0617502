"""The composition root of API, command line and evals: what a process has, built once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
from redis.asyncio import Redis

from db.blobs import build_blobs
from db.session import build_engine, build_sessions
from db.vectors import ChromaVectors
from jobs.arq_queue import ArqQueue
from jobs.event_log import EventLog
from ml.embed import load_text_embedder
from stylist.settings import RedisSettings, Settings
from tools.deps import Services
from tools.image_urls import ImageUrls
from tools.signing_secret import load_secret, with_secret
from tools.weather import OpenMeteo

__all__ = ["Services", "connect_redis", "open_services"]

REDIS_TIMEOUT_S = 10.0
"""Longer than the event log's longest blocking read."""


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def connect_redis(settings: RedisSettings) -> Redis:
    """Build a client that connects on first use, gives up soon and comes back after a loss."""
    client: Redis = Redis.from_url(
        settings.url,
        socket_connect_timeout=1.0,
        socket_timeout=REDIS_TIMEOUT_S,
        health_check_interval=15,
    )
    return client


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """Open everything that a capability may touch, and close it again.

    Nothing is connected yet: each part connects on first use, so a server that is away is an
    expected failure of the call that needs it.
    """
    settings = with_secret(settings)
    engine = build_engine(settings.database)
    redis = connect_redis(settings.redis)
    queue = ArqQueue(settings.redis)
    http = httpx.AsyncClient(trust_env=False)
    embedder, degraded = load_text_embedder(settings.models_dir)
    try:
        yield Services(
            settings=settings,
            sessions=build_sessions(engine),
            blobs=build_blobs(settings),
            vectors=ChromaVectors(settings.chroma),
            queue=queue,
            events=EventLog(redis, settings.redis),
            embedder=embedder,
            weather=OpenMeteo(settings.weather, http, redis),
            image_urls=ImageUrls(
                load_secret(settings), ttl_s=settings.blobs.url_ttl_s, now=utc_now
            ),
            now=utc_now,
            degraded=tuple(degraded),
        )
    finally:
        await http.aclose()
        await queue.close()
        await redis.aclose()
        await engine.dispose()
