"""What a worker process has: built once, passed to every job."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from redis.asyncio import Redis

from db.blobs import BlobStore, build_blobs
from db.session import Sessions, build_engine, build_sessions
from db.vectors import ChromaVectors, VectorStore
from jobs.arq_queue import ArqQueue
from jobs.event_log import EventLog
from jobs.models import Models
from jobs.task import JobTask, Outcome
from stylist.settings import Settings

QUICK_S = 1.0
"""Longest wait for the event log: progress is told, but never waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The world of a job function."""

    settings: Settings
    sessions: Sessions
    blobs: BlobStore
    vectors: VectorStore
    queue: ArqQueue
    events: EventLog
    models: Models


JobFunction = Callable[[World, JobTask], Awaitable[Outcome]]
Kinds = Mapping[str, JobFunction]
"""Kind of job → the function that does it."""


def build_world(settings: Settings) -> World:
    """Build the worker's world; nothing is connected or loaded before its first use."""
    redis: Redis = Redis.from_url(
        settings.redis.url, socket_connect_timeout=QUICK_S, socket_timeout=QUICK_S
    )
    return World(
        settings=settings,
        sessions=build_sessions(build_engine(settings.database)),
        blobs=build_blobs(settings),
        vectors=ChromaVectors(settings.chroma),
        queue=ArqQueue(settings.redis),
        events=EventLog(redis, settings.redis),
        models=Models(settings.models_dir),
    )
