"""Alembic's environment: online only, one transaction, under an advisory lock."""

from alembic import context
from sqlalchemy import create_engine, pool, text

from db.models import Base

# Two processes that start together must not migrate at once.
LOCK = 7_219_804_411

TABLES_OF_OTHERS = ("checkpoint", "effective_garments")


def include_name(name: str | None, type_: str, _parents: object) -> bool:
    """Leave LangGraph's checkpoint tables alone; its own `setup` makes and migrates them."""
    return not (type_ == "table" and name is not None and name.startswith(TABLES_OF_OTHERS))


def run() -> None:
    """Run the migrations against the configured database."""
    engine = create_engine(
        context.config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool
    )
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=include_name,
            compare_type=True,
        )
        with context.begin_transaction():
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            context.run_migrations()
    engine.dispose()


run()
