"""Our own processes of the stack: API, workers and UI, each a fresh interpreter."""

import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from cli.stack.process import ProcessSpec, port_answers
from jobs.queue import QueueName


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def api(env: Mapping[str, str], *, port: int) -> ProcessSpec:
    """Describe the HTTP API."""
    return ProcessSpec(
        name="api",
        argv=(sys.executable, "-m", "api"),
        ready=lambda: _answers(f"http://127.0.0.1:{port}/health"),
        env={**env, "STYLIST_API__PORT": str(port)},
    )


def worker(env: Mapping[str, str], *, queue: QueueName, data_dir: Path) -> ProcessSpec:
    """Describe the worker of one queue; it touches a file once it listens."""
    ready = data_dir / f"worker-{queue}.ready"
    ready.unlink(missing_ok=True)
    return ProcessSpec(
        name=f"worker-{queue}",
        argv=(
            *(sys.executable, "-m", "jobs.worker", "--queue", queue),
            *("--ready-file", str(ready)),
        ),
        ready=ready.exists,
        env=env,
    )


def ui(env: Mapping[str, str], *, port: int, root: Path) -> ProcessSpec:
    """Describe the Chainlit UI; it writes its folders below `root`."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return ProcessSpec(
        name="ui",
        argv=(sys.executable, "-m", "ui", "--host", "127.0.0.1", "--port", str(port)),
        ready=lambda: port_answers(port) and _answers(f"http://127.0.0.1:{port}/"),
        env={**env, "CHAINLIT_APP_ROOT": str(root)},
        cwd=root,
    )
