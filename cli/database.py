"""`stylist db upgrade|reindex|check`: the schema and the vector index."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer
from sqlalchemy.exc import OperationalError

from cli.configured import read_settings
from cli.output import Output
from cli.stack import state
from db import schema
from stylist.errors import BackendUnavailable
from stylist.settings import Settings
from tools.reindex import reconcile, reindex
from tools.services import Services, open_services

app = typer.Typer(help="The database and the vector index.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def running_settings() -> Settings:
    """Our settings, with the servers' URLs of the stack that runs on the data directory."""
    settings = read_settings()
    running = state.read(settings.data_dir)
    if running is None or not state.is_alive(running.supervisor):
        return settings
    found = running.urls
    return settings.model_copy(
        update={
            "database": settings.database.model_copy(update={"url": found["database"]}),
            "redis": settings.redis.model_copy(update={"url": found["redis"]}),
            "chroma": settings.chroma.model_copy(update={"url": found["chroma"]}),
        }
    )


def _with_services(work: Callable[[Services], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    async def run() -> dict[str, Any]:
        async with open_services(running_settings()) as services:
            return await work(services)

    try:
        return asyncio.run(run())
    except OperationalError as error:
        raise BackendUnavailable("The database does not answer; is Stylist running?") from error


@app.command()
def upgrade(as_json: AsJson = False) -> None:
    """Bring the schema to the newest revision."""
    out = Output(as_json=as_json)
    with out.errors():
        url = running_settings().database.url
        try:
            schema.upgrade(url)
            current, newest = schema.revisions(url)
        except OperationalError as error:
            raise BackendUnavailable("The database does not answer; is Stylist running?") from error
        out.result(
            {"revision": current, "newest": newest},
            lambda: out.say(f"The schema is at revision {current}."),
        )


@app.command("reindex")
def rebuild(as_json: AsJson = False) -> None:
    """Make the vector index again from PostgreSQL."""
    out = Output(as_json=as_json)
    with out.errors():
        report = _with_services(reindex)
        out.result(report, lambda: out.say(f"Indexed again: {report}"))


@app.command()
def check(as_json: AsJson = False) -> None:
    """Compare schema, rows and vectors; mend what the vector index lacks or has too much."""
    out = Output(as_json=as_json)
    with out.errors():
        try:
            current, newest = schema.revisions(running_settings().database.url)
        except OperationalError as error:
            raise BackendUnavailable("The database does not answer; is Stylist running?") from error
        report = {"revision": current, "newest": newest, **_with_services(reconcile)}
        out.result(report, lambda: out.say("\n".join(f"{k}: {v}" for k, v in report.items())))
    if current != newest:
        raise typer.Exit(1)
