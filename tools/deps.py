"""The world of a capability: everything a tool may touch, and on whose behalf."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.blobs import BlobStore
from db.session import Sessions
from db.vectors import VectorStore
from jobs.event_log import EventLog
from jobs.queue import JobQueue
from ml.embed import TextEmbedder
from stylist.settings import Settings
from tools.image_urls import ImageUrls
from tools.weather import WeatherSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What a process has, whoever asks: built once in a composition root (API, worker, evals)."""

    settings: Settings
    sessions: Sessions
    blobs: BlobStore
    vectors: VectorStore
    queue: JobQueue
    events: EventLog
    embedder: TextEmbedder
    weather: WeatherSource
    image_urls: ImageUrls
    now: Callable[[], datetime]
    degraded: tuple[str, ...] = ()

    def for_owner(self, owner_id: UUID) -> "Deps":
        """The same world, seen on behalf of one user."""
        return Deps(owner_id=owner_id, services=self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """Dependencies of one capability call.

    `owner_id` comes from the authenticated request. No tool takes a user as an argument, so the
    model cannot name somebody else's. Each call opens its own session: one call, one transaction.
    """

    owner_id: UUID
    services: Services

    @property
    def settings(self) -> Settings:
        """The process's settings."""
        return self.services.settings

    @property
    def sessions(self) -> Sessions:
        """Opens a transaction with `async with deps.sessions.begin() as session`."""
        return self.services.sessions

    @property
    def blobs(self) -> BlobStore:
        """Photos, cut-outs and renders."""
        return self.services.blobs

    @property
    def vectors(self) -> VectorStore:
        """The vector index."""
        return self.services.vectors

    @property
    def queue(self) -> JobQueue:
        """Where job rows are announced."""
        return self.services.queue

    @property
    def embedder(self) -> TextEmbedder:
        """Text to unit vector."""
        return self.services.embedder

    @property
    def weather(self) -> WeatherSource:
        """Weather by place and time."""
        return self.services.weather

    @property
    def image_urls(self) -> ImageUrls:
        """Short-lived signed URLs of blobs."""
        return self.services.image_urls

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""
        return self.services.now
