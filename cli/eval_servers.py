"""Servers of an evaluation: PostgreSQL and Valkey of its own, gone when it ends."""

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cli.stack import process
from cli.stack.postgres import database_url, postgres
from cli.stack.process import ProcessSpec
from cli.stack.valkey import valkey
from db import schema
from stylist.settings import BlobSettings, DatabaseSettings, RedisSettings, Settings


@contextmanager
def eval_servers(settings: Settings) -> Iterator[Settings]:
    """The settings with servers and a data folder that nobody else uses.

    Raises:
        BackendUnavailable: a server did not become ready.
    """
    with ExitStack() as stack:
        stack.enter_context(_ended_cleanly())
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="stylist-eval-"))
        folder = Path(name)
        # Where we are root, PostgreSQL runs as somebody else, who must reach its folder.
        folder.chmod(0o711)
        ports = process.free_port(), process.free_port()
        for spec in (
            postgres(folder / "postgres", port=ports[0]),
            valkey(folder / "valkey", port=ports[1]),
        ):
            stack.enter_context(_running(spec, folder))
        url = database_url(ports[0])
        schema.upgrade(url)
        yield settings.model_copy(
            update={
                "data_dir": folder / "data",
                "database": DatabaseSettings(url=url),
                "redis": RedisSettings(url=f"redis://127.0.0.1:{ports[1]}/0"),
                "blobs": BlobSettings(),
            }
        )


@contextmanager
def _ended_cleanly() -> Iterator[None]:
    """A SIGTERM leaves through the usual door, so that servers stop and their folder goes."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _running(spec: ProcessSpec, folder: Path) -> Iterator[None]:
    log = folder / f"{spec.name}.log"
    child = process.start(spec, log=log)
    try:
        process.wait_ready(spec, child, log=log)
        yield
    finally:
        process.stop(spec, child, grace_s=5)
