"""`python -m api`: serves the HTTP API."""

import logging

import uvicorn

from api.app import create_app
from stylist.settings import Settings

GRACE_S = 3
"""How long open requests may take to end when the process is told to stop."""


def main() -> None:
    """Serve until told to stop."""
    settings = Settings()
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # It logs every request; ours are in the events.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    uvicorn.run(
        create_app(settings),
        host=settings.api.host,
        port=settings.api.port,
        access_log=False,
        log_level=settings.log_level,
        timeout_graceful_shutdown=GRACE_S,
        proxy_headers=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
