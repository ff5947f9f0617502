"""The Chroma server, run from this interpreter's environment."""

import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from cli.stack.process import ProcessSpec


def chroma(data: Path, *, port: int) -> ProcessSpec:
    """Describe a Chroma server on loopback over the folder `data`."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return ProcessSpec(
        name="chroma",
        argv=(
            *(str(Path(sys.executable).parent / "chroma"), "run", "--path", str(data)),
            *("--host", "127.0.0.1", "--port", str(port)),
        ),
        ready=lambda: _beats(port),
        env={"ANONYMIZED_TELEMETRY": "False"},
        cwd=data,
    )


def _beats(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
