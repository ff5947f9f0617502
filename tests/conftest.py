"""Real servers for the whole session, and a database that every test leaves as it found it."""

import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from remembering_eyes import RememberingModels
from running_stack import Stack
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker

from cli.stack import process
from cli.stack.chroma import chroma
from cli.stack.postgres import database_url, postgres
from cli.stack.valkey import valkey
from db import schema
from db.session import build_engine
from stylist.settings import DatabaseSettings, Settings

TEMPLATE = "stylist_template"
STACK = pytest.StashKey[Stack]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Share the tests out to processes: whole files, and the longest first.

    With `--dist loadgroup` a group stays in one process; a file is one, unless it names another.
    """
    items.sort(key=_turn)
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def _turn(item: pytest.Item) -> int:
    slow = ("xdist_group", "process", "browser")
    return next((n for n, name in enumerate(slow) if item.get_closest_marker(name)), len(slow))


def _serve(spec: process.ProcessSpec, folder: Path) -> Iterator[None]:
    log = folder / f"{spec.name}.log"
    child = process.start(spec, log=log)
    try:
        process.wait_ready(spec, child, log=log)
        yield
    finally:
        process.stop(spec, child, grace_s=5)


@pytest.fixture(scope="session")
def server_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
def pg_port(server_dir: Path) -> Iterator[int]:
    """A PostgreSQL server of this session, with a migrated template database."""
    port = process.free_port()
    for _ in _serve(postgres(server_dir / "pg", port=port), server_dir):
        _execute(port, f"CREATE DATABASE {TEMPLATE}")
        schema.upgrade(database_url(port, TEMPLATE))
        yield port


def _execute(port: int, statement: str) -> None:
    url = database_url(port).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def make_database(pg_port: int):
    """Make a fresh migrated database by name; returns its SQLAlchemy URL."""
    made: list[str] = []

    def make(name: str) -> str:
        _execute(pg_port, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        made.append(name)
        return database_url(pg_port, name)

    return make


@pytest.fixture(scope="session")
def pg_url(make_database) -> str:
    """The database that rolled-back tests share."""
    return make_database("rolled_back")


@pytest.fixture(scope="session")
async def engine(pg_url: str) -> AsyncIterator[AsyncEngine]:
    engine = build_engine(DatabaseSettings(url=pg_url))
    yield engine
    await engine.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with engine.connect() as connection:
        outer = await connection.begin()
        yield connection
        await outer.rollback()


@pytest.fixture
async def sessions(connection: AsyncConnection) -> async_sessionmaker[AsyncSession]:
    """Sessions within one outer transaction that is rolled back; use one session at a time."""
    return async_sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


@pytest.fixture
async def session(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


@pytest.fixture(scope="session")
def valkey_url(server_dir: Path) -> Iterator[str]:
    port = process.free_port()
    for _ in _serve(valkey(server_dir / "valkey", port=port), server_dir):
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="session")
def chroma_url(server_dir: Path) -> Iterator[str]:
    port = process.free_port()
    for _ in _serve(chroma(server_dir / "chroma", port=port), server_dir):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> RememberingModels:
    """What a worker without downloaded weights sees with; a photo is looked at once a session."""
    return RememberingModels(tmp_path_factory.mktemp("no-weights"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real images and tables; a test that needs it says when it is absent."""
    return Settings().shared_data


@pytest.fixture(scope="session")
def stack(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Stack]:
    """One whole stack for the session, as `stylist up` starts it."""
    running = Stack(data_dir=tmp_path_factory.mktemp("stack") / "data")
    running.start()
    request.session.stash[STACK] = running
    yield running
    running.stop()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """The stack ends with its group: it takes a twentieth of a core for doing nothing."""
    running = item.session.stash.get(STACK, None)
    following = nextitem and nextitem.get_closest_marker("xdist_group")
    if running is not None and not (following and following.args == ("stack",)):
        running.stop()


@pytest.fixture(scope="session")
def dressed_stack(stack: Stack) -> Stack:
    """The same stack with the drawn wardrobe; to draw it takes half a minute."""
    drawn = stack.run("demo", "--json")
    assert drawn.returncode == 0, drawn.stdout + drawn.stderr
    return stack


@pytest.fixture(scope="session")
def own_mounts() -> None:
    """Asks for a mount namespace of our own, which some kernels forbid to ordinary users."""
    probe = ["unshare", "--user", "--map-root-user", "--mount", "true"]
    if shutil.which("unshare") is None or subprocess.run(probe, check=False).returncode != 0:
        pytest.skip("this kernel lets nobody but root mount a small disk")
