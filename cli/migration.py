"""Writes a new migration from the models: `make migration m="Add a table"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from cli.stack import process
from cli.stack.postgres import database_url, postgres
from db import schema


def main(message: str) -> None:
    """Compare the models with a fresh database at the newest revision."""
    with tempfile.TemporaryDirectory() as folder:
        port, log = process.free_port(), Path(folder) / "log"
        spec = postgres(Path(folder) / "pg", port=port)
        server = process.start(spec, log=log)
        try:
            process.wait_ready(spec, server, log=log)
            schema.upgrade(database_url(port))
            config = schema.alembic_config(database_url(port))
            command.revision(config, message=message, autogenerate=True)
        finally:
            process.stop(spec, server, grace_s=5)


if __name__ == "__main__":
    main(sys.argv[1])
