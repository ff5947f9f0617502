"""The schema's life: migrate to the newest revision, and tell whether it is there."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine


def alembic_config(url: str) -> Config:
    """Build Alembic's configuration for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.set_main_option("path_separator", "os")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest revision; doing it twice changes nothing."""
    command.upgrade(alembic_config(url), "head")


def check(url: str) -> None:
    """Compare tables with models.

    Raises:
        alembic.util.exc.CommandError: they differ.

    """
    command.check(alembic_config(url))


def revisions(url: str) -> tuple[str | None, str | None]:
    """The database's revision and the newest one that this program knows."""
    newest = ScriptDirectory.from_config(alembic_config(url)).get_current_head()
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision(), newest
    finally:
        engine.dispose()
