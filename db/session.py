"""Engines and sessions over PostgreSQL."""

from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from stylist.settings import DatabaseSettings

Sessions = async_sessionmaker[AsyncSession]


def build_engine(settings: DatabaseSettings) -> AsyncEngine:
    """Build a pooled engine that checks a connection before it hands it out."""
    return create_async_engine(
        settings.url,
        pool_size=settings.pool_size,
        max_overflow=settings.pool_size,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5},
    )


def build_sessions(engine: AsyncEngine) -> Sessions:
    """Build the session factory; one request, one tool call, one job result is one transaction."""
    return async_sessionmaker(engine, expire_on_commit=False)
