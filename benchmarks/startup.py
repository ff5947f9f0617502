"""Cold and warm start of `stylist up`, its clean stop, and the memory of each process.

Ratios are against `postgres`, the first server of the stack, started alone in the same run.
Run: `.venv/bin/python benchmarks/startup.py`
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from cli.stack import process, state
from cli.stack.postgres import postgres

STYLIST = str(Path(sys.executable).parent / "stylist")
ROUNDS = 4
PATIENCE_S = 60.0


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _until(url: str, began: float) -> float:
    while not _answers(url):
        if time.monotonic() - began > PATIENCE_S:
            raise TimeoutError(f"{url} did not answer within {PATIENCE_S} s")
        # Seldom enough not to take the processor from what is starting.
        time.sleep(0.1)
    return time.monotonic() - began


def time_postgres(folder: Path) -> float:
    """Seconds from nothing (initdb) to a PostgreSQL that answers."""
    began = time.monotonic()
    spec = postgres(folder / "pg", port=process.free_port())
    child = process.start(spec, log=folder / "log")
    process.wait_ready(spec, child, log=folder / "log")
    took = time.monotonic() - began
    process.stop(spec, child, grace_s=5)
    return took


def start(data: Path) -> tuple["subprocess.Popen[bytes]", float, float]:
    """Start the stack; seconds until the API serves and until the page does."""
    api, ui = process.free_port(), process.free_port()
    began = time.monotonic()
    running = subprocess.Popen(
        [STYLIST, "up", "--data-dir", str(data), "--api-port", str(api), "--ui-port", str(ui)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    api_s = _until(f"http://127.0.0.1:{api}/health", began)
    return running, api_s, _until(f"http://127.0.0.1:{ui}/", began)


def stop(running: "subprocess.Popen[bytes]") -> float:
    """Seconds from Ctrl-C to the end."""
    began = time.monotonic()
    os.kill(running.pid, signal.SIGINT)
    running.wait(30)
    return time.monotonic() - began


def memory(data: Path) -> dict[str, float]:
    """Megabytes of each process (unique set size: what its end would free)."""
    running = state.read(data)
    children = running.children if running else {}
    sizes = {}
    for name, child in children.items():
        whole = [psutil.Process(child.pid), *psutil.Process(child.pid).children(recursive=True)]
        sizes[name] = sum(part.memory_full_info().uss for part in whole) / 1e6
    return sizes


def main() -> None:
    """Measure and print the tables."""
    rows: list[tuple[str, float, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        alone = time_postgres(Path(folder))
        data = Path(folder) / "data"
        for number in range(ROUNDS + 1):
            running, api_s, ui_s = start(data)
            if number == ROUNDS:
                sizes = memory(data)
            rows.append(("cold" if number == 0 else "warm", api_s, ui_s, stop(running)))
    print(f"PostgreSQL alone, from nothing: {alone:.2f} s\n")
    print("| start | API serves | page serves | × PostgreSQL alone | stop |\n|---|---|---|---|---|")
    for kind in ("cold", "warm"):
        api_s, ui_s, stop_s = (
            statistics.median(row[column] for row in rows if row[0] == kind) for column in (1, 2, 3)
        )
        print(f"| {kind} | {api_s:.1f} s | {ui_s:.1f} s | {ui_s / alone:.1f} | {stop_s:.2f} s |")
    print("\n| process | unique memory, MB |\n|---|---|")
    for name, size in sizes.items():
        print(f"| {name} | {size:.0f} |")
    print(f"| all | {sum(sizes.values()):.0f} |")


if __name__ == "__main__":
    main()
