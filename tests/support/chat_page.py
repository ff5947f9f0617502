"""The chat page as its own process, before any API."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from cli.stack.process import free_port


@contextmanager
def chat_page(data_dir: Path, api_url: str) -> Iterator[str]:
    """Start `python -m ui` against an API; gives the page's address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    data_dir.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "STYLIST_DATA_DIR": str(data_dir), "STYLIST_API_URL": api_url}
    with (data_dir / "ui.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui", "--port", str(port)],
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, address, data_dir / "ui.log")
            yield address
        finally:
            process.terminate()
            process.wait(10)


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    deadline = time.monotonic() + 90
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        try:
            if httpx.head(address, timeout=2, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
